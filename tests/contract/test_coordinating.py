"""What a coordinator does with people: writes to all, puts somebody on, takes somebody off; and what she is told."""

from tests.contract.stage import Stage


async def test_a_message_reaches_everybody_on_the_task(stage: Stage) -> None:
    card = await stage.posts()
    await stage.takes(stage.bob, card)
    await stage.waits(stage.charlie, card)
    await stage.steers()
    stage.alice.presses("Skriv til alle")
    await stage.alice.sees("Hvad vil du sige til alle?")
    await stage.alice.writes("Tag forklæde med")
    await stage.alice.sees("Tag forklæde med", "Den går til 1 person.", button="Send")
    stage.alice.presses("Send")
    await stage.alice.sees("Jeg sender den til 1 person.")
    await stage.bob.sees("Besked om: Lav suppe", "Tag forklæde med")
    assert not stage.charlie.has_news("forklæde")


async def test_a_message_goes_to_those_who_wait_if_she_says_so(stage: Stage) -> None:
    card = await stage.posts()
    await stage.takes(stage.bob, card)
    await stage.waits(stage.charlie, card)
    await stage.steers()
    stage.alice.presses("Skriv til alle")
    await stage.alice.sees("Hvad vil du sige til alle?")
    await stage.alice.writes("Vi begynder inde")
    await stage.alice.sees("Vi begynder inde", button="Også ventelisten: nej")
    stage.alice.presses("Også ventelisten: nej")
    await stage.alice.sees("Den går til 2 personer.", button="Send")
    stage.alice.presses("Send")
    for player in (stage.bob, stage.charlie):
        await player.sees("Vi begynder inde")


async def test_a_guest_is_put_on_by_name(stage: Stage) -> None:
    await stage.posts()
    await stage.steers()
    stage.alice.presses("Tilføj person")
    await stage.alice.sees("Hvem vil du tilføje?")
    await stage.alice.writes("Farmor")
    await stage.alice.sees("Hvem vil du tilføje?", button="Tilføj Farmor som gæst")
    stage.alice.presses("Tilføj Farmor som gæst")
    await stage.alice.sees("Farmor er med.")
    await stage.shows("Lav suppe", "Fyldt op")


async def test_somebody_known_is_put_on_and_told(stage: Stage) -> None:
    await stage.takes(stage.bob, await stage.posts("Lav te", "søndag 14-15"))
    await stage.posts()
    await stage.steers()
    stage.alice.presses("Tilføj person")
    await stage.alice.sees("Hvem vil du tilføje?", button="Bob")
    stage.alice.presses("Bob")
    await stage.alice.sees("Bob er med.")
    await stage.bob.sees("Koordinatoren har sat dig på en opgave", "Lav suppe", button="Meld afbud")


async def test_who_is_taken_off_is_told_and_cannot_come_back(stage: Stage) -> None:
    card = await stage.posts()
    await stage.takes(stage.bob, card)
    await stage.waits(stage.charlie, card)
    await stage.steers()
    stage.alice.presses("Hvem er med?")
    await stage.alice.sees("Bob: med", "Charlie: nr. 1 på ventelisten", button="Fjern Bob")
    stage.alice.presses("Fjern Bob")
    await stage.alice.sees("Bob er fjernet fra opgaven og får besked.", button="Fortryd")
    await stage.bob.sees("Koordinatoren har fjernet dig fra en opgave")
    await stage.charlie.sees("Der er blevet plads til dig")
    stage.bob.presses("Jeg er med", on=card)
    await stage.bob.sees("Du er fjernet fra opgaven og kan ikke tage den igen")


async def test_taken_off_by_mistake_bob_is_put_back(stage: Stage) -> None:
    await stage.takes(stage.bob, await stage.posts())
    await stage.steers()
    stage.alice.presses("Hvem er med?")
    await stage.alice.sees("Bob: med", button="Fjern Bob")
    stage.alice.presses("Fjern Bob")
    await stage.alice.sees("Bob er fjernet", button="Fortryd")
    await stage.bob.sees("Koordinatoren har fjernet dig")
    stage.alice.presses("Fortryd")
    await stage.alice.sees("Bob er med.")
    await stage.bob.sees("Du blev fjernet ved en fejl", button="Meld afbud")


async def test_alice_is_told_when_it_is_full(stage: Stage) -> None:
    await stage.takes(stage.bob, await stage.posts())
    await stage.alice.sees("Fyldt op: du har alle, du skal bruge", "Lav suppe")


async def test_a_card_that_is_gone_is_told_and_posted_again(stage: Stage) -> None:
    card = await stage.posts(places="2")
    stage.driver.delete(card)
    stage.bob.presses("Jeg er med", on=card)
    await stage.bob.sees("Du er med", button="Meld afbud")
    await stage.alice.sees("Opslaget er væk", "Lav suppe", button="Slå op igen")
    stage.alice.presses("Slå op igen")
    await stage.shows("Lav suppe", "1 ledig plads", button="Jeg er med")


async def test_a_channel_that_is_lost_is_told(stage: Stage) -> None:
    await stage.posts()
    stage.driver.banish()
    await stage.alice.sees("Jeg kan ikke længere skrive i")


async def test_an_invitation_makes_one_person_a_coordinator(stage: Stage) -> None:
    await stage.posts()
    await stage.steers()
    stage.alice.presses("Invitér en koordinator")
    invitation = await stage.alice.sees("Invitation til at blive koordinator", "Send den til én person")
    stage.bob.follows(invitation)
    await stage.bob.sees("Du er nu koordinator for")
    await stage.alice.sees("Bob er nu koordinator for", "virker ikke igen")
    stage.charlie.follows(invitation)
    await stage.charlie.sees("Invitationen er brugt eller udløbet")
    stage.bob.says("styr")
    await stage.bob.sees("Dine opgaver som koordinator", "Lav suppe")


async def test_only_coordinators_connect_a_channel(bare: Stage) -> None:
    async with bare.running():
        await bare.driver.arrives(bare.bob.id)
        await bare.driver.invites(bare.bob.id)
        await bare.bob.sees("koordinator")
        assert not bare.bob.has_news("Hvem står bag")
