"""The storage port: one transaction over all the nouns."""

from collections.abc import AsyncIterator, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime

from bot.incoming import Network
from bot.metering import Unmetered
from bot.model import Backlog
from bot.ports import Meter
from storage.backlog import backlog
from storage.channels import Channels
from storage.claims import Claims
from storage.database import Database, Work
from storage.dossiers import Dossiers
from storage.drafts import Drafts
from storage.events import Events
from storage.finding import Finding
from storage.forgetting import Forgetting
from storage.inbox import Inbox
from storage.linking import Linking
from storage.messages import Messages
from storage.meta import Meta
from storage.notices import Notices
from storage.organisations import Organisations
from storage.people import People
from storage.posts import Posts
from storage.roles import Roles
from storage.tasks import Tasks


class Tx:
    """What a use case is given: questions are awaited, writes ride along with the next question."""

    def __init__(
        self, work: Work, admins: frozenset[tuple[str, int]], calling: frozenset[Network] = frozenset()
    ) -> None:
        self._work = work
        self.people = People(work, admins)
        self.organisations = Organisations(work, self.people)
        self.roles = Roles(work)
        self.channels = Channels(work)
        self.tasks = Tasks(work)
        self.claims = Claims(work, calling)
        self.finding = Finding(work, self.tasks)
        self.posts = Posts(work)
        self.events = Events(work)
        self.notices = Notices(work)
        self.messages = Messages(work)
        self.drafts = Drafts(work)
        self.inbox = Inbox(work)
        self.meta = Meta(work)
        self.dossiers = Dossiers(work)
        self.forgetting = Forgetting(work, admins)
        self.linking = Linking(work)

    async def backlog(self, now: datetime, away: Collection[Network] = ()) -> Backlog:
        """What waits."""
        return await backlog(self._work, now, away)

    def part(self) -> AbstractAsyncContextManager[None]:
        """A part of the transaction that fails alone."""
        return self._work.part()


class Storage:
    """SQLite behind the core's port.

    Args:
        meter: told of each claim's new state once it is on disk.
        calling: the networks that are served and where people can be called by name.
    """

    def __init__(
        self,
        database: Database,
        admins: frozenset[tuple[str, int]],
        meter: Meter | None = None,
        calling: frozenset[Network] = frozenset(),
    ) -> None:
        self._database = database
        self._calling = calling
        self._admins = admins
        self._meter = meter or Unmetered()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """All of it, or none of it."""
        async with self._database.transaction() as work:
            yield Tx(work, self._admins, self._calling)
        for state in work.noted:
            self._meter.claimed(state)
