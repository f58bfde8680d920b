"""The rules know people who are on both networks: what only linking can break is found under its name."""

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from bot import forgetting, merging, rules
from bot.cards import Card
from bot.incoming import Address
from bot.model import Claim, Person
from bot.store import Tx
from handlers.networks.discord.messenger import DiscordMessenger
from simulation import planning
from simulation.command import play
from simulation.discord import guild
from simulation.options import Options
from simulation.year import Year
from tests.simulation.test_rules_can_fail import broken, in_the_database, on_day

LINKED = Options(seed=3, people=150, tasks=40, days=10, crashes=0, faults=0.0)


@pytest.fixture(autouse=True)
def _everyone_on_discord_is_on_telegram_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guild, "ON_BOTH", 1.0)


def test_people_become_one_and_their_claims_with_them() -> None:
    """What the other tests here break is there: people link, both with a claim, and the year holds."""
    ledger, violations = play(LINKED)
    assert violations == [], "\n".join(ledger.last)
    assert ledger.counts["people linked"] >= 5
    assert ledger.counts["claims merged"] >= 2


def test_i2_two_claims_become_none(monkeypatch: pytest.MonkeyPatch) -> None:
    lost_of = merging._lost_of

    def all_of_them(task: Any, claims: Any, now: Any) -> list[merging.Lost]:
        live = [claim for claim in claims if claim.state.live]
        return [merging.Lost(claim, None, task) for claim in live] if len(live) > 1 else lost_of(task, claims, now)

    monkeypatch.setattr(merging, "_lost_of", all_of_them)
    assert "I2" in broken(LINKED)


def test_i2_the_worse_claim_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks of one place: of two who are one the second waits in line for the first."""
    plan, better = planning._plan, rules.better

    def of_one_place(*given: Any) -> planning.Plan:
        return replace(plan(*given), slots=(("hjælper", 1),))

    def worse(claim: Claim) -> tuple[int, int]:
        state, turn = better(claim)
        return -state, -turn

    monkeypatch.setattr(planning, "_plan", of_one_place)
    monkeypatch.setattr(rules, "better", worse)
    assert "I2" in broken(LINKED)


def test_i3_or_i6_whoever_is_on_both_networks_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes to them on Discord is recorded as sent, and never said; nobody else notices anything."""
    send, numbers, years = DiscordMessenger.send, count(1), list[Year]()

    async def keep_quiet(self: DiscordMessenger, to: Address, card: Card, *more: Any, **named: Any) -> int:
        reader = years[0].elsewhere.discord.world.channels[to.chat_id].recipient
        if reader is not None and _is_linked(years[0], reader.id):
            return next(numbers)
        return await send(self, to, card, *more, **named)

    monkeypatch.setattr(DiscordMessenger, "send", keep_quiet)
    assert broken(replace(LINKED, people=300, tasks=80), years.append) & {"I3", "I6"}


def test_i8_strangers_become_one_person() -> None:
    plant = in_the_database(
        "UPDATE accounts SET person_id = (SELECT a.person_id FROM accounts a WHERE a.network = 'telegram' LIMIT 1)"
        " WHERE id = (SELECT MAX(id) FROM accounts WHERE network = 'discord')"
    )
    assert "I8" in broken(LINKED, on_day(3, plant))


def test_i8_linked_accounts_are_parted_unasked() -> None:
    def part(year: Year) -> None:
        disk, account = year.host.life.disk, _of_two(year)
        assert disk is not None
        disk.plant("INSERT INTO persons (id, name, created_at, seen_at) VALUES (99999, 'Ny', 0, 0)")
        disk.plant("UPDATE accounts SET person_id = 99999 WHERE id = ?", account)

    assert "I8" in broken(LINKED, on_day(9, part))


def test_i10_only_one_of_two_accounts_is_deleted() -> None:
    def forget_one(year: Year) -> None:
        disk = year.host.life.disk
        assert disk is not None
        disk.plant("DELETE FROM accounts WHERE id = ?", _of_two(year))

    assert "I10" in broken(LINKED, on_day(9, forget_one))


def test_i8_whoever_deletes_themselves_loses_the_other_account_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if deleting were for the account that asks alone."""
    forget = forgetting.forget

    async def apart(tx: Tx, person: Person, confirmed: int, now: Any) -> tuple[str, ...]:
        for account in await tx.people.accounts(person.id):
            if account.account_id != person.account_id:
                tx.linking.set_apart(account, now)
        return await forget(tx, person, confirmed, now)

    def leave(year: Year) -> None:
        native = next(native for native in year.town.twins if _is_linked(year, native))
        year.whims._begin(year.whims._leave(year.volunteers.of[native].talk))

    monkeypatch.setattr(forgetting, "forget", apart)
    assert "I8" in broken(LINKED, on_day(9, leave))


def _is_linked(year: Year, native: int) -> bool:
    person_id = year.books.person.get(native)
    return person_id is not None and len(year.books.natives(person_id)) == 2


def _of_two(year: Year) -> int:
    """The account on Discord of somebody who is linked."""
    native = next(native for native in year.town.twins if _is_linked(year, native))
    rows = year.books.tables["accounts"].values()
    return next(int(row["id"]) for row in rows if row["native_id"] == native)


def test_a_fault_on_the_other_account_explains_what_came_late() -> None:
    """Red when only the account on which it came in the end is looked at."""
    explained = set[str | None]()

    def look(year: Year) -> None:
        facts, later = year.judge.facts, 1e9  # when nothing else goes wrong any more
        tried, came = next(both for one in facts.books.accounts_of if len(both := facts.books.natives(one)) > 1)
        explained.add(facts.excused(came, later, later))
        facts.mishaps[tried].append(later)
        explained.add(facts.excused(came, later, later))

    play(LINKED, sabotage=on_day(9, look))
    assert explained == {None, "a call failed"}
