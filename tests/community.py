"""A community with somebody of every kind in it, and something for every button to be about."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot import claiming, connecting, drafting, editing, linking, people, posting, staffing
from bot.incoming import Address, ChatKind, Network, Sender
from bot.model import ClaimState, Person, Reach, Task
from bot.proposals import Proposal, Role
from handlers.writing import FORMS
from storage.database import Database, Work
from storage.transaction import Storage, Tx
from tests.people import ADMINS
from tests.world import World

HERE = -100200
"""The channel of Suppegryden."""
ELSEWHERE = -100300
UNTIED = -100400
GROUP = -300

ERIK = Sender(native_id=105, name="Erik", language="da")
WENDY = Sender(native_id=106, name="Wendy", language="da")
OLE = Sender(native_id=107, name="Ole", language="da")
NINA = Sender(native_id=108, name="Nina", language="da")
BENT = Sender(native_id=109, name="Bent", language="da")
VERA = Sender(native_id=110, name="Vera", language="da", private_chat=11, may_be_written_to=True)
"""On Discord."""


@dataclass(repr=False)
class Community:
    """The world, and what is in it by name: `ids["soup"]` is a task, `ids["bobs"]` a claim, `ids["post"]` a form."""

    world: World
    ids: dict[str, int | str]
    path: Path

    @property
    def storage(self) -> Storage:
        return self.world.storage

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator["Community"]:
        world = await World.open(path)
        try:
            yield cls(world, await _fill(world), path)
        finally:
            await world.database.close()

    @asynccontextmanager
    async def copied(self, path: Path) -> AsyncIterator["Community"]:
        """The same on another file. This one must be closed."""
        shutil.copy(self.path, path)
        database = await Database.open(path)
        try:
            yield Community(replace(self.world, database=database, storage=Storage(database, ADMINS)), self.ids, path)
        finally:
            await database.close()


async def _fill(world: World) -> dict[str, int | str]:
    async with world.storage.transaction() as tx:
        erik, wendy, ole = [await _recognise(tx, world, one) for one in (ERIK, WENDY, OLE)]
        bent = await _recognise(tx, world, BENT)
        await people.recognise(tx, Network.TELEGRAM, NINA, world.now, in_private=False)
        choir = await tx.organisations.ensure("Korforeningen", world.now)
        tx.organisations.appoint(erik.id, choir.id, world.now)
        abroad = tx.channels.add(_address(ELSEWHERE), ChatKind.CHANNEL, "Koret", "da", world.now)
        tx.channels.connect(abroad.id, choir.id)
        group = tx.channels.add(_address(GROUP), ChatKind.GROUP, "Naboer", "da", world.now)
        tx.channels.connect(group.id, choir.id)
    soup = await world.task(1, title="Suppe")
    kiosk = await world.task(roles={"kok": 1, "hjælper": 3}, title="Kiosk", starts_in=timedelta(days=6))
    walk = await world.task(1, title="Gåtur", starts_in=timedelta(days=7))
    baking = await world.task(2, title="Bagning", starts_in=timedelta(days=8))
    run = await world.task(9, title="Løb", starts_in=timedelta(days=9))
    secret = await world.task(9, title="Hemmelig", starts_in=timedelta(days=10))
    await world.rows("UPDATE tasks SET only_channel = 1 WHERE id = ?", secret.id)
    ids: dict[str, int | str] = {
        "soup": soup.id,
        "pot": soup.slots[0].id,
        "kiosk": kiosk.id,
        "cook": kiosk.slots[0].id,
        "helper": kiosk.slots[1].id,
        "walk": walk.id,
        "path": walk.slots[0].id,
        "baking": baking.id,
        "run": run.id,
        "secret": secret.id,
        "den": secret.slots[0].id,
        "key": secret.key,
        "org": world.organisation.id,
        "choir": choir.id,
        "channel": world.channel.id,
        "abroad": abroad.id,
        "bob": world.bob.id,
        "ole": ole.id,
    }
    ids |= await _claims(world, (soup, kiosk, walk, baking), wendy, ole, bent)
    ids |= await _papers(world, soup, kiosk)
    async with world.storage.transaction() as tx:
        tx.people.set_reach(bent.account_id, Reach.BLOCKED)
        await posting.cancel(tx, world.alice, baking.id, world.now)
    world.now += timedelta(minutes=5)
    return ids


async def _claims(
    world: World, tasks: tuple[Task, ...], wendy: Person, ole: Person, bent: Person
) -> dict[str, int | str]:
    """Bob is on the soup, Wendy waits for it and has an offer of the walk, Ole was taken off, Bent is blocked."""
    soup, kiosk, walk, baking = tasks
    removed = await world.claims(ole, soup)
    async with world.storage.transaction() as tx:
        await staffing.take_off(tx, world.alice, _id(removed.claim), world.now)
    bobs = await world.claims(world.bob, soup)
    waiting = await world.waits(wendy, soup)
    await world.claims(bent, kiosk, 0)
    given_back = await world.claims(world.bob, walk)
    offered = await world.waits(wendy, walk)
    await world.claims(world.bob, baking)
    async with world.storage.transaction() as tx:
        await claiming.leave(tx, world.bob, _id(given_back.claim), world.now)
        guest = tx.people.add_guest("Farmor", kiosk.id, world.now)
        guests = tx.claims.add(kiosk.slots[1], guest, ClaimState.HELD, world.now)
        in_line = tx.people.add_guest("Farbror", kiosk.id, world.now)
        queued = tx.claims.add(kiosk.slots[1], in_line, ClaimState.WAITING, world.now)
    outcomes = {"bobs": bobs, "wendys": waiting, "given": given_back, "offered": offered, "oles": removed}
    claims = {name: _id(outcome.claim) for name, outcome in outcomes.items()}
    return {**claims, "guests": guests.id, "queued": queued.id}


def _id(claim: object) -> int:
    found = getattr(claim, "id", 0)
    assert isinstance(found, int)
    assert found
    return found


async def _papers(world: World, soup: Task, kiosk: Task) -> dict[str, int | str]:
    """Alice's forms, a message she sent, a link she made, a chat she was asked about, and a card that is gone."""
    alice, now = world.alice, world.now
    async with world.storage.transaction() as tx:
        message = tx.messages.add(soup.id, alice.id, "Kun for dem, der er med", now)
        untied = tx.channels.add(_address(UNTIED), ChatKind.CHANNEL, "Torvet", "da", now)
        tx.channels.ask(untied.id, alice.id)
        annexe = tx.channels.add(_address(-100500), ChatKind.CHANNEL, "Køkkenet", "da", now)
        tx.channels.connect(annexe.id, world.organisation.id)
        vera = await people.recognise(tx, Network.DISCORD, VERA, now, in_private=True)
        code = linking.make_code(tx, vera, now)
        token = await connecting.invite(tx, alice, world.organisation.id, now)
        posts = await tx.posts.of_task(soup.id)
        tx.posts.gone(posts[0].id, "deleted")
        forms = await lay_out_forms(tx, world, alice, soup)
    await world.rows("UPDATE posts SET message_id = 70 + task_id WHERE state = 'live'")
    await world.rows("UPDATE tasks SET contact = 'Kirsten'")
    (revision,) = (await world.rows("SELECT revision FROM tasks WHERE id = ?", soup.id))[0]
    assert isinstance(revision, int)
    return {
        "message": message.id,
        "untied": untied.id,
        "annexe": annexe.id,
        "token": token,
        "code": code,
        "revision": revision,
        **{"message_form" if kind == "message" else kind: draft_id for kind, draft_id in forms.items()},
    }


async def lay_out_forms(tx: Tx, world: World, person: Person, soup: Task) -> dict[str, int]:
    """One of each kind, filled, for a person; what it is about is the soup."""
    starts_at = world.now + timedelta(days=20)
    proposal = Proposal(
        organisation_id=world.organisation.id,
        title="Ny tjans",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        place="Sognegården",
        benefit="gæster",
        roles=(Role(name="", capacity=2),),
    )
    edit = drafting.begin_edit(tx, person, soup, "preview", world.now)
    fields: dict[str, tuple[str, dict[str, object], int | None]] = {
        drafting.POST: ("preview", proposal.model_dump(mode="json", exclude_defaults=True), None),
        drafting.MESSAGE: ("preview", {"text": "Husk forklæde"}, soup.id),
        drafting.ADD: ("who", {"slot": soup.slots[0].id, "name": "Farfar", "search": "Farfar"}, soup.id),
        "quiet": ("hours", {}, None),
    }
    assert {*fields, drafting.EDIT} == set(FORMS)
    made = {
        kind: tx.drafts.add(person.id, kind, step, filled, world.now, task_id).id
        for kind, (step, filled, task_id) in fields.items()
    }
    await editing.look_at(tx, world.alice, edit, world.now)
    return made | {drafting.EDIT: edit.id}


async def _recognise(tx: Tx, world: World, sender: Sender) -> Person:
    return await people.recognise(tx, Network.TELEGRAM, sender, world.now, in_private=True)


def _address(chat_id: int) -> Address:
    return Address(network=Network.TELEGRAM, chat_id=chat_id)


# What belongs to whom

OWN = {
    "persons": "id",
    "accounts": "person_id",
    "claims": "person_id",
    "drafts": "person_id",
    "notices": "person_id",
    "channel_questions": "person_id",
    "link_codes": "person_id",
    "link_tries": "person_id",
}
"""The column that says whose a row is; a row of any other table is everybody's."""

NOBODYS = {
    "tasks": ("revision",),
    "posts": ("shown", "revision", "stale"),
    "drafts": ("active",),
}
"""Columns that only say that a card is to be drawn anew, or that a form rests."""

ASIDE = {"inbox", "meta", "task_counts", "sqlite_sequence"}
"""Work in hand, and numbers without people."""

Rows = dict[str, set[tuple[object, ...]]]


async def rows_of_others(work: Work, person_id: int) -> Rows:
    """Every row of the file that is not this person's own."""
    names = await work.ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return {name: await _rows(work, name, person_id, own=False) for name in {row["name"] for row in names} - ASIDE}


async def own_rows(work: Work, person_id: int) -> Rows:
    """The rows that are theirs."""
    return {name: await _rows(work, name, person_id, own=True) for name in OWN}


async def _rows(work: Work, name: str, person_id: int, *, own: bool) -> set[tuple[object, ...]]:
    hidden = NOBODYS.get(name, ())
    return {
        tuple(value for column, value in row.items() if column not in hidden)
        for row in map(dict, await work.ask(f"SELECT * FROM {name}"))  # noqa: S608
        if (name in OWN and row[OWN[name]] == person_id) is own
    }
