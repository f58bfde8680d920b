"""Another bot than before serves a network: a new one was made, or one that was made for a trial is let go."""

from bot.incoming import Network
from bot.store import Tx


async def succeed(tx: Tx, network: Network, bot_id: int) -> bool:
    """Whether the bot with this native id is another than the last one, which is then forgotten.

    A bot can neither edit another's messages nor write in its private chats, and is not told of presses on its
    buttons. So the cards of tasks that have not ended are shown anew, those chats are opened anew, and the tasks are
    events anew; what the last one made stays there until somebody deletes it.
    """
    name, now = f"bot:{network.value}", str(bot_id)
    if (last := await tx.meta.get(name)) == now:
        return False
    tx.meta.set(name, now)
    if last is None:
        return False
    tx.people.forget_chats(network)
    tx.posts.all_again(network)
    tx.events.forget(network)
    return True
