"""Somebody to whom nobody can write: they take part all the same, and the coordinator sees it."""

from tests.contract.stage import Stage, local


async def test_a_place_counts_and_alice_sees_whom_she_must_tell(stage: Stage) -> None:
    dana = await stage.newcomer("Dana", shut=True)
    card = await stage.posts()
    dana.presses("Jeg er med", on=card)
    await stage.shows("Lav suppe", "Fyldt op")
    await stage.alice.sees("Fyldt op")
    await stage.passes(local(23, 11))
    await stage.steers()
    stage.alice.presses("Hvem er med?")
    roster = await stage.alice.sees("Dana: med")
    assert "chatten med mig" in roster.text


async def test_a_freed_place_goes_to_whoever_can_be_told_of_it(stage: Stage) -> None:
    """Dana is first in line: called by name she answers from the card; else it is Charlie's turn."""
    dana = await stage.newcomer("Dana", shut=True)
    card = await stage.posts()
    await stage.takes(stage.bob, card)
    dana.presses("Skriv mig på venteliste", on=await stage.shows("Fyldt op", button="Skriv mig på venteliste"))
    await dana.sees("Du er nr. 1 på ventelisten")
    await stage.waits(stage.charlie, card)
    stage.bob.presses("Meld afbud")
    answers = dana if stage.calls_by_name else stage.charlie
    if stage.calls_by_name:
        await stage.shows("Der er plads til dig: Lav suppe")
        dana.presses("Læs mere", on=card)
    await answers.sees("Der er blevet plads til dig", button="Ja tak")
    answers.presses("Ja tak")
    await answers.sees("Du er med", button="Meld afbud")
    await stage.shows("Lav suppe", "Fyldt op")


async def test_whoever_is_known_to_be_shut_off_keeps_their_turn_where_they_can_be_called(stage: Stage) -> None:
    """A message to Dana has failed before; she hears what that means, and it is so."""
    dana = await stage.newcomer("Dana", shut=True)
    other = await stage.posts("Hent brød")
    dana.presses("Jeg er med", on=other)
    await stage.shows("Hent brød", "Fyldt op")
    await stage.passes(stage.driver.clock.now())
    card = await stage.posts(when="søndag 14-17")
    await stage.takes(stage.bob, card)
    dana.presses("Skriv mig på venteliste", on=await stage.shows("Lav suppe", button="Skriv mig på venteliste"))
    told = await dana.sees("Du er nr. 1 på ventelisten")
    assert ("kalder dig ved navn" if stage.calls_by_name else "tryk Start") in told.text
    await stage.waits(stage.charlie, card)
    stage.bob.presses("Meld afbud")
    if stage.calls_by_name:
        await stage.shows("Der er plads til dig: Lav suppe")
    else:
        await stage.charlie.sees("Der er blevet plads til dig", button="Ja tak")


async def test_a_reminder_is_called_out_or_given_to_alice(stage: Stage) -> None:
    dana = await stage.newcomer("Dana", shut=True)
    dana.presses("Jeg er med", on=await stage.posts())
    await stage.shows("Lav suppe", "Fyldt op")
    await stage.passes(local(28, 12, 1))
    if stage.calls_by_name:
        await stage.shows("Husk Lav suppe: i dag")
        assert not stage.alice.has_news("Dana")
    else:
        await stage.alice.sees("Jeg kan ikke få fat i Dana. Ring eller skriv selv.", "Lav suppe")


async def test_a_message_that_does_not_reach_her_says_so(stage: Stage) -> None:
    dana = await stage.newcomer("Dana", shut=True)
    card = await stage.posts(places="2")
    dana.presses("Jeg er med", on=card)
    await stage.shows("Lav suppe", "1 ledig plads")
    await stage.takes(stage.bob, card)
    await stage.steers()
    stage.alice.presses("Skriv til alle")
    await stage.alice.sees("Hvad vil du sige til alle?")
    await stage.alice.writes("Tag forklæde med")
    await stage.alice.sees("Den går til", button="Send")
    stage.alice.presses("Send")
    await stage.alice.sees("Jeg sender den til", button="Hvor mange har fået den?")
    await stage.bob.sees("Tag forklæde med")
    await stage.passes(stage.driver.clock.now())
    stage.alice.presses("Hvor mange har fået den?")
    await stage.alice.sees("Din besked er nået frem til 1 person.", "Dana")


async def test_she_is_told_what_it_takes_to_be_reached(stage: Stage) -> None:
    """In the words of the network: where there is no Start to press, she is not sent to look for it."""
    dana = await stage.newcomer("Dana", shut=True)
    card = await stage.posts()
    dana.presses("Jeg er med", on=card)
    await stage.shows("Lav suppe", "Fyldt op")
    await stage.passes(stage.driver.clock.now())
    dana.presses("Jeg er med", on=card)
    told = await dana.sees("Du er med: Lav suppe.")
    says = "ved navn i kanalen" if stage.calls_by_name else "tryk Start"
    assert says in told.text
