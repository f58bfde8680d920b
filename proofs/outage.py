"""Telegram is away for six hours of the sandbox's clock: what was due meanwhile is caught up with, and says so."""

import asyncio
import random
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from bot.__main__ import Program, assemble
from bot.outbox import MOST_IN_FLIGHT
from bot.settings import Settings
from demo.stage import Timekeeper
from proofs.ledger import first_line
from proofs.town import PATIENCE, Town
from sandbox import Kind, Message, Person, Press, Sandbox, SandboxClock

HOURS = 6
MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Copenhagen"))
TASKS = 6
PLACES = 6
URGENCIES = {"Der er blevet plads": 0, "Husk: ": 1, "Besked om: ": 2}
"""How news begins, and who goes first: offers, reminders, announcements."""


@dataclass
class Report:
    """What arrived after the network was back, in order."""

    arrived: dict[str, int] = field(default_factory=dict)
    calls_while_away: int = 0
    last_after: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        arrived = ", ".join(f"{beginning.strip(' :').lower()} {number}" for beginning, number in self.arrived.items())
        return [
            f"six hours away: {self.calls_while_away} calls tried meanwhile",
            f"afterwards arrived: {arrived}; the last after {self.last_after:.1f} s; wrong {len(self.wrong)}",
        ]


async def six_hours_away(seed: int) -> Report:
    """Tasks with full places and a line; then offers, reminders and messages to everyone fall into the outage."""
    async with Sandbox(clock=SandboxClock(MORNING)) as sandbox, AsyncExitStack() as stack:
        town = Town.build(sandbox, seed, channels=TASKS, people=TASKS * (PLACES + 1))
        folder = stack.enter_context(TemporaryDirectory(prefix="tjans-away-", ignore_cleanup_errors=True))
        program = await assemble(stack, _settings(town, Path(folder)), sandbox.clock)
        serving = asyncio.ensure_future(program.run())
        try:
            return await _play(town, program, random.Random(seed))
        finally:
            sandbox.timekeeper = None
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving


def _settings(town: Town, folder: Path) -> Settings:
    return Settings.model_validate(
        {
            "telegram_token": town.sandbox.token,
            "telegram_api": town.sandbox.base_url,
            "database": folder / "tjans.db",
            "admins": ",".join(f"telegram:{one.id}" for one in town.coordinators),
        }
    )


async def _play(town: Town, program: Program, dice: random.Random) -> Report:
    sandbox, report = town.sandbox, Report()
    await town.settle_in()
    cards = await asyncio.gather(*(_post(town, number) for number in range(TASKS)))
    groups = [town.people[at::TASKS] for at in range(TASKS)]
    for card, group in zip(cards, groups, strict=True):
        await _fill(town, card, group)
    await program.settle()
    for number, owner in enumerate(town.coordinators):
        await _prepare_message(town, owner, f"Besked nr. {number}")
    sandbox.timekeeper = Timekeeper(program)
    sandbox.faults.by_chance(0, {Kind.CLOSED_BEFORE: 1.0}, _is_news)
    await _answered([sandbox.press(owner, sandbox.last(owner), "Send") for owner in town.coordinators])
    await _answered([_gives_back(town, dice.choice(group[:PLACES])) for group in groups])
    known = {person.id: len(sandbox.messages(person)) for person in town.people}
    sandbox.faults.away, before = True, len(sandbox.calls)
    sandbox.faults.by_chance(0, {})
    await sandbox.travel_by(HOURS * 3600)
    report.calls_while_away = len(sandbox.calls) - before
    await _back(town, program, report, known)
    return report


def _is_news(method: str, params: dict[str, Any]) -> bool:
    """What leaves of the program's own accord: the network goes away just when that is due."""
    return method in ("sendMessage", "editMessageText")


async def _answered(presses: list[Press]) -> None:
    for press in presses:
        await press.answer(PATIENCE)


def _gives_back(town: Town, person: Person) -> Press:
    message = _newest_with(town, person, "Meld afbud")
    assert message is not None  # noqa: S101 - everyone here holds a place
    return town.sandbox.press(person, message, "Meld afbud")


async def _post(town: Town, number: int) -> Message:
    """A task that begins this afternoon: the reminder two hours before falls into the outage."""
    sandbox, owner, channel = town.sandbox, town.coordinators[number], town.channels[number]
    sandbox.write(owner, None, f"/opret Tjans {number:04} | 24/11 16-18 | Salen | {PLACES} | Gæster")
    preview = await sandbox.until(lambda: _with_button(sandbox.last(owner), "Udgiv"), PATIENCE)
    sandbox.press(owner, preview or sandbox.last(owner), "Udgiv")
    card = await sandbox.until(lambda: next(iter(town.cards(channel, 1)), None), PATIENCE)
    assert card is not None  # noqa: S101 - `until` gives only what is something
    return card


def _with_button(message: Message, label: str) -> Message | None:
    return message if label in message.labels else None


async def _fill(town: Town, card: Message, group: list[Person]) -> None:
    """Everyone takes a place, in order; the last one finds it full and waits."""
    for person in group:
        press = town.sandbox.press(person, card, card.buttons[0])
        await press.answer(PATIENCE)
        if person is group[PLACES - 1]:
            await town.sandbox.until(lambda: "Fyldt op" in card.text, PATIENCE)
    for person in group[:PLACES]:
        await town.sandbox.until(partial(town.heard, person, "Du er med"), PATIENCE)


async def _prepare_message(town: Town, owner: Person, text: str) -> None:
    """A message to everyone is ready; only Send is missing."""
    for label in ("Vis opgaven", "Skriv til alle"):
        shown = await town.sandbox.until(partial(_newest_with, town, owner, label), PATIENCE)
        town.sandbox.press(owner, shown or town.sandbox.last(owner), label)
    await town.sandbox.until(partial(town.heard, owner, "Hvad vil du sige"), PATIENCE)
    town.sandbox.write(owner, None, text)
    await town.sandbox.until(lambda: _with_button(town.sandbox.last(owner), "Send"), PATIENCE)


def _newest_with(town: Town, person: Person, label: str) -> Message | None:
    return next((one for one in reversed(town.sandbox.messages(person)) if label in one.labels), None)


async def _back(town: Town, program: Program, report: Report, known: dict[int, int]) -> None:
    """The network is back: everything arrives, the most urgent first, and late reminders say that they are late."""
    sandbox = town.sandbox
    began = sandbox.clock.now()
    sandbox.faults.away = False
    news = {"Der er blevet plads": TASKS, "Husk: ": TASKS * (PLACES - 1), "Besked om: ": TASKS * (PLACES - 1)}
    try:
        await sandbox.until(lambda: _counts(town, known) == news, timeout=180)
    except TimeoutError:
        report.wrong.append(f"arrived {_counts(town, known)}, should have been {news}")
    await program.settle()
    arrived = _arrived(town, known)
    report.arrived = _counts(town, known)
    report.last_after = max(((one.date - began).total_seconds() for one in arrived), default=0.0)
    report.wrong += _out_of_order(arrived)
    report.wrong += [f"not said to be late: {one.text!r}" for one in arrived if _keeps_quiet_about_it(one)]
    report.wrong += [str(call) for call in sandbox.refusals if "Too Many" in str(call)]
    async with program.storage.transaction() as tx:
        report.wrong += [f"{notice.kind} still owed" for notice in await tx.notices.due(sandbox.clock.now(), (), 100)]


def _arrived(town: Town, known: dict[int, int]) -> list[Message]:
    """What the volunteers were sent since then, in the order in which it came."""
    new = [one for person in town.people for one in town.sandbox.messages(person)[known[person.id] :] if one.by_bot]
    return sorted((one for one in new if _urgency(one) is not None), key=lambda one: one.date)


def _counts(town: Town, known: dict[int, int]) -> dict[str, int]:
    lines = [first_line(message) for message in _arrived(town, known)]
    return {beginning: sum(line.startswith(beginning) for line in lines) for beginning in URGENCIES}


def _urgency(message: Message) -> int | None:
    line = first_line(message)
    return next((urgency for beginning, urgency in URGENCIES.items() if line.startswith(beginning)), None)


def _out_of_order(arrived: list[Message]) -> list[str]:
    """Nothing waits behind something less urgent, but for the few sends that were on their way together."""
    urgencies = [_urgency(message) or 0 for message in arrived]
    overtaken = [sum(before > urgency for before in urgencies[:at]) for at, urgency in enumerate(urgencies)]
    return [
        f"{first_line(message)!r} came after {less_urgent} less urgent messages"
        for message, less_urgent in zip(arrived, overtaken, strict=True)
        if less_urgent > MOST_IN_FLIGHT + 1
    ]


def _keeps_quiet_about_it(message: Message) -> bool:
    return (
        first_line(message).startswith("Husk: ") and "Beklager, at denne påmindelse kommer sent" not in message.text
    )
