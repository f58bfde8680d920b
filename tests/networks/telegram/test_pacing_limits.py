"""Whatever is asked of the pacer, no server that counts within Telegram's limits has anything to refuse."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ports import Urgency
from handlers.networks.telegram.pacing import Pacer
from tests.networks.telegram.fast_time import now, play
from tests.networks.telegram.limits import Seen, assert_within_limits


@dataclass(frozen=True, slots=True)
class Wish:
    """A call that comes `gap` seconds after the one before, takes `takes`, and is given up after `patience`.

    The server sees it when the part `seen` of its time is over; `refused` is the delay that it then asks for.
    """

    chat_id: int
    urgency: Urgency
    gap: float
    takes: float
    seen: float
    patience: float | None
    refused: float | None


seconds = st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.3, 1.0, 2.5, 7.0])
wishes = st.lists(
    st.builds(
        Wish,
        chat_id=st.sampled_from([1, 2, 3, -1, -2]),
        urgency=st.sampled_from(Urgency),
        gap=seconds,
        takes=seconds,
        seen=st.sampled_from([0.0, 0.5, 1.0]),
        patience=st.none() | st.just(1.0),
        refused=st.none() | st.none() | st.none() | st.just(4.0),
    ),
    max_size=60,
)
crowds = st.lists(st.integers(1, 40), max_size=6)


async def play_out(pacer: Pacer, asked: list[Wish], seen: list[Seen]) -> list[Seen]:
    """Ask for all of it; what the server saw is added to `seen`."""
    async with asyncio.TaskGroup() as group:
        for wish in asked:
            await asyncio.sleep(wish.gap)
            group.create_task(call(pacer, wish, seen))
    return seen


async def call(pacer: Pacer, wish: Wish, seen: list[Seen]) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(wish.patience), pacer.turn(wish.chat_id, wish.urgency):
            seen.append(Seen(wish.chat_id, now() + wish.seen * wish.takes))
            await asyncio.sleep(wish.takes)
            if wish.refused is not None:
                pacer.pause(wish.chat_id, wish.refused)


@given(wishes)
@settings(max_examples=150, deadline=None)
def test_no_sequence_of_calls_breaks_a_limit(asked: list[Wish]) -> None:
    async def story() -> list[Seen]:
        return await play_out(Pacer(now), [replace(wish, patience=None) for wish in asked], [])

    seen = play(story())
    assert len(seen) == len(asked)
    assert_within_limits(seen)


@given(wishes)
@settings(max_examples=150, deadline=None)
def test_giving_up_neither_breaks_a_limit_nor_blocks_those_who_wait(asked: list[Wish]) -> None:
    async def story() -> list[Seen]:
        pacer = Pacer(now)
        seen = await play_out(pacer, [replace(wish, takes=0.0) for wish in asked], [])
        await asyncio.sleep(10)
        for chat_id in (1, -1):  # one after the other: after refusals no two may be under way together
            async with asyncio.timeout(3.1), pacer.turn(chat_id, Urgency.DIGEST):
                pass
        return seen

    assert_within_limits(play(story()))


@given(wishes, wishes, st.floats(0, 10))
@settings(max_examples=100, deadline=None)
def test_a_new_process_keeps_the_limits_of_the_one_that_died(
    before: list[Wish], after: list[Wish], died_at: float
) -> None:
    quick = [[replace(wish, takes=0.0, patience=None) for wish in asked] for asked in (before, after)]

    async def story() -> list[Seen]:
        seen: list[Seen] = []
        first = asyncio.create_task(play_out(Pacer(now), quick[0], seen))
        await asyncio.wait([first], timeout=died_at)
        first.cancel()
        return await play_out(Pacer(now), quick[1], seen)

    assert_within_limits(play(story()), persons_bucket_only=True)


@given(crowds)
@settings(max_examples=50, deadline=None)
def test_a_crowd_keeps_the_limit_over_all(waves: list[int]) -> None:
    people = iter(range(1, 10_000))
    asked = [
        Wish(next(people), Urgency.ANSWER, gap=0.0 if n else 0.4, takes=0.02, seen=0.5, patience=None, refused=None)
        for wave in waves
        for n in range(wave)
    ]

    async def story() -> list[Seen]:
        return await play_out(Pacer(now), asked, [])

    assert_within_limits(play(story()))


@given(st.integers(1, 40), st.sampled_from([0.0, 0.2, 0.9, 1.1]))
@settings(max_examples=30, deadline=None)
def test_a_crowd_that_lives_through_a_restart_keeps_it_too(size: int, down: float) -> None:
    crowd = [
        Wish(n, Urgency.ANSWER, 0.0, takes=0.0, seen=0.0, patience=None, refused=None) for n in range(1, size + 1)
    ]

    async def story() -> list[Seen]:
        seen: list[Seen] = []
        await play_out(Pacer(now), crowd, seen)
        await asyncio.sleep(down)
        return await play_out(Pacer(now), crowd, seen)

    assert_within_limits(play(story()), persons_bucket_only=True)
