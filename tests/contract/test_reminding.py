"""Reminders come when they are owed and as each person chose; quiet hours are kept."""

from tests.contract.stage import Stage, local


async def test_reminded_a_day_and_two_hours_before(stage: Stage) -> None:
    await stage.takes(stage.bob, await stage.posts())
    await stage.passes(local(27, 13, 59))
    assert not stage.bob.has_news("Husk")
    await stage.passes(local(27, 14, 1))
    await stage.bob.sees("Husk: i morgen", "Lav suppe", "Sognegården", button="Meld afbud")
    await stage.passes(local(28, 11, 59))
    assert not stage.bob.has_news("Husk")
    await stage.passes(local(28, 12, 1))
    await stage.bob.sees("Husk: i dag", button="Meld afbud")


async def test_afbud_from_a_reminder_frees_the_place_and_tells_alice(stage: Stage) -> None:
    await stage.takes(stage.bob, await stage.posts())
    await stage.passes(local(27, 14, 1))
    await stage.bob.sees("Husk: i morgen", button="Meld afbud")
    stage.bob.presses("Meld afbud")
    await stage.bob.sees("Du har meldt afbud")
    await stage.shows("Lav suppe", "1 ledig plads")
    await stage.passes(local(28, 13))
    assert not stage.bob.has_news("Husk")


async def test_a_reminder_in_the_quiet_hours_goes_the_evening_before(stage: Stage) -> None:
    await stage.takes(stage.bob, await stage.posts(when="lørdag 8.30-10"))
    await stage.passes(local(27, 20, 29))
    await stage.bob.sees("Husk: i morgen")
    assert not stage.bob.has_news("Husk")
    await stage.passes(local(27, 20, 31))
    await stage.bob.sees("Husk: i morgen")
    await stage.passes(local(28, 8, 29))
    assert not stage.bob.has_news("Husk")


async def test_who_has_no_quiet_hours_is_reminded_in_the_night(stage: Stage) -> None:
    stage.bob.says("indstillinger")
    await stage.bob.sees("Dine indstillinger", "Nattero: kl. 21.00–08.00", button="Nattero")
    stage.bob.presses("Nattero")
    await stage.bob.sees("Nattero: kl. 21.00–08.00", button="Ingen nattero")
    stage.bob.presses("Ingen nattero")
    await stage.bob.sees("Nattero: ingen", button="✓ Ingen nattero")
    await stage.takes(stage.bob, await stage.posts(when="lørdag 8.30-10"))
    await stage.passes(local(28, 6, 29))
    await stage.bob.sees("Husk: i morgen")
    assert not stage.bob.has_news("Husk")
    await stage.passes(local(28, 6, 31))
    await stage.bob.sees("Husk: i dag")


async def test_other_quiet_hours_are_typed(stage: Stage) -> None:
    stage.bob.says("indstillinger")
    await stage.bob.sees("Dine indstillinger")
    stage.bob.presses("Nattero")
    await stage.bob.sees("Nattero", button="Andre tider")
    stage.bob.presses("Andre tider")
    await stage.bob.fills_in(("stille", "sent"), ("forstod jeg ikke", "22.30-6"))
    await stage.bob.sees("Nattero: kl. 22.30–06.00")


async def test_reminders_come_when_bob_chose(stage: Stage) -> None:
    stage.bob.says("indstillinger")
    await stage.bob.sees("Påmindelser: 1 dag før og 2 timer før", button="Påmindelser")
    stage.bob.presses("Påmindelser")
    await stage.bob.sees("Påmindelser", button="✓ 2 timer")
    stage.bob.presses("✓ 2 timer")
    await stage.bob.sees("Påmindelser: 1 dag før", button="2 dage")
    stage.bob.presses("2 dage")
    await stage.bob.sees("Påmindelser: 2 dage før og 1 dag før")
    await stage.takes(stage.bob, await stage.posts())
    await stage.passes(local(26, 14, 1))
    await stage.bob.sees("Husk: på lørdag")
    await stage.passes(local(27, 14, 1))
    await stage.bob.sees("Husk: i morgen")
    await stage.passes(local(28, 13, 59))
    assert not stage.bob.has_news("Husk")


async def test_each_is_written_to_in_their_own_language(stage: Stage) -> None:
    erin = await stage.newcomer("Erin", language="en")
    card = await stage.posts(places="2")
    await stage.takes(stage.bob, card)
    erin.presses("Jeg er med", on=card)
    await erin.sees("You are in", "Lav suppe", button="I can't come")
    stage.bob.says("indstillinger")
    await stage.bob.sees("Sprog: Dansk, som i din app", button="Sprog")
    stage.bob.presses("Sprog")
    await stage.bob.sees("Hvilket sprog", button="English")
    stage.bob.presses("English")
    await stage.bob.sees("Language: English")
    await stage.passes(local(27, 14, 1))
    for player in (stage.bob, erin):
        await player.sees("Remember: tomorrow", button="I can't come")


async def test_the_card_is_closed_when_the_task_is_over(stage: Stage) -> None:
    card = await stage.posts()
    await stage.passes(local(28, 14, 1))
    assert (await stage.shows("Lav suppe", "Den er i gang nu")).labels == ["Læs mere"]
    stage.bob.presses("Jeg er med", on=card)
    await stage.bob.sees("Det er for sent: opgaven er begyndt.")
    await stage.passes(local(28, 17, 1))
    assert (await stage.shows("Lav suppe", "Afsluttet. Tak til alle, der hjalp.")).labels == []
