"""A notice as things stand now: still true, and how to say it; or None, and it is dropped (design I6)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot import alerting, connecting, keeping, rules
from bot.cards import Card
from bot.errors import Lack
from bot.model import ChannelState, Claim, ClaimState, Notice, NoticeKind, Person, Standing, Task, TaskState
from bot.refusals import NoSuchTask, NotAdmin, NotCoordinator
from bot.store import Tx
from bot.vitals import Part
from bot.wording import alerts, notices
from bot.wording import connecting as connecting_words
from bot.wording.words import Words

ShowScreen = Callable[[Tx, Person, str, datetime], Awaitable[Card | None]]


@dataclass(frozen=True, slots=True)
class Noticing:
    """Words notices. `show_screen` renders the screen of an answer that was cut off."""

    words_for: Callable[[Person], Words]
    show_screen: ShowScreen
    zone: ZoneInfo

    async def word(self, tx: Tx, notice: Notice, person: Person, now: datetime) -> Card | None:
        """The card for this person now, or None if its cause is no longer true."""
        words = self.words_for(person)
        match notice.kind:
            case NoticeKind.ANSWER:
                return await self.show_screen(tx, person, str(notice.facts.get("screen", "")), now)
            case NoticeKind.JOINED:
                return await _joined(tx, notice, words)
            case NoticeKind.ALERT:
                return await _alert(tx, notice, words, now)
            case NoticeKind.CONNECT | NoticeKind.NOT_COORDINATOR | NoticeKind.CANNOT_POST | NoticeKind.RIGHTS_LOST:
                return await _about_channel(tx, notice, person, words)
        if notice.kind in _TO_COORDINATOR:
            return await _to_coordinator(tx, notice, words, now)
        standing = await tx.tasks.standing(person.id, notice.task_id) if notice.task_id else None
        return await self._about_standing(tx, notice, standing, words, now) if standing else None

    async def _about_standing(
        self, tx: Tx, notice: Notice, standing: Standing, words: Words, now: datetime
    ) -> Card | None:
        match notice.kind:
            case NoticeKind.MESSAGE:
                return await _message(tx, notice, standing, words, now)
            case NoticeKind.MOVED | NoticeKind.RESTORED:
                return await _moved_or_restored(tx, notice, standing, words, now)
            case NoticeKind.OFFER if standing.task.state is not TaskState.CANCELLED:
                return await self._offer(tx, notice, standing, words, now)
        return self._about_task(notice, standing, words, now)

    def _about_task(self, notice: Notice, standing: Standing, words: Words, now: datetime) -> Card | None:
        task = standing.task
        if notice.kind is NoticeKind.REMOVED:
            return notices.removed(task, words) if standing.removed and now < task.ends_at else None
        if task.state is TaskState.CANCELLED:
            still_so = now < task.ends_at and _must_hear_of_it(notice, standing)
            return notices.cancelled(task, words, now) if still_so else None
        if notice.kind is NoticeKind.OFFER_LAPSED:
            return _offer_lapsed(notice, standing, words, now)
        if notice.kind is NoticeKind.NO_PLACE:
            return None if standing.live or now >= task.ends_at else notices.no_place(task, words)
        if notice.kind is NoticeKind.DROPPED and notice.facts.get("role"):
            return None if standing.live or now >= task.ends_at else notices.without_slot(standing, words, now)
        return self._about_claim(notice, standing, words, now) if _is_about(notice, standing, now) else None

    def _about_claim(self, notice: Notice, standing: Standing, words: Words, now: datetime) -> Card | None:
        held = standing.live is not None and standing.live.state is ClaimState.HELD
        waiting = standing.live is not None and standing.live.state is ClaimState.WAITING
        match notice.kind:
            case NoticeKind.CLAIMED:
                return notices.claimed(standing, words, now) if held else None
            case NoticeKind.REMINDER:
                return _reminder(notice, standing, words, now)
            case NoticeKind.CHANGED:
                return notices.changed(standing, str(notice.facts.get("what", "")).split(","), words, now)
            case NoticeKind.ADDED:
                return notices.added(standing, words, now)
            case NoticeKind.BACK_ON:
                return notices.back_on(standing, words, now)
            case NoticeKind.DROPPED:
                offered = bool(notice.facts.get("offer"))
                return notices.dropped(standing, words, now, offered=offered) if waiting else None
        return None

    async def _offer(self, tx: Tx, notice: Notice, standing: Standing, words: Words, now: datetime) -> Card | None:
        """Whoever lost the place just before and has not heard it is told so with the offer, and not beside it."""
        slot, live = standing.slot, standing.live
        if standing.task.state is TaskState.ENDED or slot is None or slot.has_begun(now):
            return None
        if live is None or live.id != notice.claim_id or live.state is not ClaimState.OFFERED:
            return None
        until = live.offered_until or rules.answer_by(now, slot.starts_at, self.zone)
        dropped = await tx.notices.untold(live.id, NoticeKind.DROPPED)
        lost = dropped is not None and not dropped.get("offer")
        return notices.offer(standing, until, words, now, lost=lost)


_TO_COORDINATOR = {
    NoticeKind.FULL,
    NoticeKind.LATE_AFBUD,
    NoticeKind.UNDELIVERABLE,
    NoticeKind.SHORT,
    NoticeKind.CARD_GONE,
}


def _is_about(notice: Notice, standing: Standing, now: datetime) -> bool:
    """Whether the claim it was promised for is still live, and the task not over."""
    return standing.live is not None and standing.live.id == notice.claim_id and now < standing.task.ends_at


def _must_hear_of_it(notice: Notice, standing: Standing) -> bool:
    """That it is cancelled; also whoever lost their place or offer just before, and has not heard that yet."""
    lost = notice.kind is NoticeKind.OFFER_LAPSED or (notice.kind is NoticeKind.DROPPED and notice.facts.get("role"))
    return notice.kind is NoticeKind.CANCELLED or bool(lost and not standing.live)


async def _alert(tx: Tx, notice: Notice, words: Words, now: datetime) -> Card | None:
    """That something fails is told as long as it does; that it is over, in any case."""
    part, until = Part(str(notice.facts["part"])), int(notice.facts["until"])
    since = datetime.fromtimestamp(int(notice.facts["since"]), UTC)
    if until:
        return alerts.over(part, since, datetime.fromtimestamp(until, UTC), words, now)
    last = await alerting.last_alert(tx, part)
    return alerts.wrong(part, since, words, now) if last is not None and last.lasts else None


async def _message(tx: Tx, notice: Notice, standing: Standing, words: Words, now: datetime) -> Card | None:
    message = await tx.messages.get(int(notice.facts.get("message", 0)))
    if message is None or not _is_about(notice, standing, now):
        return None
    return notices.message(standing.task, message.text, words)


async def _moved_or_restored(tx: Tx, notice: Notice, standing: Standing, words: Words, now: datetime) -> Card | None:
    """Keep or leave; where it makes an overlap, both tasks are named (design, Overlap)."""
    if standing.task.state is TaskState.CANCELLED or not _is_about(notice, standing, now):
        return None
    other = await keeping.clashing_task(tx, standing)
    say = notices.moved if notice.kind is NoticeKind.MOVED else notices.restored
    return say(standing, other, words, now)


async def _joined(tx: Tx, notice: Notice, words: Words) -> Card | None:
    organisation = await tx.organisations.get(int(notice.facts.get("organisation", 0)))
    someone = await tx.people.get(int(notice.facts.get("person", 0)))
    if organisation is None or someone is None:
        return None
    return notices.joined(someone.name, organisation, words)


def _reminder(notice: Notice, standing: Standing, words: Words, now: datetime) -> Card | None:
    """Only for the place and the time it was promised for: moved on, left or begun, it is not owed."""
    slot, live = standing.slot, standing.live
    if slot is None or live is None or live.state is not ClaimState.HELD or now >= slot.be_there_at:
        return None
    if int(slot.be_there_at.timestamp()) != notice.facts.get("be_there_at"):
        return None
    late = now.timestamp() - int(notice.facts.get("at", 0)) > rules.LATE.total_seconds()
    return notices.reminder(standing, words, now, late=late)


def _offer_lapsed(notice: Notice, standing: Standing, words: Words, now: datetime) -> Card | None:
    claim = standing.claim
    if standing.live or claim is None or claim.id != notice.claim_id or now >= standing.task.starts_at:
        return None
    return notices.offer_lapsed(standing.task, claim.slot_id, words)


async def _to_coordinator(tx: Tx, notice: Notice, words: Words, now: datetime) -> Card | None:
    task = await tx.tasks.get(notice.task_id or 0)
    if task is None or task.state is TaskState.ENDED or now >= task.ends_at:
        return None
    claim = await tx.claims.get(notice.claim_id) if notice.claim_id else None
    someone = await tx.people.get(claim.person_id) if claim else None
    if notice.kind is NoticeKind.UNDELIVERABLE:
        still_so = _must_be_called(notice, claim, someone)
    else:
        still_so = task.state is not TaskState.CANCELLED and await _still_so(tx, notice, task, claim)
    return notices.to_coordinator(notice.kind, task, someone.name if someone else "", words) if still_so else None


def _must_be_called(notice: Notice, claim: Claim | None, someone: Person | None) -> bool:
    """They do not know what they should, and cannot be told; who has left of their own accord need not."""
    if claim is None or someone is None or claim.state is ClaimState.RELEASED:
        return False
    return bool(notice.facts.get("refused")) or not someone.reachable


async def _still_so(tx: Tx, notice: Notice, task: Task, claim: Claim | None) -> bool:
    match notice.kind:
        case NoticeKind.FULL:
            return task.free == 0
        case NoticeKind.SHORT:
            return task.free > 0 and task.state is TaskState.OPEN
        case NoticeKind.LATE_AFBUD:
            return claim is None or not claim.state.live
        case NoticeKind.CARD_GONE:
            return notice.facts.get("post") in {post.id for post in await tx.posts.gone_of_task(task.id)}
    return True


async def _about_channel(tx: Tx, notice: Notice, person: Person, words: Words) -> Card | None:
    channel_id = int(notice.facts.get("channel", 0))
    channel = await tx.channels.get(channel_id)
    if channel is None:
        return None
    if notice.kind in (NoticeKind.RIGHTS_LOST, NoticeKind.CANNOT_POST):
        if channel.state is not ChannelState.LOST:
            return None
        lacks = [Lack(one) for one in str(notice.facts.get("lacks", "")).split()]
        lost = notice.kind is NoticeKind.RIGHTS_LOST
        if lost:
            return notices.rights_lost(channel, lacks, await tx.posts.titles_in(channel.id), words)
        return notices.cannot_post(channel, words)
    if notice.kind is NoticeKind.NOT_COORDINATOR:
        return connecting_words.not_coordinator(channel, words)
    try:
        known, organisations = await connecting.choices(tx, person, channel_id)
    except (NoSuchTask, NotAdmin, NotCoordinator):
        return None
    return connecting_words.question(known, organisations, words, may_name=person.admin)
