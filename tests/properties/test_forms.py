"""A task by form, by line and by edit, whatever is typed and pressed: never an error, never a task that cannot be."""

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handled import Handled
from bot.model import Task
from bot.proposals import MOST_CHARACTERS, Field
from bot.wording.tasks import public_card
from handlers.networks.telegram.reading import read_update
from handlers.networks.telegram.showing import html_of, keyboard_of
from handlers.reader.slots import MOST_PLACES, MOST_SLOTS
from handlers.routes import Routes
from storage.database import Work
from storage.transaction import Tx
from tests.community import Community
from tests.people import ADMINS, ALICE
from tests.properties import typing
from tests.properties.effort import effort
from tests.usecases.desk import BOT_NAME, COMMUNITY

ANSWERS = {
    Field.TITLE: typing.WORDS,
    Field.WHEN: typing.WHENS,
    Field.PLACE: typing.WORDS,
    Field.SLOTS: typing.SLOTS,
    Field.BENEFIT: typing.WORDS,
    Field.DETAILS: typing.WORDS,
    Field.BE_THERE: typing.MOMENTS,
    Field.CONTACT: typing.WORDS,
    Field.AFBUD: typing.MOMENTS,
}
STEPS = (*Field, "time-0", "time-1", "time-9")
PRESSES = (
    "field",
    "skip",
    "preview",
    "back",
    "fix",
    "more",
    "only_channel",
    "in_channel",
    "for_org",
    "resume",
    "span",
)
WHATS = st.sampled_from(["answer", "answer", "answer", "type", "press", "press", "publish", "save", "open", "time"])


@pytest.fixture(scope="module")
def template() -> Iterator[Community]:
    async def build(folder: Path) -> Community:
        async with Community.open(folder / "template.db") as community:
            return community

    with tempfile.TemporaryDirectory() as folder:
        yield asyncio.run(build(Path(folder)))


class TakenBack(Exception):
    """Each example begins with the same file."""


class Alice:
    """A coordinator at her forms, in one transaction."""

    def __init__(self, community: Community, work: Work) -> None:
        self.now = community.world.now
        self.ids = community.ids
        self.work, self.tx = work, Tx(work, ADMINS)
        self.routes = Routes(COMMUNITY)
        self.person = community.world.alice.id

    async def does(self, **update: object) -> Handled:
        me = {"id": ALICE.native_id, "is_bot": False, "first_name": "Alice", "language_code": "da"}
        message: dict[str, object] = {"message_id": 9, "date": 1, "chat": {"id": ALICE.native_id, "type": "private"}}
        if "data" in update:
            what = {"callback_query": {"id": "1", "from": me, "message": message, "chat_instance": "1", **update}}
        else:
            what = {"message": {**message, "from": me, **update}}
        incoming = read_update(json.dumps({"update_id": 1, **what}), BOT_NAME)
        async with self.tx.part():
            handled = await self.routes.handle(self.tx, incoming, self.now)
        if handled.reply and handled.reply.card:
            html_of(handled.reply.card).encode()
            keyboard_of(handled.reply.card, BOT_NAME)
        return handled

    async def open_form(self) -> tuple[int, str]:
        """The form her words go to, and its step."""
        draft = await self.tx.drafts.active(self.person)
        return (draft.id, draft.step) if draft else (0, "")

    async def step(self, data: st.DataObject) -> None:
        form, step = await self.open_form()
        match data.draw(WHATS):
            case "answer":
                known = ANSWERS.get(Field(step), typing.WHENS) if step in set(Field) else typing.WHENS
                await self._types(data.draw(typing.slipped(known)))
            case "type":
                await self._types(data.draw(typing.ANYTHING | typing.slipped(typing.LINES).map("/opret {}".format)))
            case "press":
                await self.does(data=await self._press(data, form))
            case "publish":
                await self.does(data=f"publish:{form}")
            case "save":
                revision = (await self.work.ask("SELECT revision FROM tasks WHERE id = ?", (self.ids["kiosk"],)))[0][
                    0
                ]
                await self.does(data=f"save:{form}:{revision}")
            case "open":
                await self.does(data=data.draw(st.sampled_from([f"edit:{self.ids['kiosk']}", "post:new", "post"])))
            case _:
                self.now += data.draw(st.sampled_from([timedelta(minutes=5), timedelta(days=1), timedelta(days=3)]))

    async def _types(self, text: str) -> None:
        with suppress(ValueError):  # a half character does not come from the network
            text.encode()
            await self.does(text=text)

    async def _press(self, data: st.DataObject, form: int) -> str:
        verb = data.draw(st.sampled_from(PRESSES))
        if verb == "span":
            starts = int(self.now.timestamp()) + data.draw(st.integers(-7200, 20 * 86400))
            return f"span:{form}:{starts}:{starts + data.draw(st.integers(-60, 15 * 86400))}"
        behind = {"in_channel": ("1", "2", "5"), "for_org": ("1", "2")}.get(verb, STEPS)
        return f"{verb}:{form}:{data.draw(st.sampled_from(behind))}"

    async def tasks(self) -> list[Task]:
        ids = [row["id"] for row in await self.work.ask("SELECT id FROM tasks")]
        return await self.tx.tasks.many(ids)


def _can_be(task: Task, now: datetime) -> None:
    """What is promised of every task, however it came about."""
    assert task.starts_at < task.ends_at
    assert task.be_there_at <= task.starts_at
    assert task.afbud_by <= task.starts_at
    assert 1 <= len(task.slots) <= MOST_SLOTS
    assert len({slot.name.casefold() for slot in task.slots}) == len(task.slots)
    for slot in task.slots:
        assert 1 <= slot.capacity <= MOST_PLACES
        assert task.starts_at <= slot.starts_at < slot.ends_at <= task.ends_at
        assert slot.be_there_at <= slot.starts_at
    for field, most in MOST_CHARACTERS.items():
        text = getattr(task, field.value)
        assert len(text) <= most
        assert text or field in (Field.DETAILS, Field.CONTACT)
    for language in ("da", "en"):
        card = public_card(task, COMMUNITY.words(language), now)
        html_of(card).encode()
        keyboard_of(card, BOT_NAME)


async def _tries(community: Community, data: st.DataObject) -> None:
    with suppress(TakenBack):
        async with community.world.database.transaction() as work:
            alice = Alice(community, work)
            known = {task.id for task in await alice.tasks()}
            await alice.does(text=data.draw(st.sampled_from([f"/opret {line}" for line in typing.LINES])))
            for _ in range(data.draw(st.integers(5, 25))):
                before = {task.id for task in await alice.tasks()}
                await alice.step(data)
                for task in await alice.tasks():
                    _can_be(task, alice.now)
                    assert task.id in before or task.starts_at > alice.now
            assert known <= {task.id for task in await alice.tasks()}
            raise TakenBack


@effort(80, shrink=False)
@given(data=st.data())
def test_no_form_breaks_and_no_task_is_impossible(template: Community, data: st.DataObject) -> None:
    async def run(folder: str) -> None:
        async with template.copied(Path(folder) / "copy.db") as community:
            await _tries(community, data)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(folder))
