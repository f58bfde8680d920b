"""Places are taken, given back, taken again, and changed for others."""

from tests.contract.stage import Stage


async def test_bob_takes_the_place_from_the_card(stage: Stage) -> None:
    card = await stage.posts(places="2")
    letter = await stage.takes(stage.bob, card)
    assert letter.shows(("Lav suppe", "Sognegården", "Spørg efter Alice"), "Meld afbud")
    await stage.shows("Lav suppe", "1 ledig plads")


async def test_a_second_press_repeats_what_is_true(stage: Stage) -> None:
    card = await stage.posts(places="2")
    await stage.takes(stage.bob, card)
    stage.bob.presses("Jeg er med", on=card)
    await stage.bob.sees("Du er med: Lav suppe")
    await stage.shows("Lav suppe", "1 ledig plads")


async def test_the_last_place_has_one_winner(stage: Stage) -> None:
    card = await stage.posts()
    players = [stage.bob, stage.charlie, stage.alice]
    for player in players:
        player.presses("Jeg er med", on=card)
    await stage.driver.until(
        lambda: all(one.has_news("Du er med") or one.has_news("Fyldt op") for one in players), 15
    )
    assert sum(player.has_news("Du er med") for player in players) == 1
    await stage.shows("Fyldt op", button="Skriv mig på venteliste")


async def test_bob_reads_more_and_takes_it_there(stage: Stage) -> None:
    card = await stage.posts()
    stage.bob.presses("Læs mere", on=card)
    await stage.bob.sees("Lav suppe", "Sognegården", button="Jeg er med")
    stage.bob.presses("Jeg er med")
    await stage.bob.sees("Du er med", button="Meld afbud")
    await stage.shows("Fyldt op")


async def test_bob_gives_his_place_back_and_undoes_it(stage: Stage) -> None:
    card = await stage.posts()
    await stage.takes(stage.bob, card)
    stage.bob.presses("Meld afbud")
    await stage.bob.sees("Du har meldt afbud", button="Fortryd")
    await stage.shows("1 ledig plads")
    stage.bob.presses("Fortryd")
    await stage.bob.sees("Du er med", button="Meld afbud")
    await stage.shows("Fyldt op")


async def test_undoing_too_late_puts_bob_first_in_line(stage: Stage) -> None:
    card = await stage.posts()
    await stage.takes(stage.bob, card)
    stage.bob.presses("Meld afbud")
    await stage.bob.sees("Du har meldt afbud", button="Fortryd")
    await stage.takes(stage.charlie, await stage.shows("1 ledig plads"))
    stage.bob.presses("Fortryd")
    await stage.bob.sees("nr. 1 på ventelisten")


async def test_bob_moves_to_another_slot_and_the_old_place_is_free(stage: Stage) -> None:
    card = await stage.posts(places="kok 1, hjælper 2")
    await stage.takes(stage.bob, card, "Jeg er med: kok")
    full = await stage.shows("kok: Fyldt op")
    stage.bob.presses("Jeg er med: hjælper", on=full)
    await stage.bob.sees("Vil du skifte til hjælper?", "Du beholder din plads", button="Skift til hjælper")
    stage.bob.presses("Skift til hjælper")
    await stage.bob.sees("Du er med: hjælper", button="Meld afbud")
    await stage.shows("kok: 1 ledig plads", "hjælper: 1 ledig plads")


async def test_bob_stays_where_he_is(stage: Stage) -> None:
    card = await stage.posts(places="kok 1, hjælper 2")
    await stage.takes(stage.bob, card, "Jeg er med: kok")
    stage.bob.presses("Jeg er med: hjælper", on=card)
    await stage.bob.sees("Vil du skifte til hjælper?", button="Behold min plads")
    stage.bob.presses("Behold min plads")
    await stage.bob.sees("Du er med: kok")


async def test_nobody_is_in_two_places_at_once(stage: Stage) -> None:
    soup = await stage.posts()
    tea = await stage.posts("Lav te", "lørdag 16-18")
    await stage.takes(stage.bob, soup)
    stage.bob.presses("Jeg er med", on=tea)
    await stage.bob.sees("Det går ikke", "Lav suppe")
    await stage.shows("Lav te", "1 ledig plads")
