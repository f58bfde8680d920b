"""The first answer has three seconds: over a line that breaks, and beside a disk that is slow."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.cards import Card, Reply
from bot.errors import Undelivered, Why
from bot.incoming import Arrival, Incoming
from handlers.networks.discord import listening
from handlers.networks.discord.answering import Answering
from handlers.networks.discord.calls import Calls
from handlers.networks.discord.listening import Listener
from handlers.networks.discord.payload import Payload
from sandbox.discord import Answer
from tests.networks.discord.scene import ASKS, CALL_BACK, CARD, HOME, Scene


@pytest.mark.parametrize("times", [1, 3])
async def test_a_first_answer_that_the_line_swallowed_is_said_again(scene: Scene, times: int) -> None:
    """Red when only discord.py tries again: it does so for two errors that Linux does not have."""
    press = scene.sandbox.press(scene.bob, await scene.card(), "Jeg er med")
    scene.sandbox.faults.drop_before(CALL_BACK, times=times)
    await scene.answered(press, Reply(screen=HOME, toast="Ja"))
    assert [one.text for one in press.shown] == ["Ja"]


async def test_a_first_answer_that_arrived_and_broke_the_line_is_said(scene: Scene) -> None:
    """Red when it is uncertain: whoever reads it here would be told once more in a direct message."""
    press = scene.sandbox.press(scene.bob, await scene.card(), "Jeg er med")
    scene.sandbox.faults.drop_after(CALL_BACK)
    await scene.answered(press, Reply(screen=HOME, toast="Ja"))
    assert [one.text for one in press.shown] == ["Ja"]


async def test_a_line_that_stays_broken_is_uncertain(scene: Scene) -> None:
    scene.sandbox.press(scene.bob, await scene.card(), "Jeg er med")
    incoming = await scene.incoming()
    scene.sandbox.faults.drop_before(CALL_BACK, times=10)
    with pytest.raises(Undelivered) as lost:
        await scene.messenger.answer(incoming, Reply(screen=HOME, toast="Ja"))
    assert lost.value.why is Why.UNCERTAIN


async def test_a_form_is_opened_although_the_line_broke(scene: Scene) -> None:
    page = await scene.aside(Card("Hvad?", asks=ASKS))
    scene.sandbox.faults.drop_before(CALL_BACK)
    opened = scene.sandbox.press(scene.bob, page, "Skriv svaret")
    assert await opened.answered() is Answer.MODAL


async def test_a_disk_that_cannot_be_interrupted_holds_up_no_deferral(
    slow: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red when the end of the question is waited for: with a database that is locked it took five seconds."""
    monkeypatch.setattr(listening, "FORM_WITHIN", 0.0)
    page = await slow.aside(Card("Hvad?", asks=ASKS))
    slow.asked.disk.clear()
    press = slow.sandbox.press(slow.bob, page, "Skriv svaret")
    assert await press.answered() is Answer.DEFERRED_UPDATE
    slow.asked.disk.set()
    await slow.answered(press, Reply(screen=HOME, card=CARD))
    assert page.labels == ["Jeg er med"]


class Watched(Answering):
    """Remembers when what it watches came."""

    def __init__(self, calls: Calls) -> None:
        super().__init__(calls)
        self.came: list[float | None] = []

    def watch(self, incoming: Incoming, came: float | None = None) -> None:
        self.came.append(came)


class Noted(Calls):
    """Notes the first answers."""

    def __init__(self) -> None:
        self.answered = asyncio.Event()

    async def call_back(self, interaction: int, token: str, kind: int, data: Payload | None = None) -> None:
        self.answered.set()


async def test_the_watch_begins_when_it_came_and_not_when_the_question_ends(scene: Scene) -> None:
    """Red when the time for a form and the time until it is deferred add up: both together Discord waits for less."""
    page = await scene.aside(Card("Hvad?", asks=ASKS))
    scene.asked.forms.clear()
    scene.sandbox.press(scene.bob, page, "Skriv svaret")
    raw = (await scene.heard.get()).raw
    loop, watched = asyncio.get_running_loop(), Watched(Noted())
    scene.asked.disk.clear()
    listener, heard = Listener(Noted(), watched, scene.asked), asyncio.Event()

    async def receive(arrivals: Sequence[Arrival]) -> None:
        heard.set()

    running = asyncio.ensure_future(listener.run(receive))
    listener.hear(raw)
    await asyncio.sleep(0)
    answered_at = loop.time()
    scene.asked.disk.set()
    async with asyncio.timeout(5):
        await heard.wait()
    running.cancel()
    assert [one is not None and one <= answered_at for one in watched.came] == [True]


async def test_what_came_long_ago_is_deferred_at_once(scene: Scene) -> None:
    noted = Noted()
    scene.sandbox.press(scene.bob, await scene.card(), "Jeg er med")
    incoming = await scene.incoming()
    Answering(noted, defer_after=1000).watch(incoming, asyncio.get_running_loop().time() - 1000)
    async with asyncio.timeout(5):
        await noted.answered.wait()
