"""Every acknowledged update takes effect exactly once, through crashes, doubles and bugs."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.cards import Action, Card, Reply
from bot.errors import Undelivered, Unstored, Why
from bot.handled import Handled
from bot.inbox import Inbox
from bot.incoming import Arrival, Incoming, Network, Sender, Wrote
from bot.metering import Unmetered
from bot.model import Reach, Retort
from bot.retorts import retort_to
from bot.store import Tx
from storage.database import Database
from storage.transaction import Storage
from tests.core.recorder import Recorder
from tests.people import NOW

SAID = Retort(press_id="77", toast="Fyldt op")


class Fixed:
    def now(self) -> datetime:
        return NOW

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


class Desk:
    """A handler that counts in the database what it did."""

    def __init__(self) -> None:
        self.bugs = 0
        self.texts: list[str] = []

    async def handle(self, tx: Tx, incoming: Incoming, now: datetime) -> Handled:
        assert isinstance(incoming.what, Wrote)
        assert incoming.sender
        text = incoming.what.text
        found = await tx.people.by_account(Network.TELEGRAM, incoming.sender.native_id)
        person = found[0] if found else tx.people.add(Network.TELEGRAM, incoming.sender, Reach.YES, now)
        tx.meta.set(f"done:{text}", str(int(await tx.meta.get(f"done:{text}") or 0) + 1))
        if "bug" in text:
            self.bugs += 1
            raise RuntimeError("a bug")
        self.texts.append(text)
        if "intet" in text:
            return Handled(person.id)
        if "nej" in text:
            return Handled(person.id, Reply(screen=Action.of("help"), toast=text), refusal="SlotIsFull")
        return Handled(person.id, Reply(screen=Action.of("help"), toast=text))

    def apology(self, incoming: Incoming) -> Reply:
        return Reply(screen=Action.of("help"), toast="sorry")

    def slow_down(self, incoming: Incoming) -> Reply:
        return Reply(screen=Action.of("help"), toast="slow down")


def arrival(number: int, person: int, text: str) -> Arrival:
    raw = {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1,
            "chat": {"id": person, "type": "private", "first_name": "B"},
            "from": {"id": person, "is_bot": False, "first_name": "B"},
            "text": text,
        },
    }
    return Arrival(number=number, lane=f"telegram:u:{person}", raw=json.dumps(raw))


class Tally(Unmetered):
    """A meter that remembers."""

    def __init__(self) -> None:
        self.outcomes: list[tuple[str, str]] = []
        self.refusals: list[str] = []
        self.begun: list[float] = []

    def begin(self) -> float:
        return 7.0

    def handled(self, network: Network, kind: str, outcome: str) -> None:
        self.outcomes.append((kind, outcome))

    def refused(self, reason: str) -> None:
        self.refusals.append(reason)

    def answered(self, network: Network, begun: float) -> None:
        self.begun.append(begun)


class Running:
    """The inbox on a file, until the block ends (or is cut off)."""

    def __init__(self, path: Path, network: Recorder, desk: Desk) -> None:
        self.path, self.network, self.desk = path, network, desk
        self.tally, self.promised = Tally(), 0

    async def __aenter__(self) -> "Running":
        self.database = await Database.open(self.path)
        self.storage = Storage(self.database, frozenset())
        self.inbox = Inbox(
            self.storage,
            {Network.TELEGRAM: self.network},
            self.desk.handle,
            lambda incoming: None,
            self.desk.apology,
            self.desk.slow_down,
            Fixed(),
            self._promise,
            self.tally,
        )
        await self.inbox.recover(Network.TELEGRAM)
        self.task = asyncio.ensure_future(self.inbox.run())
        return self

    async def __aexit__(self, *error: object) -> None:
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task
        await self.database.close()

    def _promise(self) -> None:
        self.promised += 1

    async def settled(self) -> None:
        while not self.inbox.idle():  # noqa: ASYNC110 - the inbox tells nobody when it is done
            await asyncio.sleep(0.005)

    async def meta(self, name: str) -> str | None:
        async with self.storage.transaction() as tx:
            return await tx.meta.get(name)

    async def rows(self, sql: str) -> list[tuple[object, ...]]:
        async with self.database.transaction() as work:
            return [tuple(row) for row in await work.ask(sql)]


async def test_the_same_update_twice_takes_effect_once(tmp_path: Path) -> None:
    """Design I5. Red without ON CONFLICT DO NOTHING in storage.inbox.store, or without UNIQUE (bot_id, number)."""
    async with Running(tmp_path / "t.db", Recorder(), Desk()) as running:
        await running.inbox.receive(Network.TELEGRAM, [arrival(1, 5, "hej"), arrival(1, 5, "hej")])
        await running.inbox.receive(Network.TELEGRAM, [arrival(1, 5, "hej"), arrival(2, 5, "mere")])
        await running.settled()
        assert running.desk.texts == ["hej", "mere"]
        assert await running.meta("done:hej") == "1"


async def test_what_was_stored_before_a_crash_is_handled_after_it(tmp_path: Path) -> None:
    """Design I5. Red when recover() does not read what is unhandled."""
    database = await Database.open(tmp_path / "t.db")
    async with Storage(database, frozenset()).transaction() as tx:
        await tx.inbox.store(Network.TELEGRAM, 1, [arrival(1, 5, "hej")], NOW)
    await database.close()
    async with Running(tmp_path / "t.db", Recorder(), Desk()) as running:
        await running.settled()
        assert running.desk.texts == ["hej"]


async def test_an_answer_cut_off_by_a_crash_becomes_a_notice(tmp_path: Path) -> None:
    """Design I7. Red when recover() does not owe the answers of rows that are done."""
    network, desk = Recorder(), Desk()
    async with Running(tmp_path / "t.db", network, desk) as running:
        await running.inbox.receive(Network.TELEGRAM, [arrival(1, 5, "hej")])
        await running.settled()
        async with running.database.transaction() as work:
            work.write("UPDATE inbox SET state = 'done', answer = 'help'")
    async with Running(tmp_path / "t.db", network, desk) as running:
        await running.settled()
        assert await running.rows("SELECT kind, facts FROM notices") == [("answer", '{"screen": "help"}')]
        assert desk.texts == ["hej"]


async def test_an_answer_refused_as_too_old_becomes_a_notice(tmp_path: Path) -> None:
    network = Recorder()
    network.failing = [Undelivered(Why.TOO_OLD)]
    async with Running(tmp_path / "t.db", network, Desk()) as running:
        await running.inbox.receive(Network.TELEGRAM, [arrival(1, 5, "hej")])
        await running.settled()
        assert await running.rows("SELECT kind FROM notices") == [("answer",)]


async def test_a_row_that_fails_three_times_is_closed_with_an_apology_and_stops_nobody(tmp_path: Path) -> None:
    network, desk = Recorder(), Desk()
    async with Running(tmp_path / "t.db", network, desk) as running:
        await running.inbox.receive(
            Network.TELEGRAM, [arrival(1, 5, "bug"), arrival(2, 5, "efter"), arrival(3, 6, "en anden")]
        )
        await running.settled()
        assert desk.bugs == 3
        assert sorted(desk.texts) == ["efter", "en anden"]
        assert "sorry" in [reply.toast for reply in network.answered]
        assert await running.meta("done:bug") is None
        assert ("failed", "") in await running.rows("SELECT state, raw FROM inbox")


class Waiting(Recorder):
    """A network that shows its people that an answer is on its way, until there is one."""

    def read(self, raw: str) -> Incoming:
        return replace(super().read(raw), answer_to="7/token")


async def test_what_waits_for_an_answer_and_gets_none_comes_to_rest(tmp_path: Path) -> None:
    """Red when a handler's silence is the network's: on Discord it would go on "thinking"."""
    network = Waiting()
    async with Running(tmp_path / "t.db", network, Desk()) as running:
        await running.inbox.receive(Network.TELEGRAM, [arrival(1, 5, "intet"), arrival(2, 5, "hej")])
        await running.settled()
        assert [(reply.toast, reply.card) for reply in network.answered] == [(None, None), ("hej", None)]
        assert await running.rows("SELECT state, press FROM inbox") == [("answered", "")] * 2
        assert running.tally.outcomes == [("wrote", "silent"), ("wrote", "answered")]


async def test_what_is_waited_for_and_cut_off_by_a_crash_is_owed_and_comes_to_rest(tmp_path: Path) -> None:
    """The card is a notice. Red when nothing is kept of where it was waited for."""
    card = Reply(screen=Action.of("help"), card=Card("Du er med"))
    incoming = Waiting().read(arrival(1, 5, "x").raw)
    await _cut_off(tmp_path / "t.db", "help", retort_to(incoming, card))
    network = Waiting()
    async with Running(tmp_path / "t.db", network, Desk()) as running:
        await running.settled()
        assert [(reply.toast, reply.card) for reply in network.answered] == [(None, None)]
        assert await running.rows("SELECT kind FROM notices") == [("answer",)]
        assert await running.rows("SELECT state, press FROM inbox") == [("answered", "")]


async def test_an_unreadable_row_is_closed_and_stops_nobody(tmp_path: Path) -> None:
    async with Running(tmp_path / "t.db", Recorder(), Desk()) as running:
        nonsense = Arrival(number=1, lane="telegram:u:5", raw='{"update_id": 1, "message": 7}')
        await running.inbox.receive(Network.TELEGRAM, [nonsense, arrival(2, 5, "hej")])
        await running.settled()
        assert running.desk.texts == ["hej"]


async def test_the_raw_text_is_emptied_with_the_row(tmp_path: Path) -> None:
    """Design I10. Red when storage.inbox.done keeps `raw`."""
    async with Running(tmp_path / "t.db", Recorder(), Desk()) as running:
        await running.inbox.receive(Network.TELEGRAM, [arrival(1, 5, "hej")])
        await running.settled()
        assert await running.rows("SELECT raw FROM inbox") == [("",)]


async def test_one_persons_updates_are_answered_in_order(tmp_path: Path) -> None:
    network = Recorder()
    async with Running(tmp_path / "t.db", network, Desk()) as running:
        await running.inbox.receive(Network.TELEGRAM, [arrival(n, 5, str(n)) for n in range(1, 30)])
        await running.settled()
        assert [reply.toast for reply in network.answered] == [str(n) for n in range(1, 30)]


async def _cut_off(path: Path, answer: str, retort: Retort | None = SAID) -> None:
    """A press whose effect was committed, and whose answer was not sent when the process died."""
    database = await Database.open(path)
    async with Storage(database, frozenset()).transaction() as tx:
        sender = Sender(native_id=5, name="B", language="da")
        person = tx.people.add(Network.TELEGRAM, sender, Reach.NEVER, NOW)
        rows = await tx.inbox.store(Network.TELEGRAM, 1, [arrival(1, 5, "x")], NOW)
        tx.inbox.done(rows[0].id, person.id, answer, NOW, retort)
    await database.close()


async def test_a_press_cut_off_by_a_crash_is_still_answered(tmp_path: Path) -> None:
    """All that reaches a stranger. Red when recover() only owes what was cut off."""
    network = Recorder()
    await _cut_off(tmp_path / "t.db", "help")
    async with Running(tmp_path / "t.db", network, Desk()) as running:
        await running.settled()
        assert [reply.toast for reply in network.answered] == ["Fyldt op"]
        assert await running.rows("SELECT state, answer, press FROM inbox") == [("answered", "", "")]
        assert await running.rows("SELECT kind FROM notices") == []


@pytest.mark.parametrize(("answer", "owed"), [("help", [("answer",)]), ("", [])])
async def test_a_press_that_is_too_old_after_the_crash_is_owed_unless_a_notice_says_the_same(
    tmp_path: Path, answer: str, owed: list[tuple[str]]
) -> None:
    network = Recorder()
    network.failing = [Undelivered(Why.TOO_OLD)]
    await _cut_off(tmp_path / "t.db", answer)
    async with Running(tmp_path / "t.db", network, Desk()) as running:
        await running.settled()
        assert await running.rows("SELECT kind FROM notices") == owed


async def test_an_answer_that_arrived_sends_nobody_looking(tmp_path: Path) -> None:
    """Red when each commit says that something may be owed: the outbox and the cards would look twice a press."""
    network = Recorder()
    async with Running(tmp_path / "t.db", network, Desk()) as running:
        await running.inbox.receive(Network.TELEGRAM, [arrival(1, 5, "hej")])
        await running.settled()
        assert await running.rows("SELECT state FROM inbox") == [("answered",)]
        assert running.promised == 1
        network.failing = [Undelivered(Why.TOO_OLD)]
        await running.inbox.receive(Network.TELEGRAM, [arrival(2, 5, "hej")])
        await running.settled()
        assert running.promised == 3, "the answer that was too old is owed"


async def test_what_becomes_of_each_update_is_counted(tmp_path: Path) -> None:
    """Once it is on disk: a kind and an outcome, and nobody's words."""
    async with Running(tmp_path / "t.db", Recorder(), Desk()) as running:
        nonsense = Arrival(number=1, lane="telegram:u:6", raw="{}{")
        arrivals = [nonsense, arrival(2, 5, "hej"), arrival(3, 5, "nej"), arrival(4, 7, "bug")]
        await running.inbox.receive(Network.TELEGRAM, arrivals)
        await running.settled()
        assert sorted(running.tally.outcomes) == [
            ("unreadable", "failed"),
            ("wrote", "again"),
            ("wrote", "again"),
            ("wrote", "answered"),
            ("wrote", "failed"),
            ("wrote", "refused"),
        ]
        assert running.tally.refusals == ["SlotIsFull"]
        assert running.tally.begun == [7.0, 7.0, 7.0]


async def test_nobody_is_answered_before_it_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Design I3: the handler has done its work, the commit fails. Red when the answer leaves before the commit."""
    monkeypatch.setattr("bot.persisting.AGAIN", 0.01)
    network, desk = Recorder(), Desk()
    async with Running(tmp_path / "t.db", network, desk) as running:
        await running.inbox.receive(Network.TELEGRAM, [arrival(1, 5, "hej")])
        really, failing = running.storage.transaction, True

        @asynccontextmanager
        async def transaction() -> AsyncIterator[Tx]:
            async with really() as tx:
                yield tx
                if failing:
                    await asyncio.sleep(0.01)  # whoever is answered too early has the time
                    raise Unstored("the disk does not take it")

        monkeypatch.setattr(running.storage, "transaction", transaction)
        while len(desk.texts) < 3 and not network.answered:  # noqa: ASYNC110 - the inbox tells nobody that it tries again
            await asyncio.sleep(0.005)
        assert network.answered == []
        failing = False
        await running.settled()
        assert len(network.answered) == 1
        assert await running.meta("done:hej") == "1"
