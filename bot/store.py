"""What the core asks of the disk: one transaction, and in it whole questions of each noun.

Questions are awaited. Writes are not: they ride along with the next question or the commit, so that a press costs
few trips to the database thread (design, Layout). Ids are known at once.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.dossier import Dossier
from bot.incoming import Address, Arrival, ChatKind, Network, Sender
from bot.model import (
    Channel,
    ChannelState,
    Claim,
    ClaimState,
    Delivery,
    Draft,
    InboxRow,
    Invitation,
    Message,
    Notice,
    NoticeKind,
    Organisation,
    Person,
    Post,
    Reach,
    Search,
    Slot,
    Standing,
    Task,
    TaskState,
    Upcoming,
)
from bot.ports import Urgency


class People(Protocol):
    async def by_account(self, network: Network, native_id: int) -> tuple[Person, datetime] | None: ...

    async def get(self, person_id: int) -> Person | None: ...

    async def many(self, person_ids: Iterable[int]) -> list[Person]:
        """The persons with these ids, each by the account that reaches them best."""
        ...

    def add(self, network: Network, sender: Sender, reach: Reach, now: datetime) -> Person: ...

    def add_guest(self, name: str, task_id: int, now: datetime) -> int: ...

    async def known_to(self, organisation_id: int, name: str, task_id: int, first: int, most: int) -> list[Person]:
        """People who have claimed with this organisation and are not live on this task, the latest first.

        Only those with `name` in their name, if it is given; one more than `most` if there is a next page."""
        ...

    async def is_known_to(self, organisation_id: int, person_id: int) -> bool:
        """Whether the person has ever claimed with this organisation."""
        ...

    def saw(self, person: Person, sender: Sender, now: datetime) -> None: ...

    def set_reach(self, account_id: int, reach: Reach) -> None: ...

    def set_language(self, person_id: int, language: str | None) -> None: ...

    def set_offsets(self, person_id: int, offsets: tuple[int, ...]) -> None: ...

    def set_quiet(self, person_id: int, quiet: tuple[int, int]) -> None: ...


class Organisations(Protocol):
    async def all(self) -> list[Organisation]: ...

    async def get(self, organisation_id: int) -> Organisation | None: ...

    async def of_person(self, person_id: int) -> list[Organisation]:
        """Those the person coordinates, the first one first."""
        ...

    async def ensure(self, name: str, now: datetime) -> Organisation:
        """The organisation of that name (case does not count), made if it is new."""
        ...

    async def coordinators(self, organisation_id: int) -> list[Person]: ...

    async def coordinates(self, person_id: int, organisation_id: int) -> bool: ...

    def appoint(self, person_id: int, organisation_id: int, now: datetime) -> None: ...

    def invite(self, token_hash: str, organisation_id: int, invited_by: int, expires_at: datetime) -> None: ...

    async def invitation(self, token_hash: str) -> Invitation | None:
        """A one-time link: for which organisation, from whom, and whether it was used."""
        ...

    def use_invitation(self, token_hash: str, person_id: int, now: datetime) -> None: ...


class Channels(Protocol):
    async def get(self, channel_id: int) -> Channel | None: ...

    async def at(self, address: Address) -> Channel | None: ...

    async def in_chat(self, address: Address) -> list[Channel]:
        """Every channel of that chat: the chat itself and its topics."""
        ...

    async def of_organisation(self, organisation_id: int) -> list[Channel]:
        """The connected channels an organisation may post to."""
        ...

    async def connected(self) -> list[Channel]:
        """Every channel that cards may be shown in."""
        ...

    def add(self, address: Address, kind: ChatKind, title: str, language: str, now: datetime) -> Channel: ...

    def connect(self, channel_id: int, organisation_id: int) -> None: ...

    def set_state(self, channel_id: int, state: ChannelState) -> None: ...

    def set_language(self, channel_id: int, language: str) -> None: ...

    def rename(self, channel_id: int, title: str) -> None: ...

    def ask(self, channel_id: int, person_id: int) -> None:
        """This person may say for which organisation the channel is."""
        ...

    async def was_asked(self, channel_id: int, person_id: int) -> bool: ...

    async def greet(self, channel_id: int) -> bool:
        """Whether the one line of an unconnected chat is still to be said; it is, from now on, said."""
        ...

    def move_chat(self, network: Network, old_id: int, new_id: int) -> None:
        """The chat got a new id: every channel follows, and its cards are sent anew (old ones cannot be edited)."""
        ...


class Tasks(Protocol):
    async def get(self, task_id: int) -> Task | None: ...

    async def standing(self, person_id: int, task_id: int) -> Standing | None: ...

    async def of_slot(self, slot_id: int) -> int | None:
        """The task a slot belongs to."""
        ...

    async def many(self, task_ids: Iterable[int]) -> list[Task]:
        """The tasks with these ids, by start."""
        ...

    def add(self, task: Task, now: datetime) -> Task:
        """Store a new task and its slots; their ids are given here."""
        ...

    def add_slot(self, task_id: int, position: int, slot: Slot) -> Slot: ...

    def change(self, task: Task) -> None:
        """Write the words and times of a task; its cards become stale."""
        ...

    def change_slot(self, slot: Slot) -> None:
        """Write the name, the times and the capacity of a slot. Design I1 is kept by the database itself."""
        ...

    def append_slot(self, task_id: int, slot: Slot) -> Slot:
        """A new slot behind the others, those taken away included."""
        ...

    def drop_slot(self, slot_id: int) -> None:
        """Take a slot away; its live claims are ended before. Ended claims keep its row, which nobody sees."""
        ...

    def set_state(self, task_id: int, state: TaskState, now: datetime) -> None: ...

    async def end_those_over(self, now: datetime) -> list[int]:
        """Tasks whose time is over become ended, and their cards stale; their ids."""
        ...

    async def next_turn(self, after: datetime) -> datetime | None:
        """When a task next begins, ends, or is two days away."""
        ...

    def touch(self, task_id: int) -> None:
        """What its cards show has changed."""
        ...


class Claims(Protocol):
    async def get(self, claim_id: int) -> Claim | None: ...

    async def clashing(self, person_id: int, slot: Slot) -> tuple[int, Slot] | None:
        """A place the person holds on another open task at the same time: its task and slot."""
        ...

    async def line(self, slot_id: int) -> list[tuple[Claim, bool]]:
        """Who waits for a slot, in order, and whether each can be reached."""
        ...

    async def live_of_task(self, task_id: int) -> list[Claim]: ...

    async def live_of_person(self, person_id: int) -> list[Claim]:
        """A person's live claims on tasks that have not ended and are not cancelled, by start."""
        ...

    async def last_ended(self, person_id: int) -> Claim | None:
        """The claim the person gave up last: what a typed "fortryd" means."""
        ...

    async def roster(self, task_id: int) -> list[tuple[Claim, Person]]:
        """Everyone live on a task: places first, then the line; each with a name and whether they are reachable."""
        ...

    async def overdue_offers(self, now: datetime) -> list[Claim]: ...

    async def begun(self, now: datetime) -> list[Claim]:
        """Those who still wait, or have not answered an offer, when their slot has begun."""
        ...

    async def next_deadline(self) -> datetime | None:
        """When the next offer runs out."""
        ...

    async def slots_waited_for(self, person_id: int) -> list[int]:
        """The slots a person waits for."""
        ...

    def add(self, slot: Slot, person_id: int, state: ClaimState, now: datetime) -> Claim:
        """A new claim, at the end of the line: the turn is given in this transaction (design I4)."""
        ...

    def set_state(
        self, claim: Claim, state: ClaimState, now: datetime, *, offered_until: datetime | None = None
    ) -> None: ...

    def set_deadline(self, claim_id: int, until: datetime) -> None: ...

    def move(self, claim: Claim, slot_id: int, now: datetime) -> None:
        """Hold another slot of the same task, in one statement: the old place is kept until then (design I2)."""
        ...

    def ask_to_keep(self, claim_id: int, now: datetime) -> None:
        """The task has moved, and whoever holds this place is asked whether they still come."""
        ...

    def keep(self, claim_id: int) -> None:
        """They still come."""
        ...

    def to_the_front(self, claims: Iterable[Claim], slot_id: int) -> None:
        """First in line from now on, in the order given, before everyone who waits."""
        ...


class Finding(Protocol):
    async def open_tasks(self, search: Search, now: datetime, first: int, most: int) -> list[Task]:
        """A page of the open tasks that fit, by start; one more than `most` if there is a next page."""
        ...

    async def fitting(self, person_id: int, now: datetime, near: datetime, most: int) -> list[Task]:
        """Open tasks with a free place that clash with nothing the person holds, the nearest in time first."""
        ...

    async def of_organisations(self, organisation_ids: list[int], now: datetime, first: int, most: int) -> list[Task]:
        """A page of the tasks a coordinator steers: those short of people soonest, then the rest by start, over last.

        One more than `most` if there is a next page."""
        ...

    async def short(self, now: datetime, before: datetime) -> list[Task]:
        """Open tasks that start soon, still lack people, and whose coordinator has not been told."""
        ...

    def told_short(self, task_id: int) -> None: ...


class Posts(Protocol):
    async def of_task(self, task_id: int) -> list[Post]: ...

    async def get(self, post_id: int) -> Post | None: ...

    async def stale(self) -> list[Post]:
        """Posts that show an older revision than their task has, in channels the bot may write to."""
        ...

    def doubt_all(self) -> None:
        """At start: every card of a task that has not ended is compared with a fresh rendering."""
        ...

    def doubt(self, channel_id: int) -> None:
        """The channel's cards are rendered anew: it speaks another language now."""
        ...

    def add(self, task_id: int, channel_id: int, message_id: int | None = None) -> None: ...

    def adopt(self, task_id: int, address: Address, message_id: int) -> None:
        """A card of ours was pressed: if no post knows the message, one learns it (design, One tap 4).

        Only in channels tied to the task's organisation: a forged press must not turn another message into a card."""
        ...

    def sent(self, post_id: int, message_id: int) -> None: ...

    def shows(self, post_id: int, fingerprint: str, revision: int) -> None: ...

    def gone(self, post_id: int, trouble: str) -> None: ...

    def again(self, post_id: int) -> None:
        """Send this card anew."""
        ...

    async def gone_of_task(self, task_id: int) -> list[Post]: ...


class Notices(Protocol):
    def put(self, notice: Notice, urgency: Urgency, now: datetime) -> None:
        """Promise it, in the transaction of its cause. The same key is the same promise."""
        ...

    def mark_missed(self, notice: Notice, now: datetime) -> None:
        """Remember that it was owed and its time went by."""
        ...

    async def due(self, now: datetime, leased: Iterable[int], most: int) -> list[Notice]:
        """Up to `most` notices whose time has come and that nobody has in hand, the most urgent first."""
        ...

    async def next_due(self) -> datetime | None: ...

    def end(self, notice_id: int, state: str, now: datetime, trouble: str | None = None) -> None:
        """The notice is sent, dropped, unreachable or in trouble."""
        ...

    def put_off(self, notice_id: int, due_at: datetime, *, tried: bool) -> None: ...

    def owe_again(self, person_id: int, now: datetime) -> None:
        """The person can be reached now: what could not be delivered is owed again."""
        ...

    def settle(self, person_id: int, task_id: int, kinds: Iterable[NoticeKind], now: datetime) -> None:
        """An answer is telling the person just this: what is still owed of it is not sent a second time."""
        ...

    async def delivery_of(self, task_id: int, message_id: int) -> Delivery:
        """How far a message to everyone on a task has come."""
        ...

    async def reminders_missing(self, now: datetime, ahead: int) -> list[Upcoming]:
        """Held claims with the offsets whose moment may have come and that no notice answers yet.

        The coarse question: `ahead` seconds of slack cover quiet hours and clock changes; bot.rules decides."""
        ...


class Messages(Protocol):
    async def get(self, message_id: int) -> Message | None: ...

    def add(self, task_id: int, sender: int, text: str, now: datetime) -> Message:
        """Store the text once; the notices refer to it."""
        ...


class Drafts(Protocol):
    async def get(self, draft_id: int, person_id: int) -> Draft | None:
        """The draft, if it is this person's."""
        ...

    async def active(self, person_id: int) -> Draft | None:
        """The one the person's typed words go to."""
        ...

    def add(
        self,
        person_id: int,
        kind: str,
        step: str,
        fields: dict[str, object],
        now: datetime,
        task_id: int | None = None,
    ) -> Draft:
        """A new draft, which typed words go to from now on; earlier ones rest."""
        ...

    def save(self, draft: Draft, now: datetime) -> None:
        """Write the step and the fields; typed words go to this draft from now on."""
        ...

    async def unfinished(self, person_id: int, kind: str, most: int) -> list[Draft]:
        """The person's half-filled forms of a kind, the latest first."""
        ...

    def finish(self, draft_id: int, task_id: int, now: datetime) -> None:
        """What was typed is gone; that it was done, and for which task, is remembered: a second press is told so."""
        ...

    def drop_those_about(self, person_id: int, kind: str, task_id: int) -> None:
        """The person begins this form about this task anew."""
        ...

    def rest(self, person_id: int) -> None: ...

    def drop(self, draft_id: int) -> None: ...


class Inbox(Protocol):
    async def store(
        self, network: Network, bot_id: int, arrivals: Sequence[Arrival], now: datetime
    ) -> list[InboxRow]:
        """Store what is new by (bot id, update number), in the order given; the rows stored."""
        ...

    async def unhandled(self) -> list[InboxRow]:
        """What was acknowledged and not handled before a crash, in order."""
        ...

    async def unanswered(self) -> list[InboxRow]:
        """What was done and perhaps not answered before a crash."""
        ...

    def done(self, row_id: int, person_id: int | None, answer: str, now: datetime) -> None:
        """The effect is committed with this; the raw text is emptied. No answer due: the row is closed.

        Somebody who deleted themselves just now is not remembered here either."""
        ...

    def answered(self, row_ids: Iterable[int]) -> None: ...

    def tried(self, row_id: int, trouble: str) -> None: ...

    def failed(self, row_id: int, trouble: str, now: datetime) -> None:
        """Closed for good, kept for `doctor`; the raw text is emptied."""
        ...


class Meta(Protocol):
    async def get(self, name: str) -> str | None: ...

    def set(self, name: str, value: str) -> None: ...

    def stamp(self, now: datetime) -> None:
        """The loop is alive at this real moment (read by `tjans health`)."""
        ...


class Dossiers(Protocol):
    async def of(self, person_id: int) -> Dossier | None:
        """Everything stored about a person."""
        ...


class Forgetting(Protocol):
    """Deleting what has no reason any more (domain 2.8). `before`: whatever ended by then."""

    def persons(self, person_ids: Iterable[int], now: datetime) -> None:
        """The persons and all about them; their updates stay as nobody's. Live claims are given up before.

        What they held on tasks of the past is counted, without them."""
        ...

    async def idle(self, before: datetime) -> list[int]:
        """Who was not seen since: without a live claim, a role, or an open task of theirs."""
        ...

    def signups(self, before: datetime) -> None:
        """Claims on slots that were over by then become counts."""
        ...

    def given_back(self, before: datetime) -> None:
        """Places given back, and offers that lapsed, become counts. A removal stays until its slot is over."""
        ...

    def guests(self) -> None:
        """Guests whose claims are gone."""
        ...

    def contacts(self, before: datetime) -> None:
        """Whom people met on tasks that were over by then."""
        ...

    def drafts(self, before: datetime) -> None: ...

    def messages(self, before: datetime) -> None: ...

    def notices(self, before: datetime) -> None:
        """Notices that ended by then. What could not be delivered stays owed while its task is ahead."""
        ...

    def updates(self, before: datetime) -> None: ...

    def invitations(self, before: datetime) -> None:
        """Links used, or run out, by then."""
        ...


class Tx(Protocol):
    """One transaction: all of it is committed together, or nothing."""

    @property
    def people(self) -> People: ...

    @property
    def organisations(self) -> Organisations: ...

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

    def part(self) -> AbstractAsyncContextManager[None]:
        """A part of the transaction that fails alone: on an error its writes are gone and the rest stands."""
        ...


class Storage(Protocol):
    """The disk."""

    def transaction(self) -> AbstractAsyncContextManager[Tx]:
        """One transaction at a time. Committed when the block ends, undone on any error."""
        ...
