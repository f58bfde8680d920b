"""`make tour` at any hour of any day: what a newcomer tries in the evening works in the evening."""

from datetime import datetime

import pytest

from demo.stage import ZONE, curtain
from demo.tour import tour


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        (datetime(2026, 11, 24, 8, 59, tzinfo=ZONE), datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)),
        (datetime(2026, 11, 24, 10, 30, tzinfo=ZONE), datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)),
        (datetime(2026, 11, 24, 23, 15, tzinfo=ZONE), datetime(2026, 11, 25, 9, 0, tzinfo=ZONE)),
        (datetime(2027, 3, 27, 22, 0, tzinfo=ZONE), datetime(2027, 3, 28, 9, 0, tzinfo=ZONE)),
    ],
)
def test_the_curtain_rises_by_day(now: datetime, begins: datetime) -> None:
    assert abs((curtain(now).now() - begins).total_seconds()) < 5


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 27, 15, 30, tzinfo=ZONE),  # a Friday afternoon
        datetime(2027, 10, 28, 23, 30, tzinfo=ZONE),  # the clock change comes before the task
    ],
)
async def test_the_tour_at_any_hour(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    status = await tour(now)
    said = capsys.readouterr().out
    assert status == 0, said
    assert "Husk: i dag" in said
