"""A flood of one person slows nobody else, and is bounded: thirty may wait, the rest is closed unread."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.flooding import MOST_WAITING
from bot.incoming import Arrival, Network
from bot.lanes import Item, Lanes
from bot.model import InboxRow
from tests.core.recorder import Recorder
from tests.core.test_inbox import Desk, Running, arrival

FLOOD = 500
CLOSED = "SELECT COUNT(*) FROM inbox WHERE state = 'answered' AND trouble = 'too many at once' AND raw = ''"


def flood(person: int, first: int, size: int = FLOOD) -> list[Arrival]:
    return [arrival(number, person, f"nr {number}") for number in range(first, first + size)]


async def test_beyond_thirty_the_rest_is_closed_unread_with_one_answer(tmp_path: Path) -> None:
    network = Recorder()
    async with Running(tmp_path / "t.db", network, Desk()) as running:
        await running.inbox.receive(Network.TELEGRAM, flood(5, 1))
        await running.settled()
        assert running.desk.texts == [f"nr {number}" for number in range(1, MOST_WAITING + 1)]
        assert await running.rows(CLOSED) == [(FLOOD - MOST_WAITING,)]
        assert Counter(reply.toast == "slow down" for reply in network.answered) == {False: MOST_WAITING, True: 1}
        assert await running.rows("SELECT COUNT(*) FROM inbox WHERE raw != ''") == [(0,)]
        assert running.tally.outcomes.count(("unread", "too_many")) == FLOOD - MOST_WAITING


async def test_what_waits_for_its_answer_is_told_each_time(tmp_path: Path) -> None:
    """Red when only the first of a flood is: on Discord the others would "think" for a quarter of an hour."""
    network = Recorder()
    async with Running(tmp_path / "t.db", network, Desk()) as running:
        waiting = [replace(one, awaits=True) for one in flood(5, 1, MOST_WAITING + 4)]
        await running.inbox.receive(Network.TELEGRAM, waiting)
        await running.settled()
        assert Counter(reply.toast == "slow down" for reply in network.answered) == {False: MOST_WAITING, True: 4}


async def test_what_was_closed_unread_takes_no_effect_when_it_comes_again(tmp_path: Path) -> None:
    """Design I5: the network delivers again what a crash did not acknowledge. Red when the numbers are not kept."""
    async with Running(tmp_path / "t.db", Recorder(), Desk()) as running:
        await running.inbox.receive(Network.TELEGRAM, flood(5, 1))
        await running.settled()
        await running.inbox.receive(Network.TELEGRAM, flood(5, 1)[-20:])
        await running.settled()
        assert len(running.desk.texts) == MOST_WAITING


async def test_who_has_come_to_rest_is_read_again_and_told_again(tmp_path: Path) -> None:
    network = Recorder()
    async with Running(tmp_path / "t.db", network, Desk()) as running:
        for first in (1, 1001):
            await running.inbox.receive(Network.TELEGRAM, flood(5, first, 40))
            await running.inbox.receive(Network.TELEGRAM, flood(5, first + 40, 40))
            await running.settled()
            await running.inbox.receive(Network.TELEGRAM, [arrival(first + 500, 5, "hej")])
            await running.settled()
        assert running.desk.texts.count("hej") == 2
        assert [reply.toast for reply in network.answered].count("slow down") == 2


async def test_the_others_are_answered_as_if_there_were_no_flood(tmp_path: Path) -> None:
    """They came after five hundred of one person; each is handled before that person's third."""
    async with Running(tmp_path / "t.db", Recorder(), Desk()) as running:
        others = [arrival(10_000 + person, person, f"person {person}") for person in range(100, 130)]
        await running.inbox.receive(Network.TELEGRAM, [*flood(5, 1), *others])
        await running.settled()
        before = running.desk.texts[: running.desk.texts.index("nr 3")]
        assert sum(text.startswith("person") for text in before) == len(others)


async def test_a_channels_posts_are_all_read(tmp_path: Path) -> None:
    """A day without the bot leaves more than thirty, and a command may be among them."""
    posts = [Arrival(number=number, lane="telegram:c:-100", raw="{}{") for number in range(1, 101)]
    async with Running(tmp_path / "t.db", Recorder(), Desk()) as running:
        await running.inbox.receive(Network.TELEGRAM, posts)
        await running.settled()
        assert running.tally.outcomes == [("unreadable", "failed")] * 100


@given(st.lists(st.one_of(st.integers(0, 5), st.just("take"), st.just("free")), max_size=200))
def test_nobody_is_served_twice_while_somebody_waits(steps: list[int | str]) -> None:
    """Whatever comes and whatever is finished: between two turns of a lane, every lane that was ready had one."""
    lanes, busy, taken = Lanes(), list[str](), list[str]()
    ready: dict[str, set[str]] = {}
    for number, step in enumerate(steps):
        if isinstance(step, int):
            lanes.add(Item(InboxRow(id=number, network=Network.TELEGRAM, lane=str(step), raw="")))
        elif step == "free" and busy:
            lanes.free(busy.pop(0))
        elif step == "take" and (items := lanes.take(1)):
            lane = items[0].row.lane
            assert ready.get(lane, set()) <= set(
                taken[len(taken) - taken[::-1].index(lane) :] if lane in taken else ()
            )
            taken.append(lane)
            busy.append(lane)
            ready[lane] = {other for other in map(str, range(6)) if other not in busy and lanes.waiting(other)}
