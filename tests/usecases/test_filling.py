"""Forms in one go, sent by whoever: what a forged or an old one does, and that each is checked as a press is."""

import pytest

from bot.cards import Action
from bot.incoming import Filled
from bot.refusals import CprFound, NoSuchDraft, NotCoordinator
from bot.wording import general
from handlers.tables import FILLED, OPENS
from tests.usecases.desk import COMMUNITY, Desk
from tests.world import World

TASK = ("Lav suppe", "saturday 14-17", "Sognegården", "2", "Gæster")


async def fills(desk: Desk, key: str, *values: str) -> None:
    form = Action.unpack(key) if key else None
    await desk._does(Filled(form=form, values=values, message_id=0))


def test_whatever_opens_is_read_under_the_verb_of_its_key() -> None:
    """`field` and `rewrite` open forms whose answer is read as any other answer."""
    assert OPENS.keys() - FILLED.keys() == {"field", "rewrite"}
    assert FILLED.keys() <= OPENS.keys()


async def test_a_stranger_fills_in_nothing(world: World) -> None:
    task = await world.task(2)
    charlie = Desk(world, world.charlie)
    for key, values in (("post", TASK), (f"message:{task.id}", ("Hej",))):
        await fills(charlie, key, *values)
        assert charlie.refused(NotCoordinator())
    assert await world.rows("SELECT 1 FROM drafts WHERE step != 'done'") == []


@pytest.mark.parametrize("key", ["post:{draft}", "answer:{draft}:title", "answer:{draft}:preview", "answer:99:title"])
async def test_somebody_elses_form_is_none(world: World, key: str) -> None:
    alice, bob = Desk(world, world.alice), Desk(world, world.bob)
    await fills(alice, "post", *TASK)
    ((draft,),) = await world.rows("SELECT id FROM drafts")
    await fills(bob, key.format(draft=draft), *TASK)
    assert bob.refused(NoSuchDraft())


@pytest.mark.parametrize("key", ["", "erase:2", "claim:1:1", "x"])
async def test_a_form_that_is_none_of_ours_changes_nothing(world: World, key: str) -> None:
    bob = Desk(world, world.bob)
    await fills(bob, key, "Hej")
    assert bob.card.headline == general.unknown_button(COMMUNITY.words("en"))


async def test_a_step_that_is_none_is_refused(world: World) -> None:
    alice = Desk(world, world.alice)
    await fills(alice, "post", *TASK)
    ((draft,),) = await world.rows("SELECT id FROM drafts")
    for step in ("preview", "time-1", "", "nothing"):
        await fills(alice, f"answer:{draft}:{step}", "x")
        assert alice.refused(NoSuchDraft())


async def test_what_looks_like_a_cpr_number_is_kept_nowhere(world: World) -> None:
    alice = Desk(world, world.alice)
    await fills(alice, "post", "Lav suppe", "saturday 14-17", "hos 010190-1234", "2", "Gæster")
    assert alice.refused(CprFound())
    ((fields,),) = await world.rows("SELECT fields FROM drafts")
    assert "1234" not in str(fields)
