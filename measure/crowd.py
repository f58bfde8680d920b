"""A thousand people press at once for 20 places."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from measure.bots import PLAIN, Bot, running
from sandbox import Chat, Message, Person, Press, Sandbox

ONE_LINE = "/opret Lav suppe | om 4 dage 14-17 | Sognegården | 20 | Gæster i suppekøkkenet"
CROWD, PLACES = 1000, 20
PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one crowd showed. `cpu` in milliseconds a press, `memory` in MB, the rest in seconds."""

    told_in: int
    unanswered: int
    refused: int
    per_second: float
    cpu: float
    memory: float
    start: float
    card_right_after: float


async def measure(
    arguments: Sequence[str], *, known: bool, size: int = CROWD, extra: Mapping[str, str] | None = None
) -> Figures:
    """A fresh bot, its card, and the crowd; `known`: they have all pressed Start before."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        async with Sandbox() as sandbox:
            karen = sandbox.add_person("Karen")
            channel = sandbox.add_channel("Frivillige", karen)
            crowd = [sandbox.add_person(f"Person {number}") for number in range(size)]
            for person in crowd:
                sandbox.join(person, channel)
            begun = time.monotonic()
            async with running(arguments, sandbox, Path(folder) / "tjans.db", karen, extra) as bot:
                start = await first_answer(sandbox, karen, begun)
                card = await publish(sandbox, karen, channel, plain=arguments == PLAIN)
                if known:
                    await _meet(sandbox, crowd)
                return await _press(sandbox, bot, crowd, card, start)


async def first_answer(sandbox: Sandbox, karen: Person, begun: float) -> float:
    """Seconds from the start of the process to its first answer."""
    sandbox.start(karen)
    await sandbox.until(lambda: any(message.by_bot for message in sandbox.messages(karen)), timeout=20)
    return time.monotonic() - begun


async def publish(sandbox: Sandbox, karen: Person, channel: Chat, *, plain: bool) -> Message:
    """The card with 20 places in the channel."""
    if plain:
        sandbox.add_bot(channel, by=karen)
        sandbox.write(karen, None, f"/post {channel.id}")
        return await sandbox.until(lambda: _card(sandbox, channel), timeout=20)
    await connect(sandbox, karen, channel)
    return await post(sandbox, karen, channel)


async def connect(sandbox: Sandbox, karen: Person, channel: Chat) -> None:
    """Karen adds Tjans to her channel, and says for which organisation."""
    sandbox.add_bot(channel, by=karen)
    question = await sandbox.until(lambda: _asked_whose(sandbox, karen), timeout=20)
    sandbox.press(karen, question, question.buttons[0])
    await sandbox.until(lambda: "Tilsluttet" in sandbox.last(karen).text, timeout=20)


async def post(sandbox: Sandbox, karen: Person, channel: Chat) -> Message:
    """A task in one line, published; its card."""
    sandbox.write(karen, None, ONE_LINE)
    preview = await sandbox.until(lambda: _with_button(sandbox, karen, "Udgiv"), timeout=20)
    sandbox.press(karen, preview, "Udgiv")
    return await sandbox.until(lambda: _card(sandbox, channel), timeout=20)


def _card(sandbox: Sandbox, channel: Chat) -> Message:
    return next((message for message in sandbox.messages(channel) if message.by_bot), None)  # type: ignore[return-value]


def _asked_whose(sandbox: Sandbox, person: Person) -> Message:
    newest = sandbox.last(person)
    return newest if newest.text.startswith("Hvem står bag") else None  # type: ignore[return-value]


def _with_button(sandbox: Sandbox, person: Person, label: str) -> Message:
    newest = sandbox.last(person)
    return newest if label in newest.labels else None  # type: ignore[return-value]


async def _meet(sandbox: Sandbox, crowd: list[Person]) -> None:
    for person in crowd:
        sandbox.start(person)
    asked = time.monotonic()
    while time.monotonic() - asked < 3 * PATIENCE and not all(len(sandbox.messages(one)) > 1 for one in crowd):
        await asyncio.sleep(0.5)  # a plain bot never welcomes them all: its calls are refused
        if len(sandbox.refusals) > len(crowd) // 2:
            break
    await asyncio.sleep(1.5)


async def _press(sandbox: Sandbox, bot: Bot, crowd: list[Person], card: Message, start: float) -> Figures:
    refused, cpu, begun = len(sandbox.refusals), bot.cpu_seconds(), time.monotonic()
    presses = [sandbox.press(person, card, card.buttons[0]) for person in crowd]
    with suppress(TimeoutError):  # who is not answered is counted
        await sandbox.until(lambda: all(press.answered is not None for press in presses), timeout=PATIENCE)
    took, spent = time.monotonic() - begun, bot.cpu_seconds() - cpu
    right = await _card_right(sandbox, card, len(crowd))
    answered = [press.answered for press in presses if press.answered is not None]
    return Figures(
        told_in=sum(is_in(press) for press in presses),
        unanswered=len(crowd) - len(answered),
        refused=len(sandbox.refusals) - refused,
        per_second=len(answered) / took,
        cpu=spent * 1000 / len(crowd),
        memory=bot.memory(),
        start=start,
        card_right_after=right - begun,
    )


def is_in(press: Press) -> bool:
    """Whether the answer says so; a stranger's opens the way to the bot."""
    answer = press.answered
    return answer is not None and ("Du er med" in answer.text or "You are in" in answer.text or bool(answer.url))


async def _card_right(sandbox: Sandbox, card: Message, size: int) -> float:
    plain = f"{PLACES} of {PLACES}, {size} asked"
    try:
        await sandbox.until(lambda: "Fyldt op" in card.text or plain in card.text, timeout=15)
    except TimeoutError:
        return float("inf")
    return time.monotonic()
