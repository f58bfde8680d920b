"""The answer to an interaction: the first within three seconds, the rest by its token within a quarter of an hour."""

import asyncio
import logging
from dataclasses import dataclass
from functools import partial

import discord

from bot.cards import Card, Document, Reply
from bot.incoming import ChatKind, Filled, Incoming, Pressed
from handlers.networks.discord.calls import Calls
from handlers.networks.discord.events import EPHEMERAL
from handlers.networks.discord.mishaps import ACKNOWLEDGED, FAILURES, undelivered
from handlers.networks.discord.payload import Payload
from handlers.networks.discord.showing import message_of, note_of

log = logging.getLogger(__name__)

DEFER_AFTER = 1.5
"""Seconds; half of what Discord gives for the first answer."""
TOKEN_LASTS = 900.0
"""Seconds in which an interaction can be answered at all."""

MESSAGE, THINKING, LATER, UPDATE = 4, 5, 6, 7
"""Docs, Interaction Callback Type: a new message, a "thinking" one, nothing yet, and a change of the pressed one."""


@dataclass(slots=True)
class Turn:
    """An interaction that waits for its first answer. `deferred`: the watchdog's own answer, under way or made."""

    alarm: asyncio.TimerHandle | None = None
    deferred: "asyncio.Task[int | None] | None" = None


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer comes to.

    Args:
        kind: how the first part is said: MESSAGE, UPDATE, or LATER for nothing.
        more: what is said after it.
    """

    kind: int = LATER
    first: Payload | None = None
    more: tuple[Payload, ...] = ()
    document: Document | None = None
    aside: bool = True


class Answering:
    """Keeps the time of every interaction, and answers each once.

    Args:
        defer_after: seconds.
    """

    def __init__(self, calls: Calls, defer_after: float = DEFER_AFTER) -> None:
        self._calls = calls
        self._defer_after = defer_after
        self._turns: dict[int, Turn] = {}

    def watch(self, incoming: Incoming, came: float | None = None) -> None:
        """An interaction came in: if nobody answers it in time, it is deferred, as visible as its answer will be.

        Args:
            came: when, by the loop's clock; None is now.
        """
        number, token = _key(incoming)
        loop = asyncio.get_running_loop()
        turn = self._turns[number] = Turn()
        too_slow = partial(self._too_slow, number, token, _deferral(incoming), turn)
        if came is None:
            turn.alarm = loop.call_later(self._defer_after, too_slow)
        else:
            turn.alarm = loop.call_at(came + self._defer_after, too_slow)

    async def answer(self, incoming: Incoming, reply: Reply) -> None:
        """Say it all. Undelivered: TOO_OLD if it came too late, UNCERTAIN if nobody knows."""
        number, token = _key(incoming)
        said = said_by(incoming, reply)
        deferred = await self._take(number)
        try:
            if deferred is None:
                await self._first(number, token, said, _deferral(incoming)["type"], _is_component(incoming))
            else:
                await self._after(token, said, deferred)
            for message in said.more:
                await self._calls.follow_up(token, message)
            if said.document is not None:
                await self._calls.follow_up_with_file(token, said.document, ephemeral=said.aside)
        except FAILURES as error:
            raise undelivered(error) from error

    async def add(self, incoming: Incoming, card: Card) -> None:
        """One message more, for their eyes only."""
        _, token = _key(incoming)
        try:
            await self._calls.follow_up(token, _seen(message_of(card), aside=True))
        except FAILURES as error:
            raise undelivered(error) from error

    async def _take(self, number: int) -> int | None:
        """Stop the watch; the kind it was deferred with, if it was."""
        turn = self._turns.pop(number, None)
        if turn is None:
            return None
        if turn.alarm is not None:
            turn.alarm.cancel()
        return await turn.deferred if turn.deferred is not None else None

    async def _first(self, number: int, token: str, said: Said, put_off: int, component: bool) -> None:
        """If it has been answered, our first try arrived and only its answer was lost; or it was put off, by a
        watchdog that does not know it or by the process before. Of a press whose answer is said again it is not known
        how it was put off: only what thinks is filled. A command cannot be answered by nothing: it thinks, and what
        it thinks is taken back.
        """
        kind, data = said.kind, said.first
        nothing = kind == LATER and said.document is None
        if kind == LATER and not (nothing and component):
            kind, data = THINKING, _seen({}, aside=said.aside or nothing)
        try:
            await self._calls.call_back(number, token, kind, data)
            if nothing and kind == THINKING:
                await self._calls.delete_original(token)
        except discord.HTTPException as error:
            if error.code != ACKNOWLEDGED:
                raise
            if put_off == LATER or await self._calls.is_thinking(token):
                await self._after(token, said, put_off)

    async def _after(self, token: str, said: Said, deferred: int) -> None:
        """The first part after the watchdog has deferred: it fills what is thinking, or changes what was pressed."""
        if said.first is None:
            if deferred == THINKING and said.document is None:
                await self._calls.delete_original(token)
        elif (deferred == THINKING) == (said.kind == MESSAGE):
            await self._calls.edit_original(token, _bare(said.first))
        else:
            await self._calls.follow_up(token, said.first)

    def _too_slow(self, number: int, token: str, data: Payload, turn: Turn) -> None:
        turn.alarm = None
        turn.deferred = asyncio.ensure_future(self._defer(number, token, data))

    async def _defer(self, number: int, token: str, deferral: Payload) -> int | None:
        kind: int = deferral["type"]
        asyncio.get_running_loop().call_later(TOKEN_LASTS, self._turns.pop, number, None)
        try:
            await self._calls.call_back(number, token, kind, deferral.get("data"))
        except FAILURES as error:
            log.info("an interaction could not be deferred: %s", type(error).__name__)
            return None
        return kind


def said_by(incoming: Incoming, reply: Reply) -> Said:
    """What an answer comes to here: a change of the private message that was pressed, or a message of its own.

    A press in public, and all that is asked aside, is answered for that person's eyes only.
    """
    what, kind = incoming.what, incoming.chat.kind
    aside = kind is ChatKind.ASIDE or (kind is not ChatKind.PRIVATE and isinstance(what, Pressed))
    replaces = incoming.private() and not reply.fresh and _is_component(incoming)
    parts: list[Payload] = []
    if reply.card is not None:
        parts.append(message_of(reply.card))
    if reply.toast and (reply.card is None or reply.alert):
        parts.append(_seen(note_of(reply.toast), aside=True))
    if not parts:
        return Said(document=reply.document, aside=aside)
    if reply.card is not None and replaces:
        return Said(UPDATE, _bare(parts[0]), tuple(parts[1:]), reply.document, aside)
    seen = [_seen(part, aside=aside) for part in parts]
    return Said(MESSAGE, seen[0], tuple(seen[1:]), reply.document, aside)


def _deferral(incoming: Incoming) -> Payload:
    """In private the pressed message changes later; everything else is answered by a message, which "thinks"."""
    what, kind = incoming.what, incoming.chat.kind
    if incoming.private() and _is_component(incoming):
        return {"type": LATER}
    aside = kind is ChatKind.ASIDE or isinstance(what, Pressed)
    return {"type": THINKING, "data": _seen({}, aside=aside)}


def _is_component(incoming: Incoming) -> bool:
    """Whether a message of ours was pressed: that can be answered by leaving it as it is."""
    return isinstance(incoming.what, Pressed | Filled) and bool(incoming.what.message_id)


def _seen(message: Payload, *, aside: bool) -> Payload:
    return message | {"flags": message.get("flags", 0) | EPHEMERAL} if aside else message


def _bare(message: Payload) -> Payload:
    """An edit names no flags: who sees it was decided before."""
    return {name: value for name, value in message.items() if name != "flags"}


def _key(incoming: Incoming) -> tuple[int, str]:
    what = incoming.what
    known = incoming.answer_to or (what.press_id if isinstance(what, Pressed) else "")
    number, _, token = known.partition("/")
    return int(number), token
