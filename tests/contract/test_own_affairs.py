"""What everybody may do for themselves: find a task, see what is theirs, see and delete what is known of them."""

from tests.contract.stage import Stage


async def test_bob_finds_a_task_and_takes_it(stage: Stage) -> None:
    await stage.posts()
    await stage.posts("Lav te", "søndag 14-16")
    stage.bob.says("opgaver")
    await stage.bob.sees("Kommende opgaver", "Lav suppe", "Lav te", button="2. Lav te")
    stage.bob.presses("2. Lav te")
    await stage.bob.sees("Lav te", button="Jeg er med")
    stage.bob.presses("Jeg er med")
    await stage.bob.sees("Du er med", "Lav te", button="Meld afbud")
    await stage.shows("Lav te", "Fyldt op")


async def test_what_bob_has_taken_on_is_listed(stage: Stage) -> None:
    stage.bob.says("mine")
    await stage.bob.sees("Du har ingen tjanser lige nu.")
    await stage.takes(stage.bob, await stage.posts())
    stage.bob.says("mine")
    await stage.bob.sees("Du har 1 tjans", "Lav suppe", button="1. Lav suppe")
    stage.bob.presses("1. Lav suppe")
    await stage.bob.sees("Du er med", "Lav suppe", button="Meld afbud")


async def test_the_beginning_and_the_help_say_what_can_be_done(stage: Stage) -> None:
    stage.bob.says("start")
    await stage.bob.sees("Velkommen", button="Find en opgave")
    stage.bob.says("hjaelp")
    await stage.bob.sees("Sådan virker det", "/opgaver", "/mine", "/data")
    assert stage.bob.at is not None
    assert "/styr" not in stage.bob.at.text


async def test_bob_sees_what_is_known_of_him_and_fetches_it(stage: Stage) -> None:
    await stage.takes(stage.bob, await stage.posts())
    stage.bob.says("data")
    await stage.bob.sees("Jeg gemmer dit navn", button="Se mine data")
    stage.bob.presses("Se mine data")
    await stage.bob.sees("Navn: Bob", "1 opgave, du har taget", button="Hent det hele som en fil")
    stage.bob.presses("Hent det hele som en fil")
    await stage.driver.until(lambda: any(one.files for one in stage.driver.private(stage.bob.id)), 15)


async def test_bob_deletes_himself_and_the_next_one_gets_his_place(stage: Stage) -> None:
    card = await stage.posts()
    await stage.takes(stage.bob, card)
    await stage.waits(stage.charlie, card)
    stage.bob.says("data")
    await stage.bob.sees("Det ved jeg om dig", button="Slet mig")
    stage.bob.presses("Slet mig")
    await stage.bob.sees("Skal jeg slette alt om dig?", "Du melder afbud til 1 opgave.", button="Ja, slet mig")
    stage.bob.presses("Ja, slet mig")
    await stage.bob.sees("Du er slettet")
    await stage.charlie.sees("Der er blevet plads til dig", button="Ja tak")
    stage.bob.says("mine")
    await stage.bob.sees("Du har ingen tjanser lige nu.")


async def test_bob_thinks_better_of_it(stage: Stage) -> None:
    await stage.takes(stage.bob, await stage.posts())
    stage.bob.says("data")
    await stage.bob.sees("Det ved jeg om dig", button="Slet mig")
    stage.bob.presses("Slet mig")
    await stage.bob.sees("Skal jeg slette alt om dig?", button="Nej, behold mig")
    stage.bob.presses("Nej, behold mig")
    stage.bob.says("mine")
    await stage.bob.sees("Du har 1 tjans")
