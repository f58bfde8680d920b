"""Through which account somebody is told: the one they used last, then the other; where none reaches, by name."""

import asyncio
from datetime import timedelta

import pytest

from bot import linking, posting
from bot.errors import Undelivered, Why
from bot.incoming import Network
from bot.model import ClaimState, Notice, NoticeKind, Person, Reach
from bot.outage import BEGINS_AT, Outages
from bot.owing import Owed, close
from bot.ports import Urgency
from bot.promising import promise
from tests.core.both import PLACE, Both, bob_on_both, shown_there, unreachable
from tests.core.delivering import deliver, sending
from tests.core.recorder import Recorder
from tests.people import ZONE
from tests.usecases.linking_desk import on_discord
from tests.world import World


@pytest.fixture
async def bo(world: World) -> Person:
    """Bob on Telegram and, where he was last, on Discord."""
    return await bob_on_both(world)


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


async def test_where_no_account_reaches_them_they_are_called_by_name(world: World, bo: Person) -> None:
    """In the channel's language, once, and it counts as told. Red when the coordinator hears of it at once."""
    both, task = Both(), await world.task(1)
    await shown_there(world, task, "en")
    await world.claims(bo, task)
    await deliver(world, both)
    await unreachable(world, both, bo)
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
    await shown_there(world, task)
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


async def test_if_that_fails_too_the_coordinator_hears_it(world: World, bo: Person) -> None:
    both, task = Both(), await world.task(2)
    await shown_there(world, task)
    await world.claims(bo, task)
    await deliver(world, both)
    await unreachable(world, both, bo)
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
        await shown_there(world, task)
    both.discord.can_mention = hindrance != "a network that cannot"
    claim = (await world.claims(bo, task)).claim
    assert claim
    await deliver(world, both)
    await unreachable(world, both, bo)
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
