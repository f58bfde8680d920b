"""The program is stopped or killed while people are in the middle of something: they notice nothing."""

from datetime import timedelta

from tests.contract.stage import Stage

LONG = 60.0
"""Real seconds: longer than any journey."""
FORM = (
    ("skal der laves", "Bag brød"),
    ("Hvornår", "søndag 9-11"),
    ("Hvor?", "Bageriet"),
    ("Hvor mange", "2"),
    ("glæde for", "Gæster"),
)


async def test_old_buttons_and_a_form_opened_before_the_restart(bare: Stage) -> None:
    async with bare.running():
        await bare.opens()
        card = await bare.posts(places="2")
        letter = await bare.takes(bare.bob, card)
        bare.alice.says("opret")
        await bare.driver.until(lambda: bare.alice.has_news("skal der laves"), 15)
    bare.driver.clock.move_to(bare.driver.clock.now() + timedelta(hours=1))
    async with bare.running():
        await bare.takes(bare.charlie, card)
        bare.bob.presses("Meld afbud", on=letter)
        await bare.bob.sees("Du har meldt afbud")
        await bare.alice.fills_in(*FORM)
        await bare.alice.sees("Bag brød", "Bageriet", button="Udgiv")
        bare.alice.presses("Udgiv")
        await bare.shows("Bag brød", "2 ledige pladser")


async def test_reminders_due_while_it_was_down_come_late(bare: Stage) -> None:
    async with bare.running():
        await bare.opens()
        await bare.takes(bare.bob, await bare.posts())
    bare.driver.clock.move_to(bare.driver.clock.now() + timedelta(days=4, hours=6))
    async with bare.running():
        await bare.bob.sees("Beklager, at denne påmindelse kommer sent", "Lav suppe")


async def test_killed_between_a_press_and_its_answer(unhurried: Stage) -> None:
    """kill -9 when the place is on disk and shown to all, but nobody told Bob: he is told."""
    stage, driver = unhurried, unhurried.driver
    process = driver.process(stage.database, stage.alice.id)
    await process.start()
    await driver.ready()
    await stage.opens()
    card = await stage.posts()
    driver.hold_answer(LONG)
    stage.bob.presses("Jeg er med", on=card)
    await stage.shows("Lav suppe", "Fyldt op")
    await process.kill()
    await process.start()
    await driver.ready()
    await stage.bob.sees("Du er med", button="Meld afbud")
    stage.bob.presses("Jeg er med", on=card)
    await stage.bob.sees("Du er med: Lav suppe")
    assert await process.stop() == 0


async def test_killed_in_a_crowd_what_was_told_holds(unhurried: Stage) -> None:
    stage, driver = unhurried, unhurried.driver
    process = driver.process(stage.database, stage.alice.id)
    await process.start()
    await driver.ready()
    await stage.opens()
    crowd = [await stage.newcomer(f"P{number}") for number in range(12)]
    card = await stage.posts(places="5")
    stage.alice.says("opret")
    await driver.until(lambda: stage.alice.has_news("skal der laves"), 15)
    for player in crowd:
        player.presses("Jeg er med", on=card)
    await driver.until(lambda: any(player.has_news("Du er med") for player in crowd), 30)
    await process.kill()
    told_in = {player.name for player in crowd if player.has_news("Du er med")}
    await process.start()
    await driver.ready()
    for player in crowd:
        player.presses("Jeg er med", on=card)
    await driver.until(lambda: all(one.has_news("Du er med: Lav") or one.has_news("Fyldt op") for one in crowd), 30)
    still = {player.name for player in crowd if player.has_news("Du er med")}
    assert told_in <= still
    assert len(still) == 5
    await stage.shows("Lav suppe", "Fyldt op")
    await stage.alice.fills_in(*FORM)
    await stage.alice.sees("Bag brød", "Bageriet", button="Udgiv")
    assert await process.stop() == 0
