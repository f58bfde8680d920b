"""Two accounts that become one person, after any sequence of acts: the file says what a plain model says."""

import asyncio
import random
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot import claiming, staffing
from bot.errors import Refusal
from bot.model import Person, Task
from bot.store import Tx
from tests.properties.effort import effort
from tests.properties.model import LIVE, TAKES, Errand, Model
from tests.properties.steering import Steered
from tests.usecases.linking_desk import links, on_discord
from tests.world import World

Act = tuple[int, str, int]
"""Who (the first two are one human), what, and in which slot."""
WHATS = (*["claim"] * 4, *["wait"] * 4, "leave", "take_off")
BETTER = ("held", "offered", "waiting")


@given(seed=st.integers(0, 2**32), back=st.booleans())
@effort(60, shrink=False)
def test_what_both_had_becomes_one_by_the_rules(seed: int, back: bool) -> None:
    """Design I1, I2, I4. Red when a claim too many stays, or a place that is freed is not offered."""
    chance = random.Random(seed)
    acts = [(chance.randrange(4), chance.choice(WHATS), chance.randrange(3)) for _ in range(chance.randint(3, 20))]
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_proof(Path(folder) / "tjans.db", acts, back=back))


async def _proof(path: Path, acts: Sequence[Act], *, back: bool) -> None:
    world = await World.open(path)
    try:
        people = [world.bob, await on_discord(world, "Bo"), world.charlie, world.dana]
        tasks = [
            await world.task(roles={"kok": 1, "hjælper": 1}),
            await world.task(1, title="Gåtur", starts_in=timedelta(days=9)),
        ]
        model = _model_of(tasks, people)
        for act in acts:
            await _does(world, model, people, act)
        maker, giver = (people[0], people[1]) if back else (people[1], people[0])
        await links(world, maker, giver)
        _become_one(model, giver.id, maker.id, world)
        await _compare(world, model)
    finally:
        await world.database.close()


def _model_of(tasks: Sequence[Task], people: Sequence[Person]) -> Steered:
    return Steered(
        errands={task.id: Errand(task.starts_at, task.ends_at) for task in tasks},
        places={slot.id: slot.capacity for task in tasks for slot in task.slots},
        errand_of={slot.id: task.id for task in tasks for slot in task.slots},
        reachable={person.id: True for person in people},
    )


async def _does(world: World, model: Steered, people: Sequence[Person], act: Act) -> None:
    """In the file and in the model; what each makes of it is compared at the end."""
    who, what, at = people[act[0]], act[1], sorted(model.places)[act[2]]
    task = model.errand_of[at]
    mine = next((claim for claim, hold in model.holds.items() if hold is model.live(who.id, task)), 0)
    world.now += timedelta(seconds=1)
    if what in ("leave", "take_off") and not mine:
        return
    async with world.storage.transaction() as tx:
        with suppress(Refusal):
            await _step(tx, world, who, what, task, at, mine)
    match what:
        case "claim":
            model.claim(who.id, at, world.now)
        case "wait":
            model.wait(who.id, at, world.now)
        case "leave":
            model.leave(who.id, mine, world.now)
        case _:
            model.take_off(mine, world.now)


async def _step(tx: Tx, world: World, who: Person, what: str, task: int, slot: int, mine: int) -> None:
    match what:
        case "claim":
            await claiming.claim(tx, who, task, slot, world.now, in_private=True)
        case "wait":
            await claiming.wait(tx, who, task, slot, world.now, in_private=True)
        case "leave":
            await claiming.leave(tx, who, mine, world.now)
        case _:
            await staffing.take_off(tx, world.alice, mine, world.now)


def _become_one(model: Model, person: int, gone: int, world: World) -> None:
    """The rule once more, in dicts and lists."""
    freed: list[int] = []
    for errand in model.errands:
        theirs = [h for h in model.holds.values() if h.person in (person, gone) and model.errand_of[h.slot] == errand]
        live = sorted(
            (hold for hold in theirs if hold.state in LIVE), key=lambda one: (BETTER.index(one.state), one.number)
        )
        for hold in live if any(hold.state == "removed" for hold in theirs) else live[1:]:
            freed += [hold.slot] if hold.state in TAKES else []
            hold.state = "lapsed"
    for hold in model.holds.values():
        hold.person = person if hold.person == gone else hold.person
    for slot in freed:
        model._offer(slot, world.now)


async def _compare(world: World, model: Model) -> None:
    rows = await world.rows("SELECT id, person_id, slot_id, state FROM claims")
    assert {row[0]: row[1:] for row in rows} == {
        claim: (hold.person, hold.slot, hold.state) for claim, hold in model.holds.items()
    }
    oversold = "SELECT id FROM slots WHERE capacity < (SELECT COUNT(*) FROM claims c WHERE c.slot_id = slots.id"
    assert await world.rows(f"{oversold} AND c.state IN ('held', 'offered'))") == []
    beside = (
        "SELECT c.id FROM claims c JOIN slots s ON s.id = c.slot_id WHERE c.state = 'waiting' AND s.capacity >"
        " (SELECT COUNT(*) FROM claims o WHERE o.slot_id = s.id AND o.state IN ('held', 'offered'))"
    )
    assert await world.rows(beside) == []
    for slot in model.places:
        line = await world.rows(
            "SELECT person_id FROM claims WHERE slot_id = ? AND state = 'waiting' ORDER BY turn", slot
        )
        assert [row[0] for row in line] == [hold.person for hold in model.line(slot)]
