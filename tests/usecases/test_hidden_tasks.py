"""A task for one channel only is for whoever has its key, which stands on its card there (design, Words: Task)."""

import pytest

from bot import claiming
from bot.cards import Action
from bot.claiming import Now
from bot.model import Task
from bot.refusals import NoSuchTask
from bot.wording.tasks import link_payload, public_card
from tests.usecases.desk import COMMUNITY, Desk
from tests.world import World


async def _hidden(world: World) -> Task:
    task = await world.task(2)
    await world.rows("UPDATE tasks SET only_channel = 1 WHERE id = ?", task.id)
    return await world.see(task)


async def test_its_number_opens_nothing_for_a_stranger(world: World) -> None:
    """Red when `refuse_hidden` lets everybody in."""
    task = await _hidden(world)
    charlie = Desk(world, world.charlie)
    for said in (f"{task.id}", f"jeg er med {task.id}", f"/start t{task.id}"):
        await charlie.says(said)
        assert charlie.refused(NoSuchTask())
        assert task.title not in charlie.card.headline + charlie.card.body
    for forged in (f"task:{task.id}", f"claim:{task.id}:{task.slots[0].id}", f"wait:{task.id}:{task.slots[0].id}"):
        await charlie.forges(forged)
        assert charlie.refused(NoSuchTask())
    assert (await world.standing(world.charlie, task)).claim is None


async def test_the_button_and_the_link_on_its_card_do(world: World) -> None:
    task = await _hidden(world)
    card = public_card(task, COMMUNITY.words("da"), world.now)
    action = card.rows[0][0].action
    assert action
    charlie = Desk(world, world.charlie)
    assert (await charlie.says(f"/start {link_payload(task)}")).headline == task.title
    await charlie.forges(action.pack())
    assert (await world.standing(world.charlie, task)).live


async def test_the_page_behind_the_link_has_buttons_with_the_key(world: World) -> None:
    task = await _hidden(world)
    charlie = Desk(world, world.charlie)
    await charlie.says(f"/start {link_payload(task)}")
    await charlie.presses("claim")
    assert (await world.standing(world.charlie, task)).live


async def test_a_wrong_key_opens_nothing(world: World) -> None:
    task = await _hidden(world)
    with pytest.raises(NoSuchTask):
        async with world.storage.transaction() as tx:
            await claiming.claim(
                tx, world.charlie, task.id, task.slots[0].id, world.now, in_private=True, key=task.key[:-1]
            )


async def test_who_is_on_it_or_steers_it_needs_no_key(world: World) -> None:
    task = await _hidden(world)
    async with world.storage.transaction() as tx:
        outcome = await claiming.claim(
            tx, world.bob, task.id, task.slots[0].id, world.now, in_private=True, key=task.key
        )
    assert outcome.now is Now.IN
    for person in (world.bob, world.alice, world.dana):
        page = await Desk(world, person).forges(Action.of("task", task.id).pack())
        assert task.place in page.body


async def test_an_open_task_needs_no_key(world: World) -> None:
    task = await world.task(2)
    await Desk(world, world.charlie).says(f"jeg er med {task.id}")
    assert (await world.standing(world.charlie, task)).live
