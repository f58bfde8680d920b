"""Since when something works, or does not."""

import math

from bot.incoming import Network
from bot.vitals import Part, Vitals


def test_since_when_something_works_or_does_not() -> None:
    seconds = 5.0
    vitals = Vitals(lambda: seconds)
    assert vitals.silent(Network) == set(Network) == {Network(Part.of(network).value) for network in Network}
    assert (vitals.idle(Part.DISK), vitals.failing(Part.DISK)) == (math.inf, 0)
    vitals.works(Part.DISK)
    seconds = 10.0
    vitals.fails(Part.DISK)
    seconds = 20.0
    vitals.note(Part.DISK, works=False)
    assert (vitals.idle(Part.DISK), vitals.failing(Part.DISK)) == (15, 10)
    assert vitals.failing(Part.DISCORD) == 0
    vitals.note(Part.DISK, works=True)
    assert (vitals.idle(Part.DISK), vitals.failing(Part.DISK)) == (0, 0)
