"""Linking accounts by a one-time code, in either direction, and parting them again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import people
from bot.errors import Refusal
from bot.incoming import Address, Chat, ChatKind, Commanded, Incoming, Network, Sender
from bot.linking import LENGTH, code_in
from bot.model import ClaimState, Reach
from bot.refusals import (
    Changed,
    CodeIsTooOld,
    CodeIsUsed,
    OneNetworkOnly,
    OwnCode,
    TooManyTries,
    TwoOnOneNetwork,
    WrongCode,
)
from handlers.routes import Routes
from tests.people import BOB
from tests.usecases import desk as desks
from tests.usecases.desk import COMMUNITY, Desk
from tests.usecases.linking_desk import desk, fresh, links, on_discord
from tests.world import World


async def _code(at: Desk) -> str:
    """The code that `/link` gives."""
    card = await at.says("/link")
    written = card.body.splitlines()[0].removeprefix("/link ")
    assert code_in(written)
    return written


@pytest.mark.parametrize("made_on", list(Network))
async def test_two_accounts_become_one_person_in_either_direction(world: World, made_on: Network) -> None:
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    maker, giver, elsewhere = (bob, bo, "Discord") if made_on is Network.TELEGRAM else (bo, bob, "Telegram")
    code = await _code(maker)
    assert maker.card.headline == f"Write this to me on {elsewhere}:"
    card = await giver.says(f"/link {code}")
    assert card.headline == "You are one person on Discord and Telegram"
    assert (await fresh(world, world.bob)).id == (await fresh(world, bo.person)).id
    assert await world.rows("SELECT COUNT(*) FROM persons WHERE name IN ('Bob', 'Bo')") == [(1,)]


async def test_given_twice_it_is_given_once(world: World) -> None:
    """A double press, or an update that comes again after a crash. Red when a used code of one's own is refused."""
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    code = await _code(bob)
    first = await bo.says(f"/link {code}")
    before = await world.rows("SELECT id FROM persons")
    assert (await bo.says(f"/link {code}")).headline == first.headline
    assert (await bob.says(f"/link {code}")).headline == first.headline
    assert await world.rows("SELECT id FROM persons") == before


async def test_an_answer_that_was_cut_off_has_its_person(world: World) -> None:
    """Red when whoever gives the code is the one who is no more: what they are owed would be nobody's."""
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    await bo.says(f"/link {await _code(bob)}")
    person = await fresh(world, bo.person)
    assert person.id == bo.person.id
    async with world.storage.transaction() as tx:
        card = await bo.routes.screen(tx, person, bo.screen(), world.now)
    assert card
    assert card.headline == "You are one person on Discord and Telegram"


async def test_a_code_is_short_unmistakable_and_stored_as_a_hash(world: World) -> None:
    code = code_in(await _code(desk(world, world.bob)))
    assert len(code) == LENGTH
    assert not set(code) & set("AEIOUYÆØÅ0123456789SZL")
    rows = await world.rows("SELECT code_hash FROM link_codes")
    assert len(str(rows[0][0])) == 64
    assert code not in str(await world.rows("SELECT * FROM link_codes"))


@pytest.mark.parametrize("written", ["{code}", "  {lower} ", "{spaced}"])
async def test_a_code_may_simply_be_written_however_it_is_written(world: World, written: str) -> None:
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    code = await _code(bob)
    text = written.format(code=code, lower=code.lower(), spaced=" ".join(code.replace("-", "")))
    assert (await bo.says(text)).headline.startswith("You are one person")


async def _refused(at: Desk, text: str, refusal: Refusal) -> None:
    await at.says(text)
    assert at.refused(refusal)


async def test_a_new_code_voids_the_old_one(world: World) -> None:
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    old = await _code(bob)
    new = await _code(bob)
    await _refused(bo, f"/link {old}", WrongCode())
    assert (await bo.says(f"/link {new}")).headline.startswith("You are one person")


async def test_a_code_runs_out(world: World) -> None:
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    code = await _code(bob)
    world.now += timedelta(minutes=15)
    await _refused(bo, f"/link {code}", CodeIsTooOld())
    assert bo.verbs() == ["link_code"]


async def test_a_code_is_used_once(world: World) -> None:
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    code = await _code(bob)
    await bo.says(f"/link {code}")
    other = desk(world, await on_discord(world, "Ib", 901))
    await _refused(other, f"/link {code}", CodeIsUsed())


async def test_ones_own_code_is_not_for_the_same_account(world: World) -> None:
    bob = desk(world, world.bob)
    await _refused(bob, f"/link {await _code(bob)}", OwnCode(Network.TELEGRAM))


async def test_a_person_has_one_account_on_a_network(world: World) -> None:
    await _refused(
        desk(world, world.charlie),
        f"/link {await _code(desk(world, world.bob))}",
        TwoOnOneNetwork(Network.TELEGRAM),
    )
    assert (await fresh(world, world.bob)).id != (await fresh(world, world.charlie)).id


async def test_guessing_ends_after_five_wrong_codes(world: World) -> None:
    """Red when wrong codes are not counted."""
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    code = await _code(bob)
    for letter in "BCDFG":
        await _refused(bo, f"/link {letter * LENGTH}", WrongCode())
    await _refused(bo, f"/link {code}", TooManyTries())
    world.now += timedelta(minutes=16)
    assert (await bo.says(f"/link {await _code(bob)}")).headline.startswith("You are one person")


async def test_on_one_network_there_is_nothing_to_link(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "COMMUNITY", replace(COMMUNITY, networks=(Network.TELEGRAM,)))
    bob = desk(world, world.bob)
    bob.routes = Routes(desks.COMMUNITY)
    await _refused(bob, "/link", OneNetworkOnly())
    await bob.says("/settings")
    assert "linking" not in bob.verbs()
    assert "/link" not in (await bob.says("/help")).body


async def test_a_code_that_others_could_read_is_void(world: World) -> None:
    """Red when a command in a group is only answered by its link."""
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    code = await _code(bo)
    chat = Chat(address=Address(network=Network.TELEGRAM, chat_id=-77), kind=ChatKind.GROUP, title="Naboer")
    said = Commanded(name="forbind", rest=code, message_id=1)
    async with world.storage.transaction() as tx:
        await bob.routes.handle(tx, Incoming(sender=BOB, chat=chat, what=said), world.now)
    await _refused(bob, f"/link {code}", WrongCode())


async def test_it_is_reached_from_the_settings(world: World) -> None:
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    await bob.says("/settings")
    assert "Link with Discord" in bob.labels()
    await bob.presses("linking")
    code = code_in((await bob.presses("link_code")).body.splitlines()[0].removeprefix("/link "))
    await bo.says(code)
    assert (await bob.forges("linking")).headline == "You are one person on Discord and Telegram"
    assert bob.verbs() == ["unlink_ask", "settings"]


# Parting


async def test_the_account_that_parts_keeps_all(world: World) -> None:
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    task = await world.task(2)
    await world.claims(world.bob, task)
    await bo.says(f"/link {await _code(bob)}")
    await bob.forges("linking")
    card = await bob.presses("unlink_ask")
    assert "On Discord you begin anew, with nothing." in card.body
    assert (await fresh(world, bo.person)).id == (await fresh(world, world.bob)).id
    assert (await bob.presses("unlink")).headline == "Discord is unlinked"
    kept, new = await fresh(world, world.bob), await fresh(world, bo.person)
    assert kept.id != new.id
    assert (await world.standing(kept, task)).live
    assert (await world.standing(new, task)).claim is None
    assert await world.rows("SELECT person_id FROM link_codes") == []


async def test_whoever_was_set_apart_does_not_keep_the_name_of_the_other_account(world: World) -> None:
    """Or it would outlive that account, when only that one is deleted: red when the new person is named by it."""
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    await bo.says(f"/link {await _code(bob)}")
    await bob.forges("linking")
    await bob.presses("unlink_ask")
    await bob.presses("unlink")
    assert (await fresh(world, world.bob)).name == "Bob"
    assert (await fresh(world, bo.person)).name == ""
    await bo.says("/mine")
    assert (await fresh(world, bo.person)).name == "Bo"


async def test_an_old_button_parts_nobody_again(world: World) -> None:
    """Linked anew with somebody else, or pressed twice."""
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    await bo.says(f"/link {await _code(bob)}")
    await bob.forges("linking")
    await bob.presses("unlink_ask")
    button = bob.action("unlink")
    await bob.forges(button)
    await bob.forges(button)
    assert bob.refused(Changed())
    await links(world, await on_discord(world, "Ib", 901), await fresh(world, world.bob))
    await bob.forges(button)
    assert bob.refused(Changed())


async def test_nobody_parts_the_accounts_of_others(world: World) -> None:
    """Design I8."""
    bo = await on_discord(world, "Bo")
    await links(world, world.bob, bo)
    charlie = desk(world, world.charlie)
    for account in range(1, 8):
        await charlie.forges(f"unlink:{account}")
        assert charlie.refused(Changed())
    assert (await fresh(world, bo)).id == (await fresh(world, world.bob)).id


# One person everywhere


async def test_being_named_by_either_account_makes_an_admin(world: World) -> None:
    """Dana is named by her account on Telegram."""
    there = await on_discord(world, "Dana D.")
    assert not there.admin
    await links(world, there, world.dana)
    assert (await fresh(world, there)).admin
    async with world.storage.transaction() as tx:
        assert [person.id for person in await tx.people.admins()] == [world.dana.id]


async def test_a_linked_person_is_one_in_every_list(world: World) -> None:
    bo, task, other = await on_discord(world, "Bo"), await world.task(3), await world.task(3)
    await world.claims(world.bob, task)
    await world.claims(bo, task)
    await links(world, world.bob, bo)
    async with world.storage.transaction() as tx:
        roster = await tx.claims.roster(task.id)
        known = await tx.people.known_to(world.organisation.id, "", other.id, 0, 10)
    assert [(claim.state, who.id) for claim, who in roster] == [(ClaimState.HELD, bo.id)]
    assert [who.id for who in known] == [bo.id]
    assert (await world.see(task)).free == 2


async def test_whoever_is_reached_elsewhere_is_not_asked_to_press_start(world: World) -> None:
    """A press in a Telegram channel by somebody who never opened the chat there."""
    ib, task = await world.person("Ib", reachable=False), await world.task(1)
    await links(world, await on_discord(world, "Ib"), ib)
    again = await fresh(world, ib)
    assert again.reach is Reach.NEVER
    assert again.reachable
    async with world.storage.transaction() as tx:
        assert (await tx.claims.line(task.slots[0].id)).free == 0


async def test_where_somebody_was_last_is_known(world: World) -> None:
    """Red when only the first press of a day is written down, as it is for whoever has one account."""
    bo = await on_discord(world, "Bo")
    await links(world, world.bob, bo)

    async def best() -> Network | None:
        async with world.storage.transaction() as tx:
            person = await tx.people.get(bo.id)
        return person.address.network if person and person.address else None

    for person in (world.bob, bo, world.bob):
        world.now += timedelta(minutes=1)
        assert person.address
        sender = Sender(native_id=person.native_id, name=person.name, language=person.client_language)
        async with world.storage.transaction() as tx:
            await people.recognise(tx, person.address.network, sender, world.now, in_private=False)
        assert await best() is person.address.network


async def test_deleting_oneself_deletes_both_accounts_and_says_so(world: World) -> None:
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    await bo.says(f"/link {await _code(bob)}")
    card = await bob.presses_through("/privacy", "my_data")
    assert "On Discord and Telegram" in card.body
    assert (await bob.presses("forget")).body.startswith("I delete you on Discord and Telegram.")
    await bob.presses("erase")
    assert bob.reply
    assert set(bob.reply.forgotten) == {"telegram:u:102", "discord:u:900"}
    assert await world.rows("SELECT id FROM accounts WHERE native_id IN (102, 900)") == []
    assert await world.rows("SELECT COUNT(*) FROM link_codes") == [(0,)]


@pytest.mark.parametrize("given", ["`{code}`", "\\{code}", "**{code}** "])
def test_a_code_is_read_with_the_marks_that_were_copied_along(given: str) -> None:
    assert code_in(given.format(code="BCDF-GHJK")) == "BCDFGHJK"


async def test_discord_may_know_the_command_by_its_other_name(world: World) -> None:
    """Red when only the name in their own language is told: Discord knows the one of its client alone."""
    bob, bo = desk(world, world.bob), desk(world, await on_discord(world, "Bo"))
    assert "it is called /forbind." in (await bob.says("/link")).body
    assert "/forbind" not in (await bo.says("/link")).body
    async with world.storage.transaction() as tx:
        tx.people.set_language(world.bob.id, "da")
    card = await bob.says("/link")
    assert card.body.startswith("/forbind ")
    assert "hedder den /link." in card.body


async def test_the_command_is_called_as_the_client_shows_it(world: World) -> None:
    """Red when it is named in the language they chose to read."""
    bo = desk(world, await on_discord(world, "Bo"))
    async with world.storage.transaction() as tx:
        tx.people.set_language(bo.person.id, "da")
    assert "så skriv /link og koden" in (await bo.forges("linking")).body
