"""Publishing a task, and calling it off."""

from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_hex

from bot import lining, rules
from bot.drafting import channels_for, proposal_of, steered_by
from bot.model import Channel, ClaimState, Draft, NoticeKind, Person, Post, Task, TaskState
from bot.promising import promise_claimant
from bot.proposals import as_task
from bot.refusals import NoSuchTask, NotCoordinator, NothingToUndo, StartIsPast, TaskIsOver
from bot.store import Tx


async def publish(tx: Tx, person: Person, draft: Draft, now: datetime) -> Task:
    """Make the draft a task and promise its cards; the draft only remembers that it was done.

    Raises:
        NotCoordinator: the person may not post for that organisation (any more).
        StartIsPast: its start went by while the draft lay there.
    """
    proposal = proposal_of(draft)
    organisation = next((one for one in await steered_by(tx, person) if one.id == proposal.organisation_id), None)
    if organisation is None:
        raise NotCoordinator
    task = replace(as_task(proposal, organisation, person, now), key=token_hex(6))
    if any(slot.has_begun(now) for slot in task.slots):
        raise StartIsPast(task)
    channels = await channels_for(tx, proposal)
    published = tx.tasks.add(task, now)
    for channel in channels:
        tx.posts.add(published.id, channel.id)
    tx.drafts.finish(draft.id, published.id, now)
    return published


async def steered(tx: Tx, person: Person, task_id: int) -> Task:
    """The task, if this person steers it: a coordinator of its organisation, or an admin (design I8).

    Raises:
        NoSuchTask, NotCoordinator.
    """
    task = await tx.tasks.get(task_id)
    if task is None:
        raise NoSuchTask
    if not person.admin and not await tx.organisations.coordinates(person.id, task.organisation.id):
        raise NotCoordinator
    return task


async def cancel(tx: Tx, person: Person, task_id: int, now: datetime) -> Task:
    """Call the task off; everyone on it and in line is told. The claims stay, so that undo can restore them.

    Raises:
        NoSuchTask, NotCoordinator, TaskIsOver.
    """
    task = await steered(tx, person, task_id)
    if task.state is TaskState.ENDED or now >= task.ends_at:
        raise TaskIsOver(task)
    if task.state is not TaskState.CANCELLED:
        tx.tasks.set_state(task.id, TaskState.CANCELLED, now)
        await tell_everyone(tx, task, NoticeKind.CANCELLED, now)
    return task


async def restore(tx: Tx, person: Person, task_id: int, now: datetime) -> Task:
    """Undo a cancellation within ten minutes: the claims stand again, and everyone is told again.

    Raises:
        NothingToUndo, NoSuchTask, NotCoordinator.
    """
    task = await steered(tx, person, task_id)
    if task.state is not TaskState.CANCELLED or not rules.undo_is_open(task.state_at, now):
        raise NothingToUndo
    restored = replace(task, state=TaskState.CLOSED if task.was is TaskState.CLOSED else TaskState.OPEN)
    tx.tasks.set_state(task.id, restored.state, now)
    for claim in await tx.claims.live_of_task(task.id):
        if claim.state is ClaimState.OFFERED:  # the time to answer went on meanwhile: the place is offered anew
            tx.claims.set_state(claim, ClaimState.WAITING, now)
    await tell_everyone(tx, restored, NoticeKind.RESTORED, now)
    await _offer_places(tx, restored, now)
    return restored


async def close(tx: Tx, person: Person, task_id: int, now: datetime, *, closed: bool) -> Task:
    """Take no more people, or take them again. Those on the task come all the same.

    An offer that was made stands, also one still to be delivered: a page or an answer may have shown it.

    Raises:
        NoSuchTask, NotCoordinator, TaskIsOver.
    """
    task = await steered(tx, person, task_id)
    if task.state not in (TaskState.OPEN, TaskState.CLOSED):
        raise TaskIsOver(task)
    tx.tasks.set_state(task.id, TaskState.CLOSED if closed else TaskState.OPEN, now)
    if not closed:
        await _offer_places(tx, replace(task, state=TaskState.OPEN), now)
    return task


async def _offer_places(tx: Tx, task: Task, now: datetime) -> None:
    """Places that became free while nobody was let in go to the line now."""
    for slot in task.slots:
        await lining.offer_free_places(tx, task, slot, now)


async def show_what_began(tx: Tx, now: datetime) -> None:
    """What has begun since this was last asked is shown anew: its cards offer places no more."""
    since = int(await tx.meta.get("shown_begun") or 0)
    if await tx.tasks.touch_begun(datetime.fromtimestamp(since, UTC), now):
        tx.meta.set("shown_begun", str(int(now.timestamp())))


async def post_again(tx: Tx, person: Person, task_id: int) -> list[Post]:
    """Send the cards that are gone anew; which.

    Raises:
        NoSuchTask, NotCoordinator.
    """
    task = await steered(tx, person, task_id)
    gone = await tx.posts.gone_of_task(task.id)
    for post in gone:
        tx.posts.again(post.id)
    return gone


async def other_channels(tx: Tx, task: Task) -> list[Channel]:
    """Where the organisation may post, and no card of the task stands."""
    shown = {post.channel.id for post in await tx.posts.of_task(task.id)}
    return [one for one in await tx.channels.of_organisation(task.organisation.id) if one.id not in shown]


async def show_also_in(tx: Tx, person: Person, task_id: int, channel_id: int, now: datetime) -> Channel:
    """One card more, in another channel of the organisation. Twice is once.

    Raises:
        NoSuchTask, NotCoordinator: theirs is not the task, or the organisation's not the channel.
        TaskIsOver: cancelled or ended, so nothing is left to show.
    """
    task = await steered(tx, person, task_id)
    if task.state not in (TaskState.OPEN, TaskState.CLOSED) or now >= task.ends_at:
        raise TaskIsOver(task)
    allowed = await tx.channels.of_organisation(task.organisation.id)
    channel = next((one for one in allowed if one.id == channel_id), None)
    if channel is None:
        raise NotCoordinator
    if channel in await other_channels(tx, task):
        tx.posts.add(task.id, channel.id)
    return channel


async def tell_everyone(tx: Tx, task: Task, kind: NoticeKind, now: datetime) -> int:
    """Promise a notice to everyone on the task and in line for it; how many."""
    claims = await tx.claims.live_of_task(task.id)
    for claim in claims:
        promise_claimant(tx, claim, kind, now)
    return len(claims)
