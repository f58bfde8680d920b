"""/settings: every change is answered by the card that shows the new truth, and undone by pressing again."""

from datetime import timedelta

from bot import adjusting, reminding
from bot.incoming import Address, ChatKind, Network
from bot.model import Person
from bot.noticing import Noticing
from bot.refusals import EnoughReminders, NotCoordinator
from tests.people import ZONE
from tests.usecases.desk import COMMUNITY, Desk
from tests.world import World


async def _fresh(world: World, person: Person) -> Person:
    async with world.storage.transaction() as tx:
        found = await tx.people.get(person.id)
    assert found
    return found


async def test_the_new_language_is_the_language_of_the_answer(world: World) -> None:
    desk = Desk(world, world.bob, english=False)
    assert (await desk.says("/indstillinger")).headline == "Your settings"
    await desk.presses("language")
    assert (await desk.presses("speak:da")).headline == "Sprog: Dansk"
    assert (await desk.presses("speak:app")).headline == "Language: English, as your app says"
    assert (await _fresh(world, world.bob)).chosen_language is None


async def test_a_notice_promised_before_is_worded_in_the_new_language(world: World) -> None:
    task = await world.task(1)
    await world.claims(world.bob, task)
    desk = Desk(world, world.bob, english=False)
    assert await _headlines(desk) == ["You are in"]
    await desk.forges("speak:da")
    assert await _headlines(desk) == ["Du er med"]


async def _headlines(desk: Desk) -> list[str]:
    await desk.says("/settings")
    owed = await desk.world.notices()
    async with desk.world.storage.transaction() as tx:
        bob = await tx.people.get(desk.person.id)
        assert bob
        noticing = Noticing(COMMUNITY.words_for, desk.routes.screen, ZONE)
        cards = [
            await noticing.word(tx, notice, bob, desk.world.now) for notice in owed if notice.person_id == bob.id
        ]
    return [card.headline for card in cards if card]


async def test_a_reminder_is_chosen_and_taken_away_by_the_same_button(world: World) -> None:
    desk = Desk(world, world.bob)
    await desk.says("/settings")
    assert (await desk.presses("reminders")).headline == "Reminders: 1 day before and 2 hours before"
    assert (
        await desk.presses("remind:30")
    ).headline == "Reminders: 1 day before, 2 hours before and 30 minutes before"
    assert (await desk.presses("remind:30")).headline == "Reminders: 1 day before and 2 hours before"
    assert (await desk.presses("remind:none")).headline == "Reminders: none"
    assert (await desk.presses("remind:none")).headline == "Reminders: 1 day before and 2 hours before"


async def test_a_fifth_reminder_is_not_offered_and_refused_when_forged(world: World) -> None:
    desk = Desk(world, world.bob)
    await desk.says("/settings")
    await desk.presses("reminders")
    await desk.presses("remind:60")
    await desk.presses("remind:30")
    assert "remind:10080" not in desk.actions()
    await desk.forges("remind:10080")
    assert desk.refused(EnoughReminders())
    assert len((await _fresh(world, world.bob)).offsets) == 4


async def test_an_offset_nobody_offers_changes_nothing(world: World) -> None:
    desk = Desk(world, world.bob)
    await desk.forges("remind:7")
    assert (await _fresh(world, world.bob)).offsets == (1440, 120)


async def test_a_reminder_chosen_after_its_moment_is_not_sent_after_the_fact(world: World) -> None:
    """Red when `toggle_reminder` does not pass over the moments gone by."""
    task = await world.task(1)
    await world.claims(world.bob, task)
    world.now = task.starts_at - timedelta(days=1, hours=3)
    async with world.storage.transaction() as tx:
        bob = await adjusting.toggle_reminder(tx, world.bob, 2880, world.now, ZONE)
        await adjusting.toggle_reminder(tx, bob, 60, world.now, ZONE)
        assert await reminding.promise_reminders(tx, world.now, ZONE) == 0
        assert await reminding.promise_reminders(tx, task.starts_at - timedelta(hours=1), ZONE) == 1


async def test_quiet_hours_by_button_and_typed(world: World) -> None:
    desk = Desk(world, world.bob)
    await desk.says("/settings")
    assert (await desk.presses("quiet")).headline == "Quiet hours: 21:00–08:00"
    assert (await desk.presses("hush:1320")).headline == "Quiet hours: 22:00–07:00"
    assert (await desk.presses("hush:0")).headline == "Quiet hours: none"
    await desk.presses("hush_write")
    assert (await desk.says("om natten")).headline == "I did not understand those hours."
    assert (await desk.says("23.30 til 6")).headline == "Quiet hours: 23:30–06:00"
    assert (await _fresh(world, world.bob)).quiet == (1410, 360)
    assert await world.rows("SELECT id FROM drafts") == []


async def test_going_back_ends_the_typing(world: World) -> None:
    desk = Desk(world, world.bob)
    await desk.says("/settings")
    await desk.presses("quiet")
    await desk.presses("hush_write")
    await desk.presses("hush_stop")
    assert await desk.step() == ""


async def test_forged_quiet_hours_change_nothing(world: World) -> None:
    desk = Desk(world, world.bob)
    for forged in ("hush", "hush:1", "hush:-1:480", "hush:1440:480", "hush:99999999:1", "hush:1:2:3"):
        await desk.forges(forged)
        assert (await _fresh(world, world.bob)).quiet == (1260, 480)


async def test_a_channels_language_is_its_coordinators_and_the_cards_follow(world: World) -> None:
    await world.task(1)
    await world.rows("UPDATE posts SET message_id = 5, revision = 1")
    desk = Desk(world, world.alice)
    await desk.says("/settings")
    await desk.presses("channels")
    await desk.presses(f"channel:{world.channel.id}")
    assert (await desk.presses("speak_in:1:en")).headline == "Frivillige i Lyngby: English"
    async with world.storage.transaction() as tx:
        assert [post.channel.language for post in await tx.posts.stale()] == ["en"]


async def test_a_channels_language_is_not_a_strangers(world: World) -> None:
    """Design I8."""
    desk = Desk(world, world.charlie)
    await desk.forges("speak_in:1:en")
    assert desk.refused(NotCoordinator())
    assert await world.rows("SELECT language FROM channels") == [("da",)]


async def test_a_channels_language_is_not_another_organisations(world: World) -> None:
    """Design I8. Red when `steered_channel` takes any channel of the community."""
    async with world.storage.transaction() as tx:
        other = await tx.organisations.ensure("Spejderne", world.now)
        address = Address(network=Network.TELEGRAM, chat_id=-100300)
        theirs = tx.channels.add(address, ChatKind.CHANNEL, "Spejdere", "da", world.now)
        tx.channels.connect(theirs.id, other.id)
    desk = Desk(world, world.alice)
    await desk.forges(f"speak_in:{theirs.id}:en")
    assert desk.refused(NotCoordinator())
    assert await world.rows("SELECT language FROM channels") == [("da",), ("da",)]
