"""Hostile text wherever people type or are named: it is cleaned, refused or shown as it is, and breaks nothing."""

import re

import pytest

from bot import people
from bot.incoming import Network, Sender
from bot.model import Person
from bot.typed import NAMELESS
from handlers.networks.telegram.reading import read_update
from handlers.networks.telegram.showing import html_of, keyboard_of
from handlers.tables import COMMANDS, GROUP_COMMANDS
from handlers.writing import FORMS
from tests.usecases.desk import BOT_NAME, COMMUNITY, Desk
from tests.world import World

HOSTILE = {
    "markup": "<b>fed</b> & </b><a href='http://x'>klik</a> *_`[x](http://y)",
    "direction": "\u202eevil\u2066 \u200fmod",
    "long": "x" * 5000,
    "no blank": "ordudenblank" * 400,
    "zero width": "L\u200ba\u2060v\ufeff suppe",
    "only invisible": "\u200b\u200d\u2060\u3164",
    "control": "Lav\x00\x07\x1b[31m suppe\r\n\t\x7f",
    "emoji": "😀👨‍👩‍👧‍👦🏴\U000e0067\U000e007f" * 20,
    "other digits": "١٢/١ ١٤-١٧ २ ３",
    "sql": "'; DROP TABLE persons; --\" OR 1=1",
    "html": "<script>alert(1)</script>&amp;&#60;",
    "piled accents": "Z" + "\u0301" * 800,
    "surrogate": "a\ud800b",
    "braces": "{title} {0} %s %(name)s {",
    "pipes": "|||||||",
    "lines": "\n" * 400 + "\u2028\u2029",
}
UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
CPR = "Ring til mig, 010190-1234"


def _can_be_sent(desk: Desk) -> None:
    """As Telegram takes it: not empty, no unbalanced markup, nothing that turns the text around."""
    html = html_of(desk.card)
    html.encode()
    assert html
    assert not UNSEEN.search(html), html
    assert re.sub(r"</?b>|&(?:lt|gt|amp|quot);", "", html).count("<") == 0
    keyboard_of(desk.card, BOT_NAME)


async def _tables(world: World) -> str:
    names = await world.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'inbox'")
    return "\n".join([str(row) for (name,) in names for row in await world.rows(f"SELECT * FROM {name}")])  # noqa: S608


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_free_text_gets_a_useful_answer(world: World, text: str) -> None:
    desk = Desk(world, world.charlie)
    await desk.says(text)
    _can_be_sent(desk)
    assert desk.card.rows


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_every_question_of_the_form_and_the_line_take_it(world: World, text: str) -> None:
    desk = Desk(world, world.alice)
    await desk.says("/post")
    for answer in (text, "Lav suppe", text, "lørdag 14-17", text, "Sognegården", text, "2", text, "gæster", text):
        await desk.says(answer)
        _can_be_sent(desk)
    for at in range(5):
        pieces = ["Lav suppe", "lørdag 14-17", "Sognegården", "2", "gæster"]
        pieces[at] = text
        await desk.says("/post " + " | ".join(pieces))
        _can_be_sent(desk)
    assert not UNSEEN.search(await _tables(world))


@pytest.mark.parametrize("kind", sorted(FORMS))
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_every_form_takes_it(world: World, kind: str, text: str) -> None:
    desk = await _with_form(world, kind)
    await desk.says(text)
    _can_be_sent(desk)


async def _with_form(world: World, kind: str) -> Desk:
    """Alice, with a form of this kind open, at a question that is answered by typing."""
    task = await world.task(2)
    await world.claims(world.bob, task)
    desk = Desk(world, world.alice)
    opened = {"post": "post:new", "quiet": "hush_write"}.get(kind, f"{kind}:{task.id}")
    await desk.forges(opened)
    if kind == "edit":
        (newest,) = (await world.rows("SELECT MAX(id) FROM drafts"))[0]
        await desk.forges(f"field:{newest}:title")
    assert await world.rows("SELECT kind FROM drafts WHERE active = 1") == [(kind,)]
    return desk


@pytest.mark.parametrize("kind", [*sorted(FORMS), "free text", "/find", "/mine", "/nonsense", "/post", "/post line"])
async def test_a_cpr_number_is_refused_wherever_it_is_typed_and_kept_nowhere(world: World, kind: str) -> None:
    """Design I10: also in the one-line post, and behind a command."""
    desk = await _with_form(world, kind) if kind in FORMS else Desk(world, world.alice)
    line = f"/post Lav suppe | lørdag 14-17 | {CPR} | 2 | gæster"
    said = {"free text": CPR, "/post line": line}.get(kind, f"{kind} {CPR}" if kind.startswith("/") else CPR)
    await desk.says(said)
    assert "CPR" in desk.card.headline
    assert "delete your message" in desk.card.headline
    assert "010190" not in await _tables(world)


NAMES = {
    "empty": ("", NAMELESS),
    "invisible": ("\u200b\u3164\u2060", NAMELESS),
    "only marks": ("\u0301\u0301", NAMELESS),
    "only dots": ("...", NAMELESS),
    "a CPR number": ("010190-1234", NAMELESS),
    "turned around": ("\u202ebob\u202c", "bob"),
    "html": ("<b>Bob</b>", "<b>Bob</b>"),
    "sql": ("Robert'); DROP TABLE persons;--", "Robert'); DROP TABLE persons;--"),
    "64 emoji": ("😀" * 64, "😀" * 64),
    "piled accents": ("Z" + "\u0301" * 63, "Ź\u0301\u0301"),
    "Persian": ("فاطمه\u200cزهرا", "فاطمه\u200cزهرا"),
}


@pytest.mark.parametrize(("name", "shown"), NAMES.values(), ids=NAMES)
async def test_a_name_is_shown_so_that_it_can_be_read(world: World, name: str, shown: str) -> None:
    person = await _named(world, name)
    assert person.name == shown or person.name == "Z\u0301\u0301\u0301"
    task = await world.task(2)
    await world.claims(person, task)
    desk = Desk(world, world.alice)
    await desk.forges(f"roster:{task.id}")
    _can_be_sent(desk)
    await desk.forges(f"steer:{task.id}")
    _can_be_sent(desk)


async def _named(world: World, name: str) -> Person:
    sender = Sender(native_id=900, name=name, language="da")
    async with world.storage.transaction() as tx:
        return await people.recognise(tx, Network.TELEGRAM, sender, world.now, in_private=True)


async def test_the_same_hostile_name_is_not_written_at_every_press(world: World) -> None:
    await _named(world, "\u202ebob")
    before = await world.rows("PRAGMA data_version")
    changes = await world.rows("SELECT total_changes()")
    await _named(world, "\u202ebob")
    assert await world.rows("SELECT total_changes()") == changes
    assert await world.rows("PRAGMA data_version") == before


@pytest.mark.parametrize("photo", [True, False])
async def test_a_picture_gets_a_kind_line_and_an_open_form_stays_open(world: World, *, photo: bool) -> None:
    desk = Desk(world, world.alice)
    assert (await desk.says("")).headline.startswith("Thank you, but I can only read words.")
    assert desk.verbs()
    await desk.says("/post")
    card = await desk.says("" if photo else "\u200b")
    assert card.headline == "Thank you, but I can only read words. Please write your answer to me."
    assert await desk.step() == "title"


def test_what_turns_text_around_does_not_come_in() -> None:
    raw = (
        '{"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"},'
        ' "from": {"id": 5, "is_bot": false, "first_name": "\\u202eA\\u0007"}, "text": "\\u202e/mine \\u2066x"}}'
    )
    incoming = read_update(raw, "tjans_bot")
    assert "\u202e" not in repr(incoming)
    assert "\u2066" not in repr(incoming)


@pytest.mark.parametrize("language", ["da", "en"])
async def test_the_help_page_names_every_command(world: World, language: str) -> None:
    """In each language either the command or its alias; in a chat of a coordinator all of them."""
    from bot.wording import general

    body = general.help_card(COMMUNITY.words(language), coordinator=True, admin=True, several=True).body
    named = set(re.findall(r"^/(\w+)", body, re.MULTILINE))
    known = {**COMMANDS, **GROUP_COMMANDS}
    assert {known[name] for name in named} == set(known.values())


async def test_help_is_by_role(world: World) -> None:
    volunteer = await Desk(world, world.bob).says("/help")
    coordinator = await Desk(world, world.alice).says("/hjaelp")
    admin = await Desk(world, world.dana).says("/help")
    assert "/post" not in volunteer.body
    assert "/post" in coordinator.body
    assert "administrator" not in coordinator.body
    assert "administrator of this bot" in admin.body
