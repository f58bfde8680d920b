"""Tasks as events of a server: one for each, moved and taken down with its task, and never in its way."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot import calendars, posting
from bot.announcing import AGAIN, SPACING, Announcing
from bot.cards import Action, Card, Event
from bot.errors import Undelivered, Why
from bot.incoming import Address, Chat, ChatKind, Network
from bot.model import Task
from bot.refusals import NoServer, NotCoordinator
from bot.wording.tasks import event
from handlers import servers
from handlers.ask import Ask
from tests.core.delivering import Follows
from tests.usecases.desk import COMMUNITY
from tests.world import World

SERVER = 7_000_000_000_000_000_000
HERE = Chat(
    address=Address(network=Network.DISCORD, chat_id=55), kind=ChatKind.ASIDE, title="#opgaver", server=SERVER
)


@dataclass
class Remembers:
    """A calendar that only remembers. Put errors into `failing` and the next calls raise them, in order."""

    shown: dict[int, Event] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    failing: list[Undelivered] = field(default_factory=list)

    async def put_event(self, server: int, known: int | None, event: Event, *, sought: bool) -> int:
        self.calls.append("seek" if sought and known is None else "make" if known is None else "edit")
        self._fail()
        number = known or len(self.shown) + 1
        self.shown[number] = event
        return number

    async def drop_event(self, server: int, known: int) -> None:
        self.calls.append("drop")
        self._fail()
        del self.shown[known]

    def _fail(self) -> None:
        if self.failing:
            raise self.failing.pop(0)


@dataclass
class Village:
    """A world with a second channel, on Discord, where the tasks are to be events."""

    world: World
    calendar: Remembers
    announcing: Announcing

    async def want(self, *, shown: bool = True) -> None:
        world = self.world
        async with world.storage.transaction() as tx:
            await calendars.show_events(tx, world.alice, world.organisation.id, HERE, shown=shown)

    async def refused(self) -> list[str]:
        world = self.world
        async with world.storage.transaction() as tx:
            return await calendars.refused_events(tx, world.organisation.id, HERE, world.now)

    async def page(self) -> Card:
        """The page of the server, to Alice, in English."""
        world = self.world
        async with world.storage.transaction() as tx:
            ask = Ask(
                person=world.alice,
                words=COMMUNITY.words("en"),
                now=world.now,
                community=COMMUNITY,
                chat=HERE,
                private=True,
                action=Action.of("server", world.organisation.id),
            )
            return await servers.server(ask, tx)

    async def titles(self) -> list[str]:
        await self.announcing.look()
        return [one.title for one in self.calendar.shown.values()]

    async def cancel(self, task: Task) -> None:
        async with self.world.storage.transaction() as tx:
            await posting.cancel(tx, self.world.alice, task.id, self.world.now)

    async def restore(self, task: Task) -> None:
        async with self.world.storage.transaction() as tx:
            await posting.restore(tx, self.world.alice, task.id, self.world.now)


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Village]:
    world = await World.open(tmp_path / "tjans.db")
    async with world.storage.transaction() as tx:
        channel = tx.channels.add(HERE.address, ChatKind.GROUP, HERE.title, "da", world.now)
        tx.channels.connect(channel.id, world.organisation.id)
        tx.channels.belongs_to(channel.id, SERVER, "Frivillige")
    calendar = Remembers()
    announcing = Announcing(
        world.storage,
        {Network.DISCORD: calendar},
        lambda task, language: event(task, COMMUNITY.words(language)),
        Follows(world),
    )
    yield Village(world, calendar, announcing)
    await world.database.close()


async def test_nothing_is_an_event_unless_it_is_wanted(village: Village) -> None:
    await village.world.task(2)
    assert await village.titles() == []
    await village.want()
    assert await village.titles() == ["Lav suppe"]
    assert await village.titles() == ["Lav suppe"]
    assert village.calendar.calls == ["make"]


async def test_a_place_that_is_taken_changes_nothing_in_the_calendar(village: Village) -> None:
    await village.want()
    task = await village.world.task(2)
    await village.titles()
    await village.world.claims(village.world.bob, task)
    await village.titles()
    assert village.calendar.calls == ["make"]


async def test_what_is_cancelled_goes_and_what_is_restored_comes_back(village: Village) -> None:
    await village.want()
    task = await village.world.task(2)
    await village.titles()
    await village.cancel(task)
    assert await village.titles() == []
    await village.restore(task)
    assert await village.titles() == ["Lav suppe"]
    assert village.calendar.calls == ["make", "drop", "seek"]


async def test_what_is_wanted_no_more_goes_and_comes_back_when_it_is(village: Village) -> None:
    await village.want()
    await village.world.task(2)
    await village.titles()
    await village.want(shown=False)
    assert await village.titles() == []
    await village.want()
    assert await village.titles() == ["Lav suppe"]


async def test_what_has_begun_is_left_alone(village: Village) -> None:
    await village.want()
    task = await village.world.task(2)
    await village.titles()
    village.world.now = task.starts_at + timedelta(minutes=1)
    await village.want(shown=False)
    assert await village.titles() == ["Lav suppe"]


async def test_what_is_refused_is_tried_again_only_when_the_task_changes(village: Village) -> None:
    """The rights are missing, or a hundred events stand there: the task lives on without."""
    await village.want()
    task = await village.world.task(2)
    village.calendar.failing = [Undelivered(Why.NO_RIGHTS), Undelivered(Why.REFUSED, detail="400 30038")]
    assert await village.titles() == []
    assert await village.titles() == []
    assert village.calendar.calls == ["make"]
    async with village.world.storage.transaction() as tx:
        tx.tasks.touch(task.id)  # as whoever takes a place does
    assert await village.titles() == []
    assert village.calendar.calls == ["make"]
    assert await village.world.rows("SELECT refused_at IS NULL FROM events") == [(0,)], "it is still refused"
    await village.cancel(task)
    await village.restore(task)
    assert await village.titles() == []
    assert village.calendar.calls == ["make"]
    assert await village.world.rows("SELECT gone FROM events") == [(0,)]


async def test_what_may_have_been_made_is_looked_for(village: Village) -> None:
    await village.want()
    await village.world.task(2)
    village.calendar.failing = [
        Undelivered(Why.UNCERTAIN),
        Undelivered(Why.SLOW_DOWN, retry_in=timedelta(seconds=90)),
    ]
    assert await village.announcing.look() == AGAIN
    assert await village.announcing.look() == 90
    assert await village.announcing.look() == SPACING
    assert village.calendar.calls == ["make", "seek", "seek"]


async def test_one_that_somebody_deleted_is_not_made_again(village: Village) -> None:
    await village.want()
    task = await village.world.task(2)
    await village.titles()
    village.calendar.failing = [Undelivered(Why.MESSAGE_GONE)]
    async with village.world.storage.transaction() as tx:
        tx.tasks.change(_moved(task))
    await village.titles()
    async with village.world.storage.transaction() as tx:
        tx.tasks.touch(task.id)
    await village.titles()
    assert village.calendar.calls == ["make", "edit"]


def _moved(task: Task) -> Task:
    """The same an hour later."""
    return replace(task, starts_at=task.starts_at + timedelta(hours=1), ends_at=task.ends_at + timedelta(hours=1))


async def test_only_coordinators_choose_it_and_only_for_a_server(village: Village) -> None:
    world = village.world
    nowhere = Chat(address=HERE.address, kind=ChatKind.PRIVATE)
    async with world.storage.transaction() as tx:
        with pytest.raises(NotCoordinator):
            await calendars.show_events(tx, world.charlie, world.organisation.id, HERE, shown=True)
        with pytest.raises(NoServer):
            await calendars.show_events(tx, world.alice, world.organisation.id, nowhere, shown=True)


async def test_what_was_refused_is_tried_again_within_the_hour_one_for_all(village: Village) -> None:
    """The right to make events is given later. Red when the first try counts as done; or each task is a call."""
    await village.want()
    for title in ("Lav suppe", "Pas kiosken"):
        await village.world.task(2, title=title)
    village.calendar.failing = [Undelivered(Why.NO_RIGHTS), Undelivered(Why.NO_RIGHTS)]
    assert await village.titles() == []
    assert await village.titles() == []
    assert village.calendar.calls == ["make"]
    assert await village.refused() == ["Lav suppe", "Pas kiosken"]
    village.world.now += timedelta(hours=1)
    assert await village.titles() == []
    assert village.calendar.calls == ["make", "seek"]
    village.world.now += timedelta(hours=1)
    assert sorted(await village.titles()) == ["Lav suppe", "Pas kiosken"]
    assert await village.refused() == []


async def test_what_was_refused_is_tried_at_once_when_it_is_chosen_anew(village: Village) -> None:
    await village.want()
    await village.world.task(2)
    village.calendar.failing = [Undelivered(Why.NO_RIGHTS)]
    assert await village.titles() == []
    card = await village.page()
    assert "I could not show as events" in card.body
    assert "Its tasks are shown as events" not in card.body
    assert Action.of("events", village.world.organisation.id, "yes") in [
        button.action for row in card.rows for button in row
    ]
    await village.want()
    assert await village.titles() == ["Lav suppe"]
    assert "Its tasks are shown as events" in (await village.page()).body
