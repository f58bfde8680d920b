"""One cell of the table: one person does one thing, and what comes of it is looked up in the file."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.handled import Handled
from bot.incoming import Incoming, Network, Sender
from bot.model import Person
from bot.wording import general
from handlers.networks.telegram.reading import read_update
from handlers.routes import Routes
from storage.database import Work
from storage.transaction import Tx
from tests.community import (
    BENT,
    ERIK,
    GROUP,
    HERE,
    NINA,
    OLE,
    UNTIED,
    WENDY,
    Community,
    lay_out_forms,
    own_rows,
    rows_of_others,
)
from tests.people import ADMINS, ALICE, BOB, CHARLIE, DANA
from tests.usecases.desk import BOT_NAME, COMMUNITY

SHORT = {
    "NotCoordinator": "!coord",
    "NotYours": "!yours",
    "NoSuchDraft": "!draft",
    "NoSuchTask": "!task",
    "NoServer": "!server",
    "NotAdmin": "!admin",
    "TakenOff": "!off",
    "Changed": "!anew",
    "WrongCode": "!code",
    "NothingToUndo": "!undo",
    "AlreadyOn": "!on",
    "NotFor": "!for",
    "NoChannel": "!channel",
    "InvitationIsUsed": "!used",
    "OfferIsGone": "!gone",
    "Full": "!full",
}


WORDS: dict[str, int | str] = {
    "line": "Tur | 12/12 14-16 | Parken | 3 | alle",
    "span": "1800000000:1800003600",
    "untied_chat": str(-UNTIED),
}
"""What stands for something long in the table."""


@dataclass(frozen=True)
class Kind:
    """A kind of person. Whoever has no open chat with the bot acts where the card stands, or in the group."""

    name: str
    sender: Sender | None
    private: bool = True


KINDS = (
    Kind("admin", DANA),
    Kind("coord", ALICE),
    Kind("other", ERIK),  # coordinates another organisation
    Kind("on it", BOB),
    Kind("waits", WENDY),
    Kind("off", OLE),  # was taken off it
    Kind("anyone", CHARLIE),
    Kind("new", NINA, private=False),  # never started the bot
    Kind("blocked", BENT, private=False),
    Kind("nobody", None, private=False),  # a channel's own post, or an anonymous administrator
)
"""A guest has no account, and can do nothing."""


@dataclass(frozen=True)
class Deed:
    """What is done: `press claim:{kiosk}:{helper}`, `say /find`, `group /connect`, `type post title | Suppe`.

    `chat admin`: the network says that they are an administrator of the chat that matters.
    """

    text: str

    @property
    def way(self) -> str:
        return self.text.partition(" ")[0]

    @property
    def what(self) -> str:
        return self.text.partition(" ")[2].removesuffix(" +chat admin")

    @property
    def chat_admin(self) -> bool:
        return self.text.endswith(" +chat admin")


class TakenBack(Exception):
    """Every cell begins with the same file."""


class Measuring:
    """The community, and one thing done in it at a time, each taken back."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self.routes = Routes(COMMUNITY)

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator["Measuring"]:
        async with Community.open(path) as community:
            yield cls(community)

    async def cell(self, deed: Deed, kind: Kind) -> str:
        """What came of it, in a word: see tests.permissions.table."""
        if kind.sender is None and (deed.way not in ("say", "group") or not deed.what.startswith("/")):
            return "."
        said = ""
        try:
            async with self.community.world.database.transaction() as work:
                said = await self._measure(work, deed, kind)
                raise TakenBack
        except TakenBack:
            return said

    async def _measure(self, work: Work, deed: Deed, kind: Kind) -> str:
        tx = Tx(work, ADMINS)
        incoming = await self._incoming(tx, deed, kind)
        before = await self._rows(work, tx, kind)
        handled = await self.routes.handle(tx, incoming, self.community.world.now)
        after = await self._rows(work, tx, kind)
        changed = "acts" if before[0] != after[0] else "own" if before[1] != after[1] else "sees"
        return _word(handled, changed)

    async def _rows(self, work: Work, tx: Tx, kind: Kind) -> tuple[object, object]:
        found = await tx.people.by_account(Network.TELEGRAM, kind.sender.native_id) if kind.sender else None
        person = found[0].id if found else 0
        return await rows_of_others(work, person), await own_rows(work, person)

    async def _incoming(self, tx: Tx, deed: Deed, kind: Kind) -> Incoming:
        me = await self._person(tx, kind)
        ids = {**self.community.ids, **WORDS, "me": me.id if me else 0}
        if deed.way == "type" or "{my_" in deed.what:
            ids |= await self._own_forms(tx, kind)
        if deed.way == "type":
            what = await self._opened(tx, ids, deed, kind)
        else:
            what = deed.what.format(**ids)
        incoming = read_update(json.dumps({"update_id": 1, **_update(what, deed, kind, ids)}), BOT_NAME)
        return replace(incoming, sender_is_admin=deed.chat_admin)

    async def _own_forms(self, tx: Tx, kind: Kind) -> dict[str, int | str]:
        """A form of each kind, as if they had been a coordinator until a moment ago."""
        world = self.community.world
        person = await self._person(tx, kind)
        soup = await tx.tasks.get(int(self.community.ids["soup"]))
        if person is None or soup is None:
            return {f"my_{name}": 0 for name in ("post", "edit", "message", "add", "quiet")}
        return {f"my_{name}": draft for name, draft in (await lay_out_forms(tx, world, person, soup)).items()}

    async def _opened(self, tx: Tx, ids: dict[str, int | str], deed: Deed, kind: Kind) -> str:
        """`post title | Suppe`: their form of that kind stands at that step, and takes what they type."""
        where, _, typed = deed.what.partition(" | ")
        name, step = where.split()
        person = await self._person(tx, kind)
        draft = await tx.drafts.get(int(ids[f"my_{name}"]), person.id) if person else None
        if draft is not None:
            tx.drafts.save(replace(draft, step=step), self.community.world.now)
        return typed

    async def _person(self, tx: Tx, kind: Kind) -> Person | None:
        if kind.sender is None:
            return None
        found = await tx.people.by_account(Network.TELEGRAM, kind.sender.native_id)
        return found[0] if found else None


def _update(what: str, deed: Deed, kind: Kind, ids: dict[str, int | str]) -> dict[str, object]:
    """The update as Telegram would send it."""
    press = deed.way == "press" or (deed.way == "group" and not what.startswith("/"))
    chat = _chat(deed, kind, press=press)
    user = _user(kind.sender) if kind.sender else {}
    if press:
        message = {"message_id": 70 + int(ids["kiosk"]), "date": 1, "chat": chat}
        return {"callback_query": {"id": "1", "from": user, "chat_instance": "1", "message": message, "data": what}}
    message = {"message_id": 9, "date": 1, "chat": chat, "text": what}
    if kind.sender is not None:
        return {"message": {**message, "from": user}}
    if chat["type"] == "channel":
        return {"channel_post": {**message, "sender_chat": chat}}
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    return {"message": {**message, "from": anonymous, "sender_chat": chat}}


def _user(sender: Sender) -> dict[str, object]:
    return {"id": sender.native_id, "is_bot": False, "first_name": sender.name, "language_code": sender.language}


def _chat(deed: Deed, kind: Kind, *, press: bool) -> dict[str, object]:
    if deed.way != "group" and kind.private and kind.sender is not None:
        return {"id": kind.sender.native_id, "type": "private"}
    if deed.way != "group" and (press or kind.sender is None):
        return {"id": HERE, "type": "channel", "title": "Frivillige i Lyngby"}
    return {"id": GROUP, "type": "supergroup", "title": "Naboer"}


def _word(handled: Handled, changed: str) -> str:
    if handled.refusal:
        return SHORT.get(handled.refusal, handled.refusal) + _although(changed)
    if handled.reply is None:
        return "none" + _although(changed)
    if handled.reply.toast in _UNKNOWN:
        return "unknown" + _although(changed)
    return changed


def _although(changed: str) -> str:
    """What was written for all that: their own form, or a notice to them (*), or something of others (**)."""
    return {"sees": "", "own": "*"}.get(changed, "**")


_UNKNOWN = {general.unknown_button(COMMUNITY.words(language)) for language in ("da", "en")}
