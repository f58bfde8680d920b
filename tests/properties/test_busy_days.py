"""Busy days in town: acts drawn from a seed, dense enough to meet what hypothesis, which likes it short, seldom does.

The same days at each run, whatever hypothesis draws; `make mutants` relies on them.
"""

from random import Random

from tests.properties.busy import WEIGHTS, Act, chance
from tests.properties.effort import dice, seeds
from tests.properties.test_town import Places
from tests.properties.town import VOLUNTEERS

DAYS = 150
ACTS = 60
TASKS = (0, 0, 1, 2)


def day(random: Random) -> list[Act]:
    """Everyone looks for something, then so many acts in a row, all about one task."""
    looks = {who: random.randrange(-1, 4) for who in range(VOLUNTEERS)}
    task = random.choice(TASKS)
    first: list[Act] = [("waits", {"who": who, "at": at, "in_private": True}) for who, at in looks.items() if at >= 0]
    return first + [chance(random, task, VOLUNTEERS) for _ in range(ACTS)]


def live(acts: list[Act]) -> None:
    """Everything that must hold is looked at after each act."""
    town = Places()
    done: list[str] = []
    try:
        for name, arguments in acts:
            done.append(f"{name}({arguments})")
            getattr(town, name)(**arguments)
            for one in town.invariants:
                one.function(town)
    except Exception as error:
        error.add_note("\n".join(done))
        raise
    finally:
        town.teardown()


def test_the_file_is_as_the_model_and_everyone_is_told_the_truth() -> None:
    for seed in seeds(DAYS):
        with dice(seed) as random:
            live(day(random))


def test_every_act_has_its_chance() -> None:
    town = Places()
    town.teardown()
    assert {one.function.__name__ for one in town.rules} == set(WEIGHTS)
