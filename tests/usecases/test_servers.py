"""On a network of servers: offers are answered where they are asked about, and whoever left is called gone."""

from bot.cards import Action
from bot.incoming import Address, Chat, ChatKind, Incoming, Network, Pressed, Sender
from bot.model import ClaimState, Reach
from handlers.routes import Routes
from storage.transaction import Storage
from tests.people import ADMINS
from tests.usecases.desk import COMMUNITY, Desk
from tests.usecases.linking_desk import fresh, on_discord
from tests.world import World


async def test_an_offer_called_out_in_the_channel_is_answered_from_the_card(world: World) -> None:
    """ "Answer with the button on the card". Red when that only says that there is a place, without Yes and No."""
    task = await world.task(1)
    bo = await on_discord(world, "Bo")
    await world.claims(world.alice, task)
    await world.waits(bo, task)
    await world.leaves(world.alice, task)
    live = (await world.standing(bo, task)).live
    assert live
    public = Chat(address=Address(network=Network.DISCORD, chat_id=70), kind=ChatKind.GROUP, asides=True, server=7)
    sender = Sender(native_id=bo.native_id, name=bo.name, language="en", may_be_written_to=True)
    what = Pressed(press_id="1", action=Action.of("wait", task.id, task.slots[0].id), message_id=5)
    async with world.storage.transaction() as tx:
        handled = await Routes(COMMUNITY).handle(tx, Incoming(sender=sender, chat=public, what=what), world.now)
    assert handled.reply
    assert handled.reply.card
    asked = [button.action for row in handled.reply.card.rows for button in row if button.action]
    assert asked[:2] == [Action.of("yes", live.id), Action.of("no", live.id)]
    assert live.state is ClaimState.OFFERED


async def test_whoever_left_the_server_is_not_said_to_have_opened_no_chat(world: World) -> None:
    """Discord lets us write first to all who share a server with us."""
    task = await world.task(2)
    bo, ib = await on_discord(world, "Bo"), await world.person("Ib", reachable=False)
    for one in (bo, ib):
        await world.claims(one, task)
    async with world.storage.transaction() as tx:
        tx.people.set_reach((await tx.people.accounts(bo.id))[0].account_id, Reach.NEVER)
    world.storage = Storage(world.database, ADMINS, calling=frozenset({Network.DISCORD}))
    card = await Desk(world, await fresh(world, world.alice)).forges(f"roster:{task.id}")
    assert "Bo: on it, has left the server, so I cannot write to them" in card.body
    assert "Ib: on it, has not opened the chat with me" in card.body
    assert "Call or write to them yourself" in card.body
