"""Forged buttons, links and commands: every entry of the site map, by a stranger, on a community full of life.

Nothing of anybody else changes, nothing of anybody else is shown, and nothing breaks (design I8).
"""

import json
from datetime import timedelta

import pytest

from bot.cards import Reply
from bot.incoming import Incoming
from bot.model import Person
from handlers.networks.telegram.reading import read_update
from handlers.routes import Routes
from handlers.tables import ACTIONS, COMMANDS, GROUP_COMMANDS, SCREENS, STARTS
from handlers.writing import FORMS
from tests.usecases.desk import BOT_NAME, COMMUNITY
from tests.world import World

SECRETS = ("Bob Hemmelig", "Kirsten 12345678", "Alices kladde", "Kun for dem, der er med", "Dana", "Farmor")
"""What only those concerned may see: names, the contact, a form, a message."""

ARGUMENTS = (
    "",
    ":1",
    ":2",
    ":3",
    ":1:1",
    ":1:2",
    ":2:1",
    ":2:2",
    ":2:3",
    ":3:1:1",
    ":1:title",
    ":1:channels:1",
    ":1:0",
    ":0",
    ":0:0",
    ":-1",
    ":-1:-1",
    ":999999",
    ":9007199254740993",
    ":99999999999999999999999999999999999999",
    ":x:y:z",
    ":none",
    ":app",
    ":en",
    ":1:en",
    ":new",
    ":all:-5",
    ":all:999999999",
    ":1:1800000000:1800003600",
    "::",
    ":1_0",
    ":\u0661",  # a one in Arabic figures
    ":1' OR 1=1 --",
)
PAYLOADS = (
    "",
    "1",
    "-1",
    "0",
    "999999999999999999999",
    "\u0661",
    "x",
    "start",
    "post",
    "manage",
    "1; DROP TABLE persons",
)

NONSENSE = ("", "1", "-1", "x" * 4000, "a | b | c | d | e | f", "\u202e\u0661'; DROP TABLE tasks; --", "<b>&lt;")


@pytest.fixture
async def busy(world: World) -> World:
    """Everyone but Charlie has something: two full tasks, lines, drafts, a message, a link, a guest, a channel."""
    await world.rows("UPDATE persons SET name = 'Bob Hemmelig' WHERE id = ?", world.bob.id)
    soup, kiosk = await world.task(1), await world.task(roles={"kok": 1, "hjælper": 1}, title="Pas kiosken")
    await world.claims(world.bob, soup)
    await world.waits(world.dana, soup)
    await world.claims(world.dana, kiosk, 0)
    async with world.storage.transaction() as tx:
        guest = tx.people.add_guest("Farmor", kiosk.id, world.now)
        await tx.tasks.get(kiosk.id)
        tx.claims.add(kiosk.slots[1], guest, (await tx.claims.live_of_task(kiosk.id))[0].state, world.now)
        tx.messages.add(soup.id, world.alice.id, "Kun for dem, der er med", world.now)
        tx.organisations.invite("hash", world.organisation.id, world.alice.id, world.now)
        for kind in FORMS:
            tx.drafts.add(world.alice.id, kind, "title", {"title": "Alices kladde"}, world.now, soup.id)
    await world.rows("UPDATE tasks SET contact = 'Kirsten 12345678'")
    await world.rows("UPDATE posts SET message_id = 6 + task_id")
    world.now += timedelta(hours=1)
    return world


async def _others(world: World, me: Person) -> dict[str, list[tuple[object, ...]]]:
    """Every row that is not the stranger's own."""
    return {
        "persons": await world.rows("SELECT * FROM persons WHERE id != ?", me.id),
        "accounts": await world.rows("SELECT * FROM accounts WHERE person_id != ?", me.id),
        "claims": await world.rows("SELECT * FROM claims WHERE person_id != ?", me.id),
        "drafts": await world.rows("SELECT * FROM drafts WHERE person_id != ?", me.id),
        "notices": await world.rows("SELECT * FROM notices WHERE person_id != ?", me.id),
        "coordinators": await world.rows("SELECT * FROM coordinators"),
        "invitations": await world.rows("SELECT * FROM invitations"),
        "organisations": await world.rows("SELECT * FROM organisations"),
        "channels": await world.rows("SELECT * FROM channels WHERE native_id = -100200"),
        "tied": await world.rows("SELECT * FROM channel_organisations"),
        "posts": await world.rows("SELECT id, task_id, channel_id, message_id, state FROM posts"),
        "messages": await world.rows("SELECT * FROM messages"),
        "slots": await world.rows("SELECT * FROM slots"),
        "tasks": await world.rows(
            "SELECT id, organisation_id, posted_by, title, contact, state, starts_at FROM tasks"
        ),
    }


def _update(what: dict[str, object]) -> Incoming:
    """As Telegram says it: what cannot come from there is refused by the reader."""
    return read_update(json.dumps({"update_id": 1, **what}), BOT_NAME)


CHARLIE = {"id": 103, "is_bot": False, "first_name": "Charlie", "language_code": "en"}
PRIVATE = {"id": 103, "type": "private", "first_name": "Charlie"}
CHANNEL = {"id": -100200, "type": "channel", "title": "Frivillige i Lyngby"}
GROUP = {"id": -300, "type": "supergroup", "title": "Naboer"}


def _press(data: str, chat: dict[str, object]) -> Incoming:
    message = {"message_id": 7, "date": 1, "chat": chat, "text": "a card"}
    return _update(
        {"callback_query": {"id": "1", "from": CHARLIE, "chat_instance": "1", "message": message, "data": data}}
    )


def _write(text: str, chat: dict[str, object]) -> Incoming:
    return _update({"message": {"message_id": 8, "date": 1, "chat": chat, "from": CHARLIE, "text": text}})


async def _does(world: World, incoming: Incoming) -> Reply | None:
    async with world.storage.transaction() as tx:
        handled = await Routes(COMMUNITY).handle(tx, incoming, world.now)
    if handled.reply is None:
        return None
    screen = handled.reply.screen.pack()
    person = await _charlie(world)
    async with world.storage.transaction() as tx:
        if person is not None:
            await Routes(COMMUNITY).screen(tx, person, screen, world.now)
    return handled.reply


async def _charlie(world: World) -> Person | None:
    async with world.storage.transaction() as tx:
        found = await tx.people.by_account(world.channel.address.network, 103)
    return found[0] if found else None


async def _try(world: World, *attempts: Incoming) -> None:
    before = await _others(world, world.charlie)
    for incoming in attempts:
        said = repr(await _does(world, incoming))
        assert not [secret for secret in SECRETS if secret in said], (incoming.what, said)
    assert await _others(world, await _charlie(world) or world.charlie) == before


@pytest.mark.parametrize("verb", sorted({*ACTIONS, *SCREENS, "nonsense"}))
@pytest.mark.parametrize("where", [PRIVATE, CHANNEL, GROUP], ids=["private", "channel", "group"])
async def test_a_forged_button(busy: World, verb: str, where: dict[str, object]) -> None:
    """Red when a use case trusts the button: try `steered` without the coordinator, or a draft by its id alone."""
    await _try(busy, *(_press(f"{verb}{arguments}", where) for arguments in ARGUMENTS))


@pytest.mark.parametrize("verb", sorted(ACTIONS))
async def test_a_button_of_another_form_on_ones_own(busy: World, verb: str) -> None:
    """A form of each kind, pressed with the buttons of all, by somebody who steers nothing."""
    for kind in FORMS:
        async with busy.storage.transaction() as tx:
            draft = tx.drafts.add(busy.charlie.id, kind, "title", {}, busy.now, 1)
        await _try(busy, *(_press(f"{verb}:{draft.id}{rest}", PRIVATE) for rest in ("", ":title", ":1", ":text")))


@pytest.mark.parametrize("prefix", sorted(STARTS))
async def test_a_forged_link(busy: World, prefix: str) -> None:
    await _try(busy, *(_write(f"/start {prefix}{payload}", PRIVATE) for payload in PAYLOADS))


@pytest.mark.parametrize("command", sorted({*COMMANDS, *GROUP_COMMANDS, "nonsense"}))
@pytest.mark.parametrize("where", [PRIVATE, GROUP], ids=["private", "group"])
async def test_a_command_with_nonsense_behind_it(busy: World, command: str, where: dict[str, object]) -> None:
    await _try(busy, *(_write(f"/{command} {rest}", where) for rest in NONSENSE))


async def test_somebody_elses_form_is_not_opened(busy: World) -> None:
    drafts = await busy.rows("SELECT id FROM drafts WHERE person_id = ?", busy.alice.id)
    await _try(busy, *(_press(f"draft:{draft_id}", PRIVATE) for (draft_id,) in drafts))
