"""What the core asks of the disk: one transaction, and in it whole questions of each noun.

Questions are awaited. Writes are not: they ride along with the next question or the commit, so that a press costs
few trips to the database thread (design, Layout). Ids are known at once.
"""

from collections.abc import Collection
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.incoming import Network
from bot.model import Backlog
from bot.store.channels import Channels, Posts
from bot.store.claims import Claims
from bot.store.desk import Drafts, Inbox, Meta
from bot.store.events import Events
from bot.store.forgetting import Dossiers, Forgetting
from bot.store.linking import Linking
from bot.store.notices import Messages, Notices
from bot.store.people import Organisations, People
from bot.store.roles import Roles
from bot.store.tasks import Finding, Tasks


class Tx(Protocol):
    """One transaction: all of it is committed together, or nothing."""

    @property
    def people(self) -> People: ...

    @property
    def organisations(self) -> Organisations: ...

    @property
    def roles(self) -> Roles: ...

    @property
    def channels(self) -> Channels: ...

    @property
    def tasks(self) -> Tasks: ...

    @property
    def claims(self) -> Claims: ...

    @property
    def finding(self) -> Finding: ...

    @property
    def posts(self) -> Posts: ...

    @property
    def events(self) -> Events: ...

    @property
    def notices(self) -> Notices: ...

    @property
    def messages(self) -> Messages: ...

    @property
    def drafts(self) -> Drafts: ...

    @property
    def inbox(self) -> Inbox: ...

    @property
    def meta(self) -> Meta: ...

    @property
    def dossiers(self) -> Dossiers: ...

    @property
    def forgetting(self) -> Forgetting: ...

    @property
    def linking(self) -> Linking: ...

    async def backlog(self, now: datetime, away: Collection[Network] = ()) -> Backlog:
        """What waits; of the notices those for people who are reached elsewhere than on the networks away."""
        ...

    def part(self) -> AbstractAsyncContextManager[None]:
        """A part of the transaction that fails alone: on an error its writes are gone and the rest stands."""
        ...


class Storage(Protocol):
    """The disk."""

    def transaction(self) -> AbstractAsyncContextManager[Tx]:
        """One transaction at a time. Committed when the block ends, undone on any error."""
        ...
