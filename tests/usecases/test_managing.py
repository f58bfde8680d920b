"""A coordinator's pages: what is urgent first, calling off and undoing it, closing, lost cards, invitations."""

from datetime import timedelta

import pytest

from bot import connecting, posting
from bot.errors import Lack
from bot.incoming import Address, ChatKind, Network
from bot.model import ClaimState, TaskState
from bot.refusals import InvitationIsUsed, NotCoordinator, NothingToUndo
from tests.usecases.desk import Desk
from tests.world import World


async def test_forty_tasks_are_paged_those_short_of_people_soonest_first(world: World) -> None:
    full = await world.task(1, title="Fuld", starts_in=timedelta(hours=30))
    await world.claims(world.bob, full)
    for number in range(40, 0, -1):
        await world.task(1, title=f"Opgave {number}", starts_in=timedelta(days=number + 1))
    alice, seen = Desk(world, world.alice), []
    await alice.says("/styr")
    while True:
        seen += [label.partition(". ")[2] for label in alice.labels() if label[0].isdigit()]
        more = f"manage:{len(seen)}"
        if more not in alice.actions():
            break
        await alice.presses(more)
    assert seen == [*(f"Opgave {number}" for number in range(1, 41)), "Fuld"]


async def test_the_page_counts_and_names_who_cannot_be_reached(world: World) -> None:
    task = await world.task(roles={"kok": 1, "hjælper": 2})
    ghost = await world.person("Gert", reachable=False)
    await world.claims(ghost, task, 0)
    await world.waits(world.bob, task, 0)
    card = await Desk(world, world.alice).forges(f"steer:{task.id}")
    assert "kok: 1 of 1" in card.body
    assert "hjælper: 0 of 2" in card.body
    assert "Gert" in card.body


async def test_a_stranger_manages_nothing(world: World) -> None:
    charlie = Desk(world, world.charlie)
    await charlie.says("/manage")
    assert charlie.refused(NotCoordinator())


async def test_cancelling_says_how_many_are_told_and_undo_restores_everyone(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    alice = Desk(world, world.alice)
    await alice.forges(f"cancel_ask:{task.id}")
    assert "2" in alice.card.body.splitlines()[-1]
    assert "2" in (await alice.presses("cancel")).headline
    assert list(await Desk(world, world.bob).told()) == ["cancelled"]
    world.now += timedelta(minutes=9)
    assert "2" in (await alice.presses("restore")).headline
    assert list(await Desk(world, world.bob).told()) == ["claimed", "restored"]
    assert list(await Desk(world, world.charlie).told()) == ["restored"]
    assert (await world.standing(world.bob, task)).live.state is ClaimState.HELD  # type: ignore[union-attr]
    assert (await world.standing(world.charlie, task)).live.state is ClaimState.WAITING  # type: ignore[union-attr]


async def test_undo_of_a_cancellation_names_what_was_taken_meanwhile(world: World) -> None:
    task, other = await world.task(1), await world.task(1, title="Pas kiosken")
    await world.claims(world.bob, task)
    alice, bob = Desk(world, world.alice), Desk(world, world.bob)
    await alice.forges(f"cancel:{task.id}")
    await world.claims(world.bob, other)
    await alice.presses("restore")
    assert "Pas kiosken" in (await bob.told())["restored"].body


async def test_a_cancellation_stands_after_ten_minutes(world: World) -> None:
    task = await world.task(1)
    alice = Desk(world, world.alice)
    await alice.forges(f"cancel:{task.id}")
    world.now += timedelta(minutes=11)
    await alice.forges(f"steer:{task.id}")
    assert "restore" not in alice.verbs()
    async with world.storage.transaction() as tx:
        with pytest.raises(NothingToUndo):
            await posting.restore(tx, world.alice, task.id, world.now)


async def test_undo_of_a_cancelled_closed_task_leaves_it_closed(world: World) -> None:
    """Red when `set_state` does not keep the state before."""
    task = await world.task(1)
    alice = Desk(world, world.alice)
    await alice.forges(f"close:{task.id}")
    await alice.forges(f"cancel:{task.id}")
    await alice.presses("restore")
    assert (await world.see(task)).state is TaskState.CLOSED


async def test_opening_again_offers_what_became_free_meanwhile(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    await world.waits(world.charlie, task)
    alice = Desk(world, world.alice)
    await alice.forges(f"close:{task.id}")
    await world.leaves(world.bob, task)
    assert (await world.standing(world.charlie, task)).live.state is ClaimState.WAITING  # type: ignore[union-attr]
    await alice.presses("reopen")
    assert (await world.standing(world.charlie, task)).live.state is ClaimState.OFFERED  # type: ignore[union-attr]


async def test_a_card_that_is_gone_is_posted_again(world: World) -> None:
    task = await world.task(1)
    async with world.storage.transaction() as tx:
        post = (await tx.posts.of_task(task.id))[0]
        tx.posts.gone(post.id, "message gone")
    alice = Desk(world, world.alice)
    assert "Frivillige i Lyngby" in (await alice.forges(f"steer:{task.id}")).body
    await alice.presses("again")
    async with world.storage.transaction() as tx:
        assert [one.id for one in await tx.posts.stale()] == [post.id]
    assert "again" not in alice.verbs()


async def _second_channel(world: World, organisation_id: int) -> int:
    async with world.storage.transaction() as tx:
        address = Address(network=Network.TELEGRAM, chat_id=-100201)
        channel = tx.channels.add(address, ChatKind.CHANNEL, "Naboer", "da", world.now)
        tx.channels.connect(channel.id, organisation_id)
    return channel.id


async def test_a_published_task_is_shown_in_another_channel_too(world: World) -> None:
    task = await world.task(1)
    channel = await _second_channel(world, world.organisation.id)
    alice = Desk(world, world.alice)
    await alice.forges(f"steer:{task.id}")
    await alice.presses("also")
    assert f"also:{task.id}:{channel}" not in alice.actions()
    await alice.forges(f"also:{task.id}:{channel}")
    assert await world.rows("SELECT channel_id FROM posts ORDER BY id") == [(world.channel.id,), (channel,)]


async def test_nobody_shows_a_task_in_a_channel_of_others(world: World) -> None:
    task = await world.task(1)
    async with world.storage.transaction() as tx:
        other = await tx.organisations.ensure("Andre", world.now)
    channel = await _second_channel(world, other.id)
    for someone in (world.alice, world.charlie):
        desk = Desk(world, someone)
        await desk.forges(f"also:{task.id}:{channel}")
        assert desk.refused(NotCoordinator())
    assert await world.rows("SELECT channel_id FROM posts") == [(world.channel.id,)]


async def test_notices_to_the_coordinator_lead_to_the_page(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    alice.card = (await alice.told())["full"]
    assert (await alice.presses("steer")).headline == "Lav suppe"
    assert "edit" in alice.verbs()


# Invitations


async def _link(world: World) -> str:
    alice = Desk(world, world.alice)
    await alice.says("/manage")
    await alice.presses("invite")
    link = alice.card.body.splitlines()[0]
    assert link.startswith("https://t.me/tjans_bot?start=i")
    return link.partition("=")[2]


async def test_a_one_time_link_makes_one_coordinator_and_the_inviter_is_told(world: World) -> None:
    payload = await _link(world)
    assert len(payload) <= 64
    assert not [row for row in await world.rows("SELECT token_hash FROM invitations") if row[0] == payload[1:]]
    assert "Suppegryden" in (await Desk(world, world.bob).says(f"/start {payload}")).headline
    assert "Bob" in (await Desk(world, world.alice).told())["joined"].headline
    charlie = Desk(world, world.charlie)
    await charlie.says(f"/start {payload}")
    assert charlie.refused(InvitationIsUsed())
    await charlie.says("/manage")
    assert charlie.refused(NotCoordinator())


async def test_opening_the_link_twice_is_not_a_fault(world: World) -> None:
    payload = await _link(world)
    await Desk(world, world.bob).says(f"/start {payload}")
    assert "Suppegryden" in (await Desk(world, world.bob).says(f"/start {payload}")).headline


async def test_trying_the_own_link_does_not_use_it_up(world: World) -> None:
    payload = await _link(world)
    await Desk(world, world.alice).says(f"/start {payload}")
    assert "Suppegryden" in (await Desk(world, world.bob).says(f"/start {payload}")).headline


async def test_a_link_runs_out_after_a_week(world: World) -> None:
    payload = await _link(world)
    async with world.storage.transaction() as tx:
        with pytest.raises(InvitationIsUsed):
            await connecting.use_invitation(tx, world.bob, payload[1:], world.now + timedelta(days=7))


async def test_nobody_invites_for_an_organisation_they_do_not_steer(world: World) -> None:
    """Design I8. Red when `invite` does not ask steered_by."""
    async with world.storage.transaction() as tx:
        other = await tx.organisations.ensure("Korforeningen", world.now)
    async with world.storage.transaction() as tx:
        with pytest.raises(NotCoordinator):
            await connecting.invite(tx, world.alice, other.id, world.now)
    charlie = Desk(world, world.charlie)
    await charlie.forges(f"invite:{world.organisation.id}")
    assert charlie.refused(NotCoordinator())


async def test_a_cancelled_task_counts_no_places(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    alice = Desk(world, world.alice)
    assert "1 of 1 place is taken" in (await alice.forges(f"steer:{task.id}")).body
    assert "taken" not in (await alice.forges(f"cancel:{task.id}")).body
    assert "taken" not in (await alice.forges(f"steer:{task.id}")).body


async def test_an_invitation_has_no_sign_that_a_network_shows_otherwise(world: World) -> None:
    """Red with an alphabet of underscores and dashes: Discord showed a backslash before each, and it was copied."""
    for _ in range(20):
        async with world.storage.transaction() as tx:
            assert (await connecting.invite(tx, world.alice, world.organisation.id, world.now)).isalnum()


@pytest.mark.parametrize("given", ["`i{code}`", "  i{code} ", "**i{code}**", "i\\{code}"])
async def test_a_code_is_taken_with_the_marks_that_were_copied_along(world: World, given: str) -> None:
    async with world.storage.transaction() as tx:
        code = await connecting.invite(tx, world.alice, world.organisation.id, world.now)
    dana = Desk(world, world.dana)
    card = await dana.says(f"/start {given.format(code=code)}")
    assert card.headline == "You are now a coordinator for Suppegryden"


async def test_a_task_says_where_it_is_not_shown_because_we_may_not_write(world: World) -> None:
    """Red when only the channel is told of, and the task's own page looks as if all were well."""
    task = await world.task(1)
    await world.task(1, title="Pas kiosken", starts_in=timedelta(days=6))
    alice = Desk(world, world.alice)
    assert "I may not write" not in (await alice.forges(f"steer:{task.id}")).body
    async with world.storage.transaction() as tx:
        channel = await tx.channels.get(world.channel.id)
        assert channel
        await connecting.rights_lost(tx, channel, world.now, [Lack.WRITE])
    told = (await alice.told())["rights_lost"]
    assert "Lav suppe, Pas kiosken" in told.body
    card = await alice.forges(f"steer:{task.id}")
    assert "I may not write in Frivillige i Lyngby, so the task is not shown there" in card.body
    assert "/connect" in card.body


async def test_publishing_does_not_say_that_a_card_stands_where_it_may_still_be_refused(world: World) -> None:
    """Red when "It is in ... now" is said before it is."""
    alice = Desk(world, world.alice)
    await alice.says("/post Lav suppe | 28/11 14-17 | Sognegården | 2 | Gæster")
    card = await alice.presses("publish")
    assert card.body == "I am posting it in Frivillige i Lyngby. I will tell you when it is full."
