"""A messenger that listens, what it heard, and somebody who answers on the spot."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from bot.cards import Action, Blank, Button, Card, Choice, Form, Reply
from bot.incoming import Address, Arrival, Incoming, Network, Pressed, Typing
from bot.ports import Urgency
from handlers.networks.discord.messenger import DiscordMessenger
from sandbox.discord import Channel, DiscordSandbox, Interaction, Message, User

HOME = Action.of("home")
CARD = Card("Lav suppe", "Lørdag", ((Button("Jeg er med", Action.of("claim", 1, 1)),),))
PAGE = Card("Du er med", "", ((Button("Meld afbud", Action.of("leave", 1)),),))
CALL_BACK = "POST /interactions/{interaction}/{token}/callback"
NAMED = {"name": "task", "description": "En opgave"}
ASKS = Button("Skriv svaret", Action.of("answer", 7, "title"))
FORM = Form(key=Action.of("answer", 7, "title"), title="Titel", blanks=(Blank(label="Hvad?", value="Su"),))
COMMANDS: list[dict[str, Any]] = [
    {"name": "mine", "description": "Mine tjanser"},
    {"name": "find", "description": "Find", "options": [{**NAMED, "type": 3, "autocomplete": True}]},
    {"name": "connect", "description": "Tilslut", "contexts": [0]},
]


class Asked:
    """Answers on the spot: a form for what asks; none any more for the second time; names for what is typed.

    `disk`: as long as it is cleared, nothing is answered, and nobody who asks can be interrupted.
    """

    def __init__(self) -> None:
        self.forms = [FORM]
        self.disk = asyncio.Event()
        self.disk.set()

    def may_open(self, incoming: Incoming) -> bool:
        return isinstance(incoming.what, Pressed) and incoming.what.action == ASKS.action

    async def form(self, incoming: Incoming) -> Form | None:
        while not self.disk.is_set():
            with suppress(asyncio.CancelledError):
                await self.disk.wait()
        return self.forms.pop() if self.forms else None

    async def choices(self, incoming: Incoming) -> list[Choice]:
        assert isinstance(incoming.what, Typing)
        return [Choice(f"{incoming.what.text} {number} " + "x" * 200, str(number)) for number in range(30)]


@dataclass
class Scene:
    """A messenger that listens, and what it heard."""

    sandbox: DiscordSandbox
    messenger: DiscordMessenger
    bob: User
    channel: Channel
    asked: Asked
    heard: "asyncio.Queue[Arrival]" = field(default_factory=asyncio.Queue)

    async def incoming(self) -> Incoming:
        arrival = await asyncio.wait_for(self.heard.get(), 5)
        return self.messenger.read(arrival.raw)

    async def card(self, card: Card = CARD) -> Message:
        await self.messenger.send(self.at(self.channel), card, Urgency.ANNOUNCEMENT)
        return self.sandbox.last(self.channel)

    def at(self, channel: Channel) -> Address:
        return Address(network=Network.DISCORD, chat_id=channel.id)

    async def answered(self, done: Interaction, reply: Reply) -> Interaction:
        await self.messenger.answer(await self.incoming(), reply)
        return done

    async def restarted_answer(self, incoming: Incoming, reply: Reply) -> None:
        """The answer of a process that knows nothing of what this one has said."""
        following = DiscordMessenger(self.sandbox.token, self.sandbox.base_url, self.sandbox.gateway_url)
        await following.reach()
        await following.answer(incoming, reply)
        await following.close()

    async def aside(self, card: Card = PAGE) -> Message:
        """A card before Bob's eyes only."""
        press = self.sandbox.press(self.bob, await self.card(), "Jeg er med")
        return (await self.answered(press, Reply(screen=HOME, card=card))).shown[0]


async def _at_once(seconds: float) -> None: ...


@asynccontextmanager
async def listening(sandbox: DiscordSandbox, defer_after: float) -> AsyncIterator[Scene]:
    alice, bob = sandbox.add_user("Alice"), sandbox.add_user("Bob")
    guild = sandbox.add_guild("Frivillige", alice)
    sandbox.join(bob, guild)
    sandbox.add_bot(guild)
    messenger = DiscordMessenger(
        sandbox.token, sandbox.base_url, sandbox.gateway_url, sleep=_at_once, defer_after=defer_after
    )
    messenger.enquiries = asked = Asked()
    await messenger.reach()
    await messenger.put_up_commands(COMMANDS)
    scene = Scene(sandbox, messenger, bob, sandbox.add_channel(guild, "opgaver"), asked)

    async def receive(arrivals: Sequence[Arrival]) -> None:
        for arrival in arrivals:
            scene.heard.put_nowait(arrival)

    running = asyncio.ensure_future(messenger.run(receive))
    await sandbox.connected()
    try:
        yield scene
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await messenger.close()
