"""One task on two networks: five hundred people on each press at once for its 20 places."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from measure.bots import TJANS, Bot, running
from measure.crowd import PATIENCE, connect, first_answer, is_in, post
from proofs.discord.village import Village
from sandbox import Chat, Message, Person, Press, Sandbox, SandboxClock
from sandbox.discord import DiscordSandbox, Interaction
from sandbox.discord import Message as DiscordMessage

ON_EACH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the crowd showed. `cpu` in milliseconds a press, `memory` in MB, the rest in seconds.

    Args:
        on_telegram: answers a second there, until the last one there.
        starts: from the start of the process to the first answer, by network.
    """

    told_in: int
    unanswered: int
    refused: int
    per_second: float
    on_telegram: float
    cpu: float
    memory: float
    cards_right_after: float
    starts: dict[str, float]


@dataclass(frozen=True, slots=True)
class Scene:
    """Both networks, the people, and the two cards of the task."""

    telegram: Sandbox
    village: Village
    crowd: list[Person]
    card: Message
    other_card: DiscordMessage

    @property
    def refused(self) -> int:
        return len(self.telegram.refusals) + len(self.village.sandbox.refusals)


async def measure(on_each: int = ON_EACH) -> Figures:
    """A fresh bot on both networks, one task, and strangers who press."""
    clock = SandboxClock()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        async with Sandbox(clock=clock) as telegram, DiscordSandbox(clock=clock) as discord:
            village = Village.build(discord, 1, channels=1, people=on_each)
            karen = telegram.add_person("Karen")
            channel = telegram.add_channel("Frivillige", karen)
            crowd = [telegram.add_person(f"Person {number}") for number in range(on_each)]
            for person in crowd:
                telegram.join(person, channel)
            more = {
                "TJANS_DISCORD_TOKEN": discord.token,
                "TJANS_DISCORD_API": discord.base_url,
                "TJANS_DISCORD_GATEWAY": discord.gateway_url,
                "TJANS_ADMINS": ",".join((f"telegram:{karen.id}", *village.admins)),
            }
            begun = time.monotonic()
            async with running(TJANS, telegram, Path(folder) / "tjans.db", karen, more) as bot:
                starts = await _first_answers(telegram, karen, village, begun)
                scene = await _prepare(telegram, karen, channel, village, crowd)
                return await _press(scene, bot, starts)


async def _first_answers(telegram: Sandbox, karen: Person, village: Village, begun: float) -> dict[str, float]:
    on_telegram, on_discord = await asyncio.gather(
        first_answer(telegram, karen, begun), _first_on_discord(village, begun)
    )
    return {"Telegram": on_telegram, "Discord": on_discord}


async def _first_on_discord(village: Village, begun: float) -> float:
    """A slash command, as soon as there is one to give."""
    await village.served()
    asked = village.sandbox.command(village.people[0], None, "start")
    await village.sandbox.until(lambda: asked.told, timeout=20)
    return time.monotonic() - begun


async def _prepare(telegram: Sandbox, karen: Person, channel: Chat, village: Village, crowd: list[Person]) -> Scene:
    """One organisation with a channel on each network, and its task in both."""
    await connect(telegram, karen, channel)
    await village.connect(village.channels[0])
    card = await post(telegram, karen, channel)
    shown = village.sandbox.messages
    await village.sandbox.until(lambda: "Jeg er med" in shown(village.channels[0])[-1].labels, timeout=20)
    return Scene(telegram, village, crowd, card, shown(village.channels[0])[-1])


async def _press(scene: Scene, bot: Bot, starts: dict[str, float]) -> Figures:
    refused, cpu, begun = scene.refused, bot.cpu_seconds(), time.monotonic()
    presses, interactions = list[Press](), list[Interaction]()
    for person, user in zip(scene.crowd, scene.village.people, strict=True):
        presses.append(scene.telegram.press(person, scene.card, scene.card.buttons[0]))
        interactions.append(scene.village.sandbox.press(user, scene.other_card, scene.other_card.labels[0]))
    ends = await asyncio.gather(_end(scene.telegram, presses), _end(scene.village.sandbox, interactions))
    spent = bot.cpu_seconds() - cpu
    right = await _cards_right(scene)
    answered = [sum(map(_told, presses)), sum(map(_told, interactions))]
    return Figures(
        told_in=sum(is_in(press) for press in presses) + sum("Du er med" in one.told for one in interactions),
        unanswered=2 * len(presses) - sum(answered),
        refused=scene.refused - refused,
        per_second=sum(answered) / (max(ends) - begun),
        on_telegram=answered[0] / (ends[0] - begun),
        cpu=spent * 1000 / (2 * len(presses)),
        memory=bot.memory(),
        cards_right_after=right - begun,
        starts=starts,
    )


async def _end(sandbox: Sandbox | DiscordSandbox, gestures: Sequence[Press | Interaction]) -> float:
    """When the last of them was answered; who is not answered in time is counted."""
    with suppress(TimeoutError):
        await sandbox.until(lambda: all(map(_told, gestures)), timeout=PATIENCE)
    return time.monotonic()


def _told(gesture: Press | Interaction) -> bool:
    return gesture.answered is not None if isinstance(gesture, Press) else bool(gesture.told)


async def _cards_right(scene: Scene) -> float:
    try:
        await scene.telegram.until(lambda: "Fyldt op" in scene.card.text, timeout=15)
        await scene.village.sandbox.until(lambda: "Fyldt op" in scene.other_card.text, timeout=15)
    except TimeoutError:
        return float("inf")
    return time.monotonic()
