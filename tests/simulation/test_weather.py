"""What goes wrong is drawn from the seed, and explains what was late."""

from itertools import pairwise

import pytest

from simulation.options import Options
from simulation.weather import DAY, Mishap, Trouble, Weather


def weather(*troubles: Trouble, faults: float = 0.0) -> Weather:
    drawn = Weather(Options(days=60, faults=faults))
    drawn.troubles[:] = troubles
    return drawn


def test_the_same_seed_makes_the_same_weather() -> None:
    one, same, other = (Weather(Options(seed=seed)) for seed in (3, 3, 4))
    assert (one.outages, one.storms) == (same.outages, same.storms)
    assert one.outages != other.outages


def test_a_year_has_a_long_outage_and_outages_do_not_touch() -> None:
    outages = Weather(Options()).outages
    assert max(one.ends - one.begins for one in outages) == pytest.approx(6 * 3600)
    assert all(first.ends < second.begins for first, second in pairwise(outages))


def test_nothing_fails_on_a_fine_day() -> None:
    fine = Weather(Options(days=60, faults=0.0))
    between = next(at for at in range(0, 60 * 86400, 600) if not fine.between(at, at + 600))
    assert {fine.fate(between) for _ in range(200)} == {Mishap.NONE}


def test_everything_fails_in_an_outage() -> None:
    drawn = Weather(Options(days=60, faults=0.0))
    outage = drawn.outages[0]
    assert drawn.fate((outage.begins + outage.ends) / 2) is Mishap.AWAY
    assert drawn.next_outage(outage.begins - 1) == outage.begins


def test_so_many_calls_fail_as_was_said() -> None:
    drawn = Weather(Options(days=60, faults=10.0))
    fates = [drawn.fate(10.0) for _ in range(5000)]
    assert 400 < sum(fate is not Mishap.NONE for fate in fates) < 600


def test_calm_is_what_no_trouble_touches() -> None:
    drawn = weather(Trouble(10, 20, "a"), Trouble(15, 30, "b"), Trouble(90, 200, "c"))
    assert drawn.calm(0, 100) == 100 - 20 - 10
    assert drawn.calm(12, 18) == 0
    assert [one.why for one in drawn.between(25, 90)] == ["b"]
    assert drawn.calm(2 * DAY, 3 * DAY) == DAY
