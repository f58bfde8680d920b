"""What a coordinator looks after: their tasks, the most urgent first, and how each one stands."""

from dataclasses import dataclass
from datetime import datetime

from bot import drafting, people, posting
from bot.model import Channel, ChannelState, ClaimState, Organisation, Person, Post, Task
from bot.refusals import NotCoordinator
from bot.store import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A task as its coordinator sees it. Of those on it or in line `told` can be told what happens.

    The `called` ones among them by name in the channel. `unreachable`, guests too, cannot: the coordinator must do
    it. `unanswered` were asked about a new time. `shut`: where it was to be shown, and we may not write.
    """

    task: Task
    told: int
    called: tuple[str, ...]
    unreachable: tuple[str, ...]
    unanswered: tuple[str, ...]
    gone: tuple[Post, ...]
    shut: tuple[Channel, ...]
    elsewhere: tuple[Channel, ...]


async def steered_tasks(tx: Tx, person: Person, now: datetime, first: int, most: int) -> list[Task]:
    """A page of the tasks this person steers, those short of people soonest first; one more if there is a next.

    Raises:
        NotCoordinator: the person steers nothing.
    """
    organisations = await drafting.steered_by(tx, person)
    if not organisations and not person.admin:
        raise NotCoordinator
    return await tx.finding.of_organisations([one.id for one in organisations], now, first, most)


async def overview(tx: Tx, person: Person, task_id: int) -> Overview:
    """One task: whom we cannot reach or wait for, which cards are gone, and where else it could be shown.

    Raises:
        NoSuchTask, NotCoordinator.
    """
    task = await posting.steered(tx, person, task_id)
    roster = await tx.claims.roster(task.id)
    everyone = [someone for _, someone in roster]
    unreachable = people.out_of_reach(everyone)
    gone = tuple(await tx.posts.gone_of_task(task.id))
    posts = [post for post in await tx.posts.of_task(task.id) if post.id not in {one.id for one in gone}]
    return Overview(
        task=task,
        told=len(roster) - len(unreachable),
        called=people.called_by_name(everyone),
        unreachable=unreachable,
        unanswered=tuple(
            someone.name for claim, someone in roster if claim.asked_at and claim.state is ClaimState.HELD
        ),
        gone=gone,
        shut=tuple(post.channel for post in posts if post.channel.state is ChannelState.LOST),
        elsewhere=tuple(await posting.other_channels(tx, task)),
    )


async def may_invite_for(tx: Tx, person: Person) -> list[Organisation]:
    """The organisations for which a person may make somebody else a coordinator.

    Raises:
        NotCoordinator
    """
    organisations = await drafting.steered_by(tx, person)
    if not organisations:
        raise NotCoordinator
    return organisations
