"""Two networks that only remember, somebody on both of them, and what keeps the bot from writing to people."""

from datetime import timedelta

from bot.errors import Undelivered, Why
from bot.incoming import Address, ChatKind, Network
from bot.model import ClaimState, Person, Reach, Task
from tests.core.recorder import Recorder
from tests.usecases.linking_desk import fresh, links, on_discord
from tests.world import World

PLACE = Address(network=Network.DISCORD, chat_id=4000)
"""The channel on the network that can mention."""


TEN_MINUTES = timedelta(minutes=10)


class Other(Recorder):
    """The second network: people can be called by name there."""

    network = Network.DISCORD
    can_mention = True

    async def open_chat(self, native_id: int) -> int:
        if not self.opens_chats:
            raise Undelivered(Why.NO_NEW_CHATS, retry_in=TEN_MINUTES)
        return native_id + 50_000


class Both(dict[Network, Recorder]):
    """Two networks that only remember."""

    def __init__(self) -> None:
        self.telegram, self.discord = Recorder(), Other()
        super().__init__({Network.TELEGRAM: self.telegram, Network.DISCORD: self.discord})

    def heard(self) -> tuple[list[str], list[str]]:
        """First lines, on each."""
        return [card.headline for _, card in self.telegram.sent], [card.headline for _, card in self.discord.sent]


async def bob_on_both(world: World) -> Person:
    """Bob on Telegram and, where he was last, on Discord."""
    bo = await on_discord(world, "Bo", language="da")
    await links(world, world.bob, bo)
    await world.rows("UPDATE accounts SET seen_at = seen_at + 60 WHERE native_id = ?", bo.native_id)
    return await fresh(world, bo)


async def shown_there(world: World, task: Task, language: str = "da") -> None:
    """The task's card stands in a channel of the network that can mention."""
    async with world.storage.transaction() as tx:
        channel = tx.channels.add(PLACE, ChatKind.GROUP, "#opgaver", language, world.now)
        tx.channels.connect(channel.id, world.organisation.id)
        tx.posts.add(task.id, channel.id, 77)


async def unreachable(world: World, both: Both, bo: Person) -> None:
    """Neither account takes a message."""
    async with world.storage.transaction() as tx:
        for account in await tx.people.accounts(bo.id):
            tx.people.set_reach(account.account_id, Reach.BLOCKED)


async def closes_new_chats(world: World, both: Both, person: Person) -> None:
    """The second network opens no chats, and has none with this person yet."""
    both.discord.opens_chats = False
    await world.rows("UPDATE accounts SET chat_id = 0 WHERE native_id = ?", person.native_id)


async def state(world: World, person: Person, task: Task) -> ClaimState | None:
    live = (await world.standing(person, task)).live
    return live.state if live else None
