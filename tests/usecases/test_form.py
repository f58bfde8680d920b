"""The form of a task: field by field, nothing lost, published once."""

from datetime import timedelta

import pytest

from bot.incoming import Address, ChatKind, Network
from bot.refusals import CprFound, NoSuchDraft, NotCoordinator
from tests.usecases.desk import Desk
from tests.world import World

LINE = "/opret Lav suppe | 5/12 14-17 | Sognegården | kok 1, hjælper 3 | gæster"


@pytest.fixture
def alice(world: World) -> Desk:
    return Desk(world, world.alice)


async def _number(world: World) -> int:
    rows = await world.rows("SELECT MAX(id) FROM tasks")
    return int(str(rows[0][0]))


async def test_the_form_asks_field_by_field_and_goes_back(alice: Desk) -> None:
    asked = []
    for text in ("/opret", "Lav suppe"):
        await alice.says(text)
        asked.append(await alice.step())
    await alice.presses("back")
    assert await alice.step() == "title"
    assert "Lav suppe" in alice.card.body
    for text in ("Lav gryderet", "5/12 14-17", "Sognegården", "3", "gæster"):
        await alice.says(text)
        asked.append(await alice.step())
    assert asked == ["title", "when", "when", "place", "slots", "benefit", "preview"]
    assert "Lav gryderet" in alice.card.body
    assert "Frivillige i Lyngby" in alice.card.body
    assert alice.verbs() == ["publish", "fix", "more", "discard"]


async def test_what_cannot_be_read_is_asked_again_and_nothing_is_lost(alice: Desk) -> None:
    await alice.says("/opret Lav suppe | engang | Sognegården | 3 | gæster")
    assert await alice.step() == "when"
    await alice.says("sludder")
    assert await alice.step() == "when"
    assert "Lav suppe" in (await alice.says("5/12 14-17")).body


async def test_a_cpr_number_is_refused_and_not_stored(alice: Desk, world: World) -> None:
    await alice.says("/opret")
    await alice.says("Ring til 010190-1234")
    assert alice.refused(CprFound())
    assert not [row for row in await world.rows("SELECT fields FROM drafts") if "1234" in str(row[0])]
    await alice.says("Lav suppe")
    assert await alice.step() == "when"


async def test_an_unfinished_form_is_offered_again(alice: Desk) -> None:
    await alice.says("/opret")
    await alice.says("Lav suppe")
    await alice.says("/opret")
    assert alice.verbs() == ["resume", "post"]
    await alice.presses("resume")
    assert await alice.step() == "when"
    await alice.says("/opret")
    await alice.presses("post:new")
    await alice.says("Pas kiosken")
    await alice.says("/opret")
    assert [title for label in alice.labels() if (title := label.partition(": ")[2])] == ["Pas kiosken", "Lav suppe"]


async def test_a_form_nobody_wrote_in_is_not_offered(alice: Desk, world: World) -> None:
    await alice.says("/opret")
    await alice.says("/opret")
    assert await alice.step() == "title"
    assert len(await world.rows("SELECT id FROM drafts")) == 1


async def test_a_preview_says_that_it_waits(alice: Desk) -> None:
    before = await alice.says(LINE)
    waiting = await alice.says("hvad så?")
    assert waiting.headline != before.headline
    assert before.body in waiting.body
    assert "publish" in alice.verbs()


async def test_a_double_press_publishes_once_and_the_second_is_told_the_truth(alice: Desk, world: World) -> None:
    """Red when `finish` drops the draft instead of remembering the task."""
    await alice.says(LINE)
    publish = alice.action("publish")
    await alice.forges(publish)
    number = await _number(world)
    assert alice.screen() == f"steer:{number}"
    await alice.forges(publish)
    assert "Lav suppe" in alice.card.headline
    assert alice.actions() == [f"steer:{number}"]
    assert await world.rows("SELECT COUNT(*) FROM tasks") == [(1,)]
    assert await world.rows("SELECT COUNT(*) FROM posts") == [(1,)]


async def test_a_start_that_went_by_is_asked_for_again_and_the_rest_is_kept(alice: Desk, world: World) -> None:
    await alice.says(LINE)
    world.now += timedelta(days=30)
    await alice.presses("publish")
    assert await alice.step() == "when"
    await alice.says("6/1 14-17")
    await alice.presses("publish")
    assert (await world.rows("SELECT title FROM tasks")) == [("Lav suppe",)]


async def test_without_a_channel_it_is_published_and_said(alice: Desk, world: World) -> None:
    await world.rows("DELETE FROM channel_organisations RETURNING channel_id")
    assert "/find" in (await alice.says(LINE)).body
    assert "/find" in (await alice.presses("publish")).body


async def test_details_hold_the_optional_fields(alice: Desk, world: World) -> None:
    await alice.says(LINE)
    await alice.presses("more")
    before = alice.labels()
    await alice.presses("only_channel")
    assert alice.labels() != before
    await alice.presses("field:1:be_there")
    assert "13:45" in (await alice.says("13.45")).body
    await alice.presses("more")
    await alice.presses("field:1:be_there")
    assert "13:45" not in (await alice.presses("skip")).body
    await alice.presses("publish")
    assert await world.rows("SELECT only_channel, be_there_at - starts_at FROM tasks") == [(1, 0)]


async def test_a_role_may_have_a_time_of_its_own(alice: Desk, world: World) -> None:
    await alice.says("/opret Lav suppe | 5/12 14-17 | Sognegården | kok 1 kl. 13-17, hjælper 3 | gæster")
    await alice.presses("more")
    await alice.presses("field:1:time-1")
    assert "15:00–16:00" in (await alice.says("15-16")).body
    await alice.presses("more")
    await alice.presses("field:1:time-0")
    await alice.presses("skip")
    await alice.presses("publish")
    hours = await world.rows("SELECT name, (ends_at - starts_at) / 3600 FROM slots ORDER BY id")
    assert hours == [("kok", 3), ("hjælper", 1)]


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("kok 1 kl. 13-17, hjælper 3", [("kok", 1, 4), ("hjælper", 3, 3)]),
        ("kok 1 (13-17) og hjælper 3", [("kok", 1, 4), ("hjælper", 3, 3)]),
        ("1 kok kl. 13.30-17 og 3 hjælpere", [("kok", 1, 3.5), ("hjælpere", 3, 3)]),
        ("kok 1, hjælper 3 kl 15–16", [("kok", 1, 3), ("hjælper", 3, 1)]),
        ("kage og kaffe 2", [("kage og kaffe", 2, 3)]),
    ],
)
async def test_times_in_roles_are_read(alice: Desk, world: World, typed: str, hours: list[object]) -> None:
    await alice.says(f"/opret Lav suppe | 5/12 14-17 | Sognegården | {typed} | gæster")
    await alice.presses("publish")
    stored = await world.rows("SELECT name, capacity, (ends_at - starts_at) / 3600.0 FROM slots ORDER BY id")
    assert stored == hours


async def test_a_range_of_people_is_no_time(alice: Desk) -> None:
    await alice.says("/opret Lav suppe | 5/12 14-17 | Sognegården | 2-3 hjælpere | gæster")
    assert await alice.step() == "slots"


async def test_channels_are_chosen_and_a_strange_one_changes_nothing(alice: Desk, world: World) -> None:
    async with world.storage.transaction() as tx:
        second, strange = (
            tx.channels.add(Address(network=Network.TELEGRAM, chat_id=chat), ChatKind.CHANNEL, "K", "da", world.now)
            for chat in (-100300, -100400)
        )
        tx.channels.connect(second.id, world.organisation.id)
    await alice.says(LINE)
    await alice.presses("more")
    await alice.presses("field:1:channels")
    await alice.presses(f"in_channel:1:{second.id}")
    await alice.forges(f"in_channel:1:{strange.id}")
    await alice.presses("preview")
    await alice.presses("publish")
    assert await world.rows("SELECT channel_id FROM posts") == [(world.channel.id,)]


async def test_a_form_belongs_to_whoever_began_it(alice: Desk, world: World) -> None:
    """Design I8. Red when `drafts.get` does not ask whose it is."""
    await alice.says(LINE)
    charlie = Desk(world, world.charlie)
    for verb in ("publish", "discard", "fix", "more"):
        await charlie.forges(alice.action(verb))
        assert charlie.refused(NoSuchDraft())
    await charlie.says("/opret")
    assert charlie.refused(NotCoordinator())
    await alice.presses("publish")
    assert await _number(world)


async def test_an_organisation_of_somebody_else_cannot_be_chosen(alice: Desk, world: World) -> None:
    async with world.storage.transaction() as tx:
        other = await tx.organisations.ensure("Korforeningen", world.now)
    await alice.says(LINE)
    await alice.forges(f"for_org:1:{other.id}")
    assert alice.refused(NotCoordinator())


async def test_who_steers_several_organisations_chooses(alice: Desk, world: World) -> None:
    async with world.storage.transaction() as tx:
        other = await tx.organisations.ensure("Korforeningen", world.now)
        tx.organisations.appoint(world.alice.id, other.id, world.now + timedelta(seconds=1))
    await alice.says(LINE)
    await alice.presses("more")
    await alice.presses("field:1:organisation")
    assert "Korforeningen" in (await alice.presses(f"for_org:1:{other.id}")).body


async def test_forms_survive_a_restart(alice: Desk, world: World) -> None:
    """A draft is a row: new routes, the same file."""
    await alice.says("/opret")
    await alice.says("Lav suppe")
    again = Desk(world, world.alice)
    await again.says("5/12 14-17")
    assert await again.step() == "place"


async def test_a_picture_fills_no_field(alice: Desk) -> None:
    await alice.says("/opret")
    await alice.says("")
    assert await alice.step() == "title"
