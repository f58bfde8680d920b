"""Whatever comes from the network: nothing breaks, the rest goes on, and nobody changes what is not theirs."""

import asyncio
import json
import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cards import Reply
from bot.inbox import Inbox
from bot.incoming import Address, Arrival, Incoming, Network, Sender
from handlers.networks.telegram.reading import arrival_of, read_update
from handlers.networks.telegram.showing import html_of, keyboard_of, toast_of
from handlers.routes import Routes
from storage.transaction import Tx
from tests.community import Community, Rows, rows_of_others
from tests.core.delivering import Follows
from tests.core.recorder import Recorder
from tests.people import ADMINS
from tests.properties.effort import dice, seeds
from tests.properties.updates import Json, act, mutated, user
from tests.usecases.desk import BOT_NAME, COMMUNITY


async def _build(folder: Path) -> Community:
    async with Community.open(folder / "template.db") as community:
        return community


@pytest.fixture(scope="module")
def template() -> Iterator[Community]:
    with tempfile.TemporaryDirectory() as folder:
        yield asyncio.run(_build(Path(folder)))


# Mutated


UNREADABLE = "ValueError at inbox.py"


class Strict(Recorder):
    """Takes an answer only if Telegram would."""

    async def ask_admin(self, where: Address, who: Sender) -> bool | None:
        return where.chat_id % 2 == 0

    async def answer(self, incoming: Incoming, reply: Reply) -> None:
        reply.screen.pack()
        toast_of(reply.toast)
        if reply.card is not None:
            assert html_of(reply.card).encode()
            keyboard_of(reply.card, BOT_NAME)
        await super().answer(incoming, reply)


async def _handle(community: Community, network: Recorder, arrivals: Sequence[Arrival]) -> None:
    routes = Routes(COMMUNITY)
    inbox = Inbox(
        community.storage,
        {Network.TELEGRAM: network},
        routes.handle,
        routes.admin_of,
        routes.apology,
        routes.slow_down,
        Follows(community.world),
        lambda: None,
    )
    await inbox.receive(Network.TELEGRAM, arrivals)
    running = asyncio.ensure_future(inbox.run())
    while not inbox.idle():  # noqa: ASYNC110 - the inbox tells nobody when it is done
        await asyncio.sleep(0.001)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def _is_readable(arrival: Arrival) -> bool:
    """ValueError is the only error that reading may raise."""
    try:
        read_update(arrival.raw, BOT_NAME)
    except ValueError:
        return False
    return True


async def _survives(community: Community, updates: Sequence[Any]) -> None:
    numbered = [{"update_id": number, **update} for number, update in enumerate(updates, 1)]
    arrivals = [arrival for update in numbered if (arrival := arrival_of(update))]
    last = {"message_id": 1, "date": 1, "chat": {"id": 103, "type": "private"}, "from": user(103), "text": "/help"}
    arrivals.append(Arrival(number=9999, lane="telegram:u:103", raw=json.dumps({"update_id": 9999, "message": last})))
    network = Strict()
    await _handle(community, network, arrivals)
    rows = await community.world.rows("SELECT number, state, trouble FROM inbox")
    assert {state for _, state, _ in rows} <= {"answered", "failed"}
    trouble = {number: str(trouble).partition(":")[0] for number, state, trouble in rows if state == "failed"}
    forgotten = {number for (number,) in await community.world.rows("SELECT number FROM inbox WHERE lane = ''")}
    due = {one.number: UNREADABLE for one in arrivals if not _is_readable(one)}
    due = {number: what for number, what in due.items() if number in trouble or number not in forgotten}
    wrong = {one.raw: trouble.get(one.number) for one in arrivals if trouble.get(one.number) != due.get(one.number)}
    assert wrong == {}
    assert 9999 not in trouble
    assert network.answered
    assert await community.world.rows("PRAGMA foreign_key_check") == []


def test_an_update_that_is_not_as_documented_breaks_nothing(template: Community) -> None:
    """Whatever can be read is handled, whatever cannot is closed as unreadable, and the next one is answered.

    What somebody sent before they deleted themselves, and nobody had read, is emptied with them.
    """
    logging.getLogger("bot.inbox").setLevel(logging.CRITICAL)  # it tells of each unreadable one

    async def run(updates: Sequence[Json], folder: str) -> None:
        async with template.copied(Path(folder) / "copy.db") as community:
            await _survives(community, updates)

    for seed in seeds(60):
        with dice(seed) as random, tempfile.TemporaryDirectory() as folder:
            asyncio.run(run([mutated(random, template.ids) for _ in range(25)], folder))


# Forged


@dataclass(frozen=True)
class Attacker:
    """Somebody who may do little, and what is theirs beside the rows of their own."""

    name: str
    native_id: int
    coordinates: bool = False


ATTACKERS = (
    Attacker("coordinator of another organisation", 105, coordinates=True),
    Attacker("in line", 106),
    Attacker("taken off", 107),
    Attacker("only started the bot", 103),
    Attacker("never started it", 108),
    Attacker("blocked it", 109),
    Attacker("never seen", 4711),
)
SECRETS = ("Farmor", "Kun for dem", "Husk forklæde", "Ny tjans", "Farfar")
"""A guest, a message to those on the task, and what stands in somebody else's forms."""

TOLD_TO_COORDINATORS = {"full", "late_afbud"}


class TakenBack(Exception):
    """Each try begins with the same file."""


async def _tries(community: Community, attacker: Attacker, updates: Sequence[Json]) -> None:
    routes = Routes(COMMUNITY)
    with suppress(TakenBack):
        async with community.world.database.transaction() as work:
            tx = Tx(work, ADMINS)
            before = await rows_of_others(work, await _person(tx, attacker))
            for update in updates:
                try:
                    incoming = read_update(json.dumps({"update_id": 1, **update}), BOT_NAME)
                except ValueError:  # a half character
                    continue
                handled = await routes.handle(tx, incoming, community.world.now)
                said = repr(handled.reply)
                assert not [secret for secret in SECRETS if secret in said]
            after = await rows_of_others(work, await _person(tx, attacker))
            _check(_judged(before, attacker, community), _judged(after, attacker, community))
            raise TakenBack


async def _person(tx: Tx, attacker: Attacker) -> int:
    found = await tx.people.by_account(Network.TELEGRAM, attacker.native_id)
    return found[0].id if found else 0


def _check(before: Rows, after: Rows) -> None:
    """Everything of others stands as it stood; new is at most what a coordinator is told of the attacker's own."""
    for table, rows in before.items():
        assert rows - after[table] == set(), table
        new = {row for row in after[table] - rows if not (table == "notices" and TOLD_TO_COORDINATORS & set(row))}
        assert new == set(), table


def _judged(rows: Rows, attacker: Attacker, community: Community) -> Rows:
    """Without what a coordinator of another organisation may well do there."""
    if not attacker.coordinates:
        return rows
    theirs = {community.ids["choir"], "Korforeningen"}
    home = {"coordinators", "invitations", "channels", "channel_organisations", "channel_questions", "slots", "posts"}
    return {
        table: {row for row in found if not theirs & set(row[:3])} if table in {*home, "tasks"} else found
        for table, found in rows.items()
    }


@pytest.mark.parametrize("attacker", ATTACKERS, ids=[one.name for one in ATTACKERS])
def test_nobody_changes_what_is_not_theirs(template: Community, attacker: Attacker) -> None:
    """Design I8: every verb, command and link, with everybody's ids, in any order."""

    async def run(updates: Sequence[Json], folder: str) -> None:
        async with template.copied(Path(folder) / "copy.db") as community:
            await _tries(community, attacker, updates)

    for seed in seeds(40):
        with dice(seed) as random, tempfile.TemporaryDirectory() as folder:
            asyncio.run(run([act(random, attacker.native_id, template.ids) for _ in range(12)], folder))
