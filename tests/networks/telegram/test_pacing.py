"""Who goes first, who waits for whom, and for how long."""

import asyncio
from collections.abc import Coroutine, Iterator
from itertools import pairwise

import pytest

from bot.ports import Urgency
from handlers.networks.telegram.pacing import Pacer
from tests.networks.telegram.fast_time import now, play

LATENCY = 0.01
Starts = list[tuple[str, float]]


async def rested() -> Pacer:
    """A pacer whose beginning is over."""
    pacer = Pacer(now)
    await asyncio.sleep(10)
    return pacer


async def call(pacer: Pacer, chat_id: int, urgency: Urgency, starts: Starts, name: str = "") -> None:
    async with pacer.turn(chat_id, urgency):
        starts.append((name or str(chat_id), now()))
        await asyncio.sleep(LATENCY)


async def together(*calls: Coroutine[None, None, None]) -> None:
    await asyncio.gather(*calls)


def test_3000_private_messages_through_eight_hands_use_95_percent_of_what_is_allowed() -> None:
    async def story() -> Starts:
        pacer, starts, people = await rested(), Starts(), iter(range(1, 3001))

        async def hand() -> None:
            for person in people:
                await call(pacer, person, Urgency.REMINDER, starts)

        await together(*(hand() for _ in range(8)))
        return starts

    starts = play(story())
    assert len(starts) == 3000
    assert 3000 / (starts[-1][1] - starts[0][1]) >= 0.95 * 30


def test_everybody_at_once_is_as_fast() -> None:
    async def story() -> Starts:
        pacer, starts = await rested(), Starts()
        await together(*(call(pacer, person, Urgency.ANSWER, starts) for person in range(1, 1001)))
        return starts

    starts = play(story())
    assert 1000 / (starts[-1][1] - starts[0][1]) >= 0.95 * 30


def test_the_most_urgent_goes_first_then_whoever_came_first() -> None:
    async def story() -> Starts:
        pacer, starts = Pacer(now), Starts()  # its first second is used up, so all of these wait
        reverse = sorted(Urgency, reverse=True)
        await together(*(call(pacer, n * 10 + u, u, starts, f"{u.name} {n}") for u in reverse for n in (1, 2)))
        return starts

    assert [name for name, _ in play(story())] == [f"{u.name} {n}" for u in Urgency for n in (1, 2)]


def test_a_chat_without_budget_holds_up_nobody_else() -> None:
    async def story() -> Starts:
        pacer, starts = await rested(), Starts()
        in_the_group = [call(pacer, -1, Urgency.ANSWER, starts, "group") for _ in range(5)]
        await together(*in_the_group, call(pacer, 7, Urgency.DIGEST, starts, "person"))
        return starts

    starts = play(story())
    assert dict(starts)["person"] == 10.0
    at = [moment for name, moment in starts if name == "group"]
    assert all(later - earlier >= 3.05 for earlier, later in pairwise(at))


def test_a_person_may_be_written_to_three_times_at_once_and_then_waits() -> None:
    async def story() -> Starts:
        pacer, starts = await rested(), Starts()
        await together(*(call(pacer, 7, Urgency.ANSWER, starts) for _ in range(4)))
        return starts

    assert [round(moment) for _, moment in play(story())] == [10, 10, 10, 13]


def test_a_stale_card_waits_three_seconds_at_most_behind_a_crowd() -> None:
    async def story() -> Starts:
        pacer, starts, asked = await rested(), Starts(), Starts()
        async with asyncio.TaskGroup() as group:
            for person in range(1, 601):
                group.create_task(call(pacer, person, Urgency.ANSWER, Starts()))
            for channel in range(1, 11):
                asked.append((str(-channel), now()))
                group.create_task(call(pacer, -channel, Urgency.STALE_CARD, starts))
                await asyncio.sleep(1.3)
        waited = dict(asked)
        return [(name, moment - waited[name]) for name, moment in starts]

    waits = play(story())
    assert len(waits) == 10
    assert max(wait for _, wait in waits) <= 3.0


def test_a_crowd_does_not_wait_for_cards_that_are_not_late() -> None:
    async def story() -> Starts:
        pacer, starts = Pacer(now), Starts()
        cards = [call(pacer, -channel, Urgency.STALE_CARD, starts, "card") for channel in range(1, 41)]
        await together(*cards, *(call(pacer, person, Urgency.ANSWER, starts, "person") for person in range(1, 31)))
        return starts

    assert {name for name, _ in play(story())[:30]} == {"person"}


def test_a_delay_for_a_channel_is_kept_to_the_letter_and_only_there() -> None:
    async def story() -> Starts:
        pacer, starts = await rested(), Starts()
        pacer.pause(-1, 7.25)
        await together(call(pacer, -1, Urgency.ANSWER, starts), call(pacer, -2, Urgency.ANSWER, starts))
        return starts

    assert play(story()) == [("-2", 10.0), ("-1", 17.25)]


def test_a_delay_for_a_person_stops_everything() -> None:
    async def story() -> Starts:
        pacer, starts = await rested(), Starts()
        pacer.pause(7, 5)
        await together(call(pacer, -2, Urgency.ANSWER, starts), call(pacer, 8, Urgency.DIGEST, starts))
        return starts

    assert play(story()) == [("-2", 15.0), ("8", 15.0)]


def test_a_new_pacer_believes_that_everything_was_just_used_up() -> None:
    async def story() -> Starts:
        pacer, starts = Pacer(now), Starts()
        persons = [call(pacer, 7, Urgency.ANSWER, starts) for _ in range(3)]
        await together(call(pacer, -1, Urgency.ANSWER, starts), *persons)
        return starts

    starts = play(story())
    assert dict(starts)["-1"] == pytest.approx(3.05)
    assert [moment for name, moment in starts if name == "7"] == pytest.approx([1.01, 2.01, 3.01])


def test_idle_chats_are_forgotten() -> None:
    async def story() -> int:
        pacer = await rested()
        for person in range(1, 200):
            await call(pacer, person, Urgency.ANSWER, Starts())
            await call(pacer, -person, Urgency.ANSWER, Starts())
        given_up = asyncio.create_task(call(pacer, -199, Urgency.ANSWER, Starts()))
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.sleep(10)
        await call(pacer, 1, Urgency.ANSWER, Starts())
        return pacer.known_chats()

    assert play(story()) == 1


class Stricter:
    """A server that allows ten calls a second, whatever it says."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.refused = 0

    def allows(self) -> bool:
        self.taken = [moment for moment in self.taken if moment > now() - 1.0]
        if len(self.taken) >= 10:
            self.refused += 1
            return False
        self.taken.append(now())
        return True


def test_under_stricter_limits_refusals_become_rare_and_the_work_is_done() -> None:
    """Red when the pacer comes back with thirty a second after each refusal: two calls in three are refused."""

    async def send(pacer: Pacer, server: Stricter, chat_id: int) -> None:
        while True:
            async with pacer.turn(chat_id, Urgency.REMINDER):
                await asyncio.sleep(0.02)
                if server.allows():
                    return
                pacer.pause(chat_id, 1.0)

    async def worker(pacer: Pacer, server: Stricter, chats: Iterator[int]) -> None:
        for chat_id in chats:
            await send(pacer, server, chat_id)

    async def story() -> tuple[int, float]:
        pacer, server, chats = Pacer(now), Stricter(), iter(range(1, 1001))
        await asyncio.gather(*(worker(pacer, server, chats) for _ in range(8)))
        return server.refused, now()

    refused, took = play(story())
    assert refused < 60
    assert took < 1000 / 10 * 1.6


def test_after_a_refusal_everything_is_tried_again_little_by_little() -> None:
    async def story() -> list[int]:
        pacer = await rested()
        pacer.pause(1, 1.0)
        begun: list[int] = []
        for _ in range(5):
            starts: Starts = []
            calls = [asyncio.create_task(call(pacer, chat_id, Urgency.REMINDER, starts)) for chat_id in range(2, 90)]
            await asyncio.sleep(0.99 + 1.0 * (not begun))
            begun.append(len(starts))
            for waiting in calls:
                waiting.cancel()
            await asyncio.sleep(30)
        return begun

    assert play(story()) == [15, 27, 30, 30, 30]


async def _hands(pacer: Pacer, people: Iterator[int], starts: Starts) -> None:
    """Eight hands, each of which writes down what became of a send before it takes the next."""

    async def hand() -> None:
        for person in people:
            await call(pacer, person, Urgency.REMINDER, starts, "reminder")
            await asyncio.sleep(0.008)

    await together(*(hand() for _ in range(8)))


def test_announcements_do_not_slip_in_between_two_reminders() -> None:
    """Red when a hand that writes down its last send leaves its room to whatever else waits."""

    async def story() -> Starts:
        pacer, starts = await rested(), Starts()
        reminders = asyncio.create_task(_hands(pacer, iter(range(1, 301)), starts))
        await asyncio.sleep(2)
        cards = [call(pacer, -channel, Urgency.ANNOUNCEMENT, starts, "card") for channel in range(1, 41)]
        await together(*cards)
        await reminders
        return starts

    names = [name for name, _ in play(story())]
    assert names.index("card") >= 290
    assert names.count("card") == 40


def test_where_there_is_room_for_all_nobody_waits_for_the_more_urgent() -> None:
    async def story() -> float:
        pacer, starts = await rested(), Starts()

        async def a_few() -> None:
            for person in range(1, 100):
                await call(pacer, person, Urgency.ANSWER, starts)
                await asyncio.sleep(0.04)

        answers = asyncio.create_task(a_few())
        await asyncio.sleep(2)
        asked = now()
        await call(pacer, -1, Urgency.ANNOUNCEMENT, starts, "card")
        answers.cancel()
        return dict(starts)["card"] - asked

    assert play(story()) == 0.0


def test_however_often_it_is_refused_one_call_that_hangs_holds_up_nobody() -> None:
    """Red when refusals bring it down to one call at a time."""

    async def story() -> float:
        pacer = await rested()
        for _ in range(20):
            pacer.pause(1, 1.0)
            await asyncio.sleep(1.1)
        asked = now()
        async with pacer.turn(2, Urgency.ANSWER), pacer.turn(3, Urgency.ANSWER), pacer.turn(4, Urgency.ANSWER):
            return now() - asked

    assert play(story()) == 0.0
