"""Another bot serves a network: what belonged to the one before is forgotten, there and nowhere else."""

from bot.incoming import Address, ChatKind, Network
from bot.succeeding import succeed
from tests.usecases.linking_desk import on_discord
from tests.world import World

PLACE = Address(network=Network.DISCORD, chat_id=4000)


async def _serves(world: World, bot_id: int) -> bool:
    async with world.storage.transaction() as tx:
        return await succeed(tx, Network.DISCORD, bot_id)


async def test_the_same_bot_again_changes_nothing(world: World) -> None:
    assert [await _serves(world, bot) for bot in (7, 7, 8, 8, 7)] == [False, False, True, False, True]


async def test_chats_and_cards_of_tasks_that_go_on_are_made_anew(world: World) -> None:
    """A person's own number stays their chat on Telegram; cards that are gone, or of tasks that are over, stay so."""
    bo = await on_discord(world, "Bo")
    async with world.storage.transaction() as tx:
        tx.people.set_chat(bo.account_id, 4711)
        channel = tx.channels.add(PLACE, ChatKind.GROUP, "#opgaver", "da", world.now)
        tx.channels.connect(channel.id, world.organisation.id)
    tasks = [await world.task(2, title=title) for title in ("Suppe", "Kage", "Brød")]
    await world.rows("UPDATE posts SET message_id = 100 + id, shown = 'it', revision = 1, stale = 0")
    await world.rows("UPDATE posts SET state = 'gone' WHERE task_id = ?", tasks[1].id)
    await world.rows("UPDATE tasks SET state = 'ended' WHERE id = ?", tasks[2].id)
    await _serves(world, 7)
    await _serves(world, 8)
    anew = await world.rows(
        "SELECT p.task_id, ch.network, p.stale, p.round FROM posts p JOIN channels ch ON ch.id = p.channel_id"
        " WHERE p.message_id IS NULL"
    )
    assert anew == [(tasks[0].id, "discord", 1, 1)]
    chats = await world.rows("SELECT network, chat_id = native_id, chat_id FROM accounts ORDER BY id DESC LIMIT 2")
    assert chats == [("discord", 0, 0), ("telegram", 1, world.dana.native_id)]
