"""Through which account somebody is told: the one they used last, then the other; where none reaches, by name."""

import asyncio
from datetime import timedelta

import pytest

from bot import claiming, linking, managing, messaging, posting
from bot.errors import Undelivered, Why
from bot.incoming import Address, ChatKind, Network
from bot.model import ClaimState, Notice, NoticeKind, Person, Reach, Task
from bot.outage import BEGINS_AT, Outages
from bot.owing import Owed, close
from bot.ports import Urgency
from bot.promising import promise
from bot.returned import MOST_TRIES_TO_OPEN
from storage.transaction import Storage
from tests.core.delivering import deliver, sending
from tests.core.recorder import Recorder
from tests.core.test_publishing import publishes
from tests.people import ADMINS, ZONE
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


@pytest.fixture
async def bo(world: World) -> Person:
    """Bob on Telegram and, where he was last, on Discord."""
    bo = await on_discord(world, "Bo", language="da")
    await links(world, world.bob, bo)
    await world.rows("UPDATE accounts SET seen_at = seen_at + 60 WHERE native_id = ?", bo.native_id)
    return await fresh(world, bo)


async def _shown_there(world: World, task: Task, language: str = "da") -> None:
    """The task's card stands in a channel of the network that can mention."""
    async with world.storage.transaction() as tx:
        channel = tx.channels.add(PLACE, ChatKind.GROUP, "#opgaver", language, world.now)
        tx.channels.connect(channel.id, world.organisation.id)
        tx.posts.add(task.id, channel.id, 77)


async def test_it_goes_where_they_were_last_and_nowhere_else(world: World, bo: Person) -> None:
    both = Both()
    await world.claims(bo, await world.task(2))
    await deliver(world, both)
    assert both.heard() == ([], ["Du er med"])


async def test_what_is_refused_for_good_goes_to_the_other_account_at_once(world: World, bo: Person) -> None:
    """The same notice, in the same minute. Red when the first refusal ends it."""
    both = Both()
    both.discord.failing = [Undelivered(Why.BLOCKED)]
    await world.claims(bo, await world.task(2))
    await deliver(world, both)
    assert both.heard() == (["Du er med"], [])
    assert await world.owed(bo, "sent") == ["claimed"]
    reach = await world.rows("SELECT network, reach FROM accounts WHERE person_id = ? ORDER BY network", bo.id)
    assert reach == [("discord", "blocked"), ("telegram", "yes")]


@pytest.mark.parametrize("why", [Why.UNCERTAIN, Why.SLOW_DOWN])
async def test_what_may_have_arrived_is_not_told_a_second_time_elsewhere(world: World, bo: Person, why: Why) -> None:
    both = Both()
    both.discord.failing = [Undelivered(why)]
    await world.claims(bo, await world.task(2))
    await deliver(world, both)
    assert both.heard() == ([], [])
    world.now += timedelta(minutes=5)
    await deliver(world, both)
    assert both.heard() == ([], ["Du er med"])


async def test_a_network_that_is_not_served_is_no_way(world: World, bo: Person) -> None:
    """Its token was taken away. Red when the best account is taken whatever network it is on."""
    network = Recorder()
    await world.claims(bo, await world.task(2))
    await deliver(world, network)
    assert [card.headline for _, card in network.sent] == ["Du er med"]


@pytest.mark.parametrize("why", ["sends fail", "it gave up", "nobody is heard there"])
@pytest.mark.parametrize("also_here", [True, False])
async def test_while_a_network_is_away_their_other_one_is_used(
    world: World, bo: Person, *, also_here: bool, why: str
) -> None:
    """Red when the best account is taken although its network is away: for hours they heard nothing, anywhere."""
    both, outages = Both(), Outages(failing=lambda: {Network.DISCORD} if why == "nobody is heard there" else ())
    both.discord.reached = why == "sends fail"
    for _ in range(BEGINS_AT if why == "sends fail" else 0):
        outages.of(Network.DISCORD).failed()
    if why == "it gave up":
        outages.gave_up(Network.DISCORD)
    if not also_here:
        await world.rows("UPDATE accounts SET reach = 'blocked' WHERE person_id = ? AND network = 'telegram'", bo.id)
    await world.claims(bo, await world.task(2))
    async with sending(world, both, outages) as outbox:
        outbox.nudge()
        await asyncio.sleep(0)
        while not outbox.idle():  # noqa: ASYNC110 - the outbox tells nobody when it is done
            await asyncio.sleep(0.005)
    assert both.heard() == ((["Du er med"], []) if also_here else ([], []))
    assert await world.owed(bo) == ([] if also_here else ["claimed"])


async def test_an_offer_falls_back_and_its_time_runs_from_then(world: World, bo: Person) -> None:
    both, task = Both(), await world.task(1)
    await world.claims(world.alice, task)
    await world.waits(bo, task)
    await world.waits(world.charlie, task)
    await deliver(world, both)
    both.discord.failing = [Undelivered(Why.BLOCKED)]
    await world.leaves(world.alice, task)
    await deliver(world, both)
    live = (await world.standing(bo, task)).live
    assert live
    assert live.state is ClaimState.OFFERED
    assert live.offered_until
    assert await world.owed(world.charlie) == []


async def _unreachable(world: World, both: Both, bo: Person) -> None:
    """Neither account takes a message."""
    async with world.storage.transaction() as tx:
        for account in await tx.people.accounts(bo.id):
            tx.people.set_reach(account.account_id, Reach.BLOCKED)


async def test_where_no_account_reaches_them_they_are_called_by_name(world: World, bo: Person) -> None:
    """In the channel's language, once, and it counts as told. Red when the coordinator hears of it at once."""
    both, task = Both(), await world.task(1)
    await _shown_there(world, task, "en")
    await world.claims(bo, task)
    await deliver(world, both)
    await _unreachable(world, both, bo)
    async with world.storage.transaction() as tx:
        await posting.cancel(tx, world.alice, task.id, world.now)
    await deliver(world, both)
    to, card = both.discord.sent[-1]
    assert to == PLACE
    assert card.headline == f"@{bo.native_id} Lav suppe is cancelled."
    assert await world.owed(bo, "sent") == ["claimed", "cancelled"]
    assert await world.owed(world.alice) == []
    count = len(both.discord.sent)
    await deliver(world, both)
    assert len(both.discord.sent) == count


async def test_an_offer_may_be_made_by_name(world: World, bo: Person) -> None:
    """Both refuse just then; the time to answer runs from the mention."""
    both, task = Both(), await world.task(1)
    await _shown_there(world, task)
    await world.claims(world.alice, task)
    await world.waits(bo, task)
    await deliver(world, both)
    await world.leaves(world.alice, task)
    both.discord.failing, both.telegram.failing = [Undelivered(Why.BLOCKED)], [Undelivered(Why.BLOCKED)]
    await deliver(world, both)
    live = (await world.standing(bo, task)).live
    assert live
    assert live.offered_until
    assert "Der er plads til dig: Lav suppe." in both.discord.sent[-1][1].headline


async def _closes_new_chats(world: World, both: Both, person: Person) -> None:
    """The second network opens no chats, and has none with this person yet."""
    both.discord.opens_chats = False
    await world.rows("UPDATE accounts SET chat_id = 0 WHERE native_id = ?", person.native_id)


async def test_where_no_chat_can_be_opened_the_other_account_is_used(world: World, bo: Person) -> None:
    """40003 and 20026 of Discord. Red when a chat that was never opened counts as a way although it cannot be."""
    both = Both()
    await _closes_new_chats(world, both, bo)
    await world.claims(bo, await world.task(2))
    await deliver(world, both)
    assert both.heard() == (["Du er med"], [])


async def test_or_they_are_called_by_name_and_are_written_to_again_later(world: World) -> None:
    """Red when it waits until the task begins; or when being called holds it against them."""
    both, task, bo = Both(), await world.task(1), await on_discord(world, "Bo", language="da")
    await _shown_there(world, task)
    await _closes_new_chats(world, both, bo)
    await world.claims(world.alice, task)
    await world.waits(bo, task)
    await world.leaves(world.alice, task)
    await deliver(world, both)
    assert both.discord.sent[-1][1].headline.startswith(f"@{bo.native_id} Der er plads til dig")
    assert await _state(world, bo, task) is ClaimState.OFFERED
    both.discord.opens_chats = True
    await world.claims(bo, await world.task(2, title="Hent brød", starts_in=timedelta(days=9)))
    await deliver(world, both)
    assert both.heard()[1][-1] == "Du er med"


async def test_an_offer_that_cannot_be_told_goes_to_the_next_and_costs_no_turn(world: World) -> None:
    """No card stands there, so nobody can be called. Red when the place stays locked until the task begins."""
    both, task, bo = Both(), await world.task(1), await on_discord(world, "Bo", language="da")
    await _closes_new_chats(world, both, bo)
    await world.claims(world.alice, task)
    await world.waits(bo, task)
    await world.waits(world.charlie, task)
    await world.leaves(world.alice, task)
    for _ in range(MOST_TRIES_TO_OPEN):
        assert await _state(world, bo, task) is ClaimState.OFFERED
        await deliver(world, both)
        world.now += TEN_MINUTES
    await deliver(world, both)
    assert await _state(world, world.charlie, task) is ClaimState.OFFERED
    live = (await world.standing(bo, task)).live
    assert live
    assert (live.state, live.line) == (ClaimState.WAITING, 1)
    await world.leaves(world.charlie, task)
    assert await _state(world, bo, task) is ClaimState.WAITING
    both.discord.opens_chats = True
    await on_discord(world, "Bo", language="da")
    assert await _state(world, bo, task) is ClaimState.OFFERED
    await deliver(world, both)
    assert both.heard()[1] == ["Der er blevet plads til dig"]


async def test_what_is_no_offer_waits_until_chats_can_be_opened(world: World) -> None:
    """Red when a crowd's confirmations are given up because they came too fast."""
    both, bo = Both(), await on_discord(world, "Bo", language="da")
    await _closes_new_chats(world, both, bo)
    await world.claims(bo, await world.task(2))
    for _ in range(2 * MOST_TRIES_TO_OPEN):
        await deliver(world, both)
        world.now += TEN_MINUTES
    both.discord.opens_chats = True
    await deliver(world, both)
    assert both.heard()[1] == ["Du er med"]


@pytest.fixture
def calling(world: World) -> World:
    """The disk knows, as in the program, on which network people can be called by name."""
    world.storage = Storage(world.database, ADMINS, calling=frozenset({Network.DISCORD}))
    return world


async def _shut_and_waiting(world: World, both: Both, bo: Person) -> Task:
    """Bob is known to take no messages, and waits before Charlie for Alice's place."""
    task = await world.task(1)
    await world.claims(world.alice, task)
    await world.waits(bo, task)
    await world.waits(world.charlie, task)
    await deliver(world, both)
    await _unreachable(world, both, bo)
    return task


async def _state(world: World, person: Person, task: Task) -> ClaimState | None:
    live = (await world.standing(person, task)).live
    return live.state if live else None


async def test_who_is_known_to_be_shut_off_gets_their_turn_by_name(calling: World, bo: Person) -> None:
    """As whoever is found to be so only at the offer. Red when the line asks for open chats alone."""
    world, both = calling, Both()
    task = await _shut_and_waiting(world, both, bo)
    await _shown_there(world, task)
    await world.leaves(world.alice, task)
    await deliver(world, both)
    assert both.discord.sent[-1][1].headline.startswith(f"@{bo.native_id} Der er plads til dig")
    live = (await world.standing(bo, task)).live
    assert live
    assert (live.state, bool(live.offered_until)) == (ClaimState.OFFERED, True)
    async with world.storage.transaction() as tx:
        await claiming.claim(tx, bo, task.id, task.slots[0].id, world.now, in_private=False)
    assert await _state(world, bo, task) is ClaimState.HELD


@pytest.mark.parametrize(
    "hindrance", ["no card there", "gone away", "channel lost", "card gone", "a network that cannot"]
)
async def test_who_cannot_even_be_called_is_passed_over(calling: World, bo: Person, hindrance: str) -> None:
    """The line and the outbox agree on whose turn it is, whatever is in the way of a call."""
    world, both = calling, Both()
    task = await _shut_and_waiting(world, both, bo)
    if hindrance != "no card there":
        await _shown_there(world, task)
    if hindrance == "gone away":
        await world.rows("UPDATE accounts SET reach = 'never' WHERE native_id = ?", bo.native_id)
    if hindrance == "channel lost":
        await world.rows("UPDATE channels SET state = 'lost' WHERE native_id = ?", PLACE.chat_id)
    if hindrance == "card gone":
        await world.rows("UPDATE posts SET state = 'gone' WHERE message_id = 77")
    if hindrance == "a network that cannot":
        world.storage, both.discord.can_mention = Storage(world.database, ADMINS), False
    await world.leaves(world.alice, task)
    await deliver(world, both)
    assert await _state(world, world.charlie, task) is ClaimState.OFFERED
    assert await _state(world, bo, task) is ClaimState.WAITING


@pytest.mark.parametrize("card_there", [True, False])
async def test_who_is_called_by_name_counts_as_told_but_for_what_is_never_said_aloud(
    calling: World, bo: Person, card_there: bool
) -> None:
    """Red when a preview says that nobody is told, and then they are; or promises them a message's own words."""
    world, both, task = calling, Both(), await calling.task(2)
    await world.claims(bo, task)
    await _unreachable(world, both, bo)
    if card_there:
        await _shown_there(world, task)
    async with world.storage.transaction() as tx:
        seen = await managing.overview(tx, world.alice, task.id)
        whom = await messaging.audience(tx, await messaging.begin(tx, world.alice, task.id, world.now))
    assert (seen.told, seen.called, seen.unreachable) == ((1, ("Bo",), ()) if card_there else (0, (), ("Bo",)))
    assert (whom.told, whom.unreachable) == (0, ("Bo",))


async def test_a_card_that_comes_later_brings_them_their_turn(calling: World, bo: Person) -> None:
    """Red when only the transaction that frees a place asks who can be reached."""
    world, both = calling, Both()
    task = await _shut_and_waiting(world, both, bo)
    async with world.storage.transaction() as tx:
        charlies = await tx.tasks.standing(world.charlie.id, task.id)
        assert charlies
        assert charlies.live
        await claiming.leave(tx, world.charlie, charlies.live.id, world.now)
    await world.leaves(world.alice, task)
    assert await _state(world, bo, task) is ClaimState.WAITING
    async with world.storage.transaction() as tx:
        channel = tx.channels.add(PLACE, ChatKind.GROUP, "#opgaver", "da", world.now)
        tx.channels.connect(channel.id, world.organisation.id)
        tx.posts.add(task.id, channel.id)
    offered = asyncio.Event()
    async with publishes(world, both, promised=offered.set):
        async with asyncio.timeout(10):
            await offered.wait()
    assert await _state(world, bo, task) is ClaimState.OFFERED


async def test_if_that_fails_too_the_coordinator_hears_it(world: World, bo: Person) -> None:
    both, task = Both(), await world.task(2)
    await _shown_there(world, task)
    await world.claims(bo, task)
    await deliver(world, both)
    await _unreachable(world, both, bo)
    both.discord.failing = [Undelivered(Why.NO_RIGHTS)]
    async with world.storage.transaction() as tx:
        await posting.cancel(tx, world.alice, task.id, world.now)
    await deliver(world, both)
    assert [card.headline for to, card in both.telegram.sent if to == world.alice.address] == [
        "Jeg kan ikke få fat i Bo. Ring eller skriv selv."
    ]


@pytest.mark.parametrize("hindrance", ["no card there", "gone away", "a network that cannot", "for them alone"])
async def test_nobody_is_called_where_it_is_no_use(world: World, bo: Person, hindrance: str) -> None:
    both, task = Both(), await world.task(1)
    if hindrance != "no card there":
        await _shown_there(world, task)
    both.discord.can_mention = hindrance != "a network that cannot"
    claim = (await world.claims(bo, task)).claim
    assert claim
    await deliver(world, both)
    await _unreachable(world, both, bo)
    if hindrance == "gone away":
        await world.rows("UPDATE accounts SET reach = 'never' WHERE native_id = ?", bo.native_id)
    before = len(both.discord.sent)
    kind = NoticeKind.MESSAGE if hindrance == "for them alone" else NoticeKind.CHANGED
    async with world.storage.transaction() as tx:
        message = tx.messages.add(task.id, world.alice.id, "Hej", world.now)
        news = Notice(
            kind=kind,
            person_id=bo.id,
            task_id=task.id,
            claim_id=claim.id,
            facts={"message": message.id, "what": "place"},
            due_at=world.now,
        )
        promise(tx, news, world.now)
    await deliver(world, both)
    assert len(both.discord.sent) == before
    assert await world.owed(bo, "unreachable") == [kind.value]


async def test_whoever_is_back_where_the_bot_may_write_is_reached_again(world: World) -> None:
    """They left the server and came back: a press there is enough, where a network lets the bot write first."""
    bo = await on_discord(world, "Bo")
    async with world.storage.transaction() as tx:
        tx.people.set_reach(bo.account_id, Reach.NEVER)
    assert (await on_discord(world, "Bo")).reach is Reach.YES
    async with world.storage.transaction() as tx:
        tx.people.set_reach(bo.account_id, Reach.BLOCKED)
    assert (await on_discord(world, "Bo")).reach is Reach.BLOCKED


class Unhurried(Recorder):
    """A send takes until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()
        self.let_go = asyncio.Event()

    async def send(self, to, card, urgency: Urgency, *, key: str = "") -> int:  # type: ignore[no-untyped-def]
        self.begun.set()
        await self.let_go.wait()
        return await super().send(to, card, urgency)


async def test_what_is_on_its_way_while_two_become_one_is_told_once(world: World) -> None:
    """Red when only persons are leased: by the link the notice has another."""
    both = Both()
    both.telegram = both[Network.TELEGRAM] = slow = Unhurried()
    bo, task = await on_discord(world, "Bo", language="da"), await world.task(2)
    await world.claims(world.bob, task)
    async with sending(world, both) as outbox:
        outbox.nudge()
        await slow.begun.wait()
        async with world.storage.transaction() as tx:
            code = linking.make_code(tx, world.bob, world.now)
        async with world.storage.transaction() as tx:
            await linking.link(tx, bo, code, world.now, ZONE)
        outbox.nudge()
        await asyncio.sleep(0.05)
        slow.let_go.set()
        while not outbox.idle():  # noqa: ASYNC110 - the outbox tells nobody when it is done
            await asyncio.sleep(0.005)
    assert both.heard() == (["Du er med"], [])


async def test_an_answer_that_one_account_did_not_take_is_owed_to_the_other(world: World, bo: Person) -> None:
    """Red when it is held against the account that reaches them best."""
    async with world.storage.transaction() as tx:
        owed = Owed(1, bo.id, Network.TELEGRAM, "mine", Why.BLOCKED)
        await close(tx, (), [owed], world.now)
    reach = await world.rows("SELECT network, reach FROM accounts WHERE person_id = ? ORDER BY network", bo.id)
    assert reach == [("discord", "yes"), ("telegram", "blocked")]
    both = Both()
    await deliver(world, both)
    assert both.heard() == ([], ["mine"])
