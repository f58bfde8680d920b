"""A published task changes: in what it says, in its time, in how many it takes; or it is cancelled, and is not."""

from tests.contract.driver import Sight
from tests.contract.stage import Stage


async def _changes(stage: Stage, what: str, to: str) -> None:
    """Alice changes one field of her task, and looks at what saving it does."""
    await stage.steers()
    stage.alice.presses("Ret")
    await stage.alice.sees("Hvad vil du rette?", button=what)
    stage.alice.presses(what)
    await stage.alice.fills_in(("Hvo", to))
    await stage.alice.sees("Sådan bliver det", button="Gem")


async def _saves(stage: Stage) -> None:
    stage.alice.presses("Gem")
    await stage.alice.sees("Gemt: Lav suppe")


async def _taken(stage: Stage, places: str = "1") -> Sight:
    card = await stage.posts(places=places)
    await stage.takes(stage.bob, card)
    return card


async def test_a_new_place_is_told_to_those_who_come(stage: Stage) -> None:
    await _taken(stage)
    await _changes(stage, "Sted", "Skolen")
    assert stage.alice.at is not None
    assert "1 person får besked om ændringen." in stage.alice.at.text
    await _saves(stage)
    await stage.bob.sees("Der er en ændring: Lav suppe", "Nyt sted: Skolen")
    await stage.shows("Lav suppe", "Skolen", "Fyldt op")


async def test_a_discarded_change_changes_nothing(stage: Stage) -> None:
    await _taken(stage)
    await _changes(stage, "Sted", "Skolen")
    stage.alice.presses("Kassér")
    await stage.alice.sees("Opgaven er, som den var")
    await stage.shows("Lav suppe", "Sognegården", "Fyldt op")


async def test_moved_in_time_and_bob_still_comes(stage: Stage) -> None:
    await _taken(stage)
    await _changes(stage, "Tid", "søndag 10-12")
    assert stage.alice.at is not None
    assert "1 person bliver spurgt, om den nye tid passer." in stage.alice.at.text
    await _saves(stage)
    await stage.bob.sees("Ny tid. Kan du stadig komme?", "søndag", button="Jeg er stadig med")
    stage.bob.presses("Jeg er stadig med")
    await stage.bob.sees("Du er med", "søndag")
    await stage.shows("Lav suppe", "Søndag den 29. november", "Fyldt op")


async def test_moved_in_time_and_bob_cannot_come(stage: Stage) -> None:
    await _taken(stage)
    await _changes(stage, "Tid", "søndag 10-12")
    await _saves(stage)
    await stage.bob.sees("Ny tid. Kan du stadig komme?", button="Meld afbud")
    stage.bob.presses("Meld afbud")
    await stage.bob.sees("Du har meldt afbud")
    await stage.shows("Lav suppe", "Søndag den 29. november", "1 ledig plads")


async def test_moved_onto_another_task_of_his_bob_is_told_of_it_and_decides(stage: Stage) -> None:
    await _taken(stage)
    await stage.takes(stage.bob, await stage.posts("Lav te", "søndag 11-13"))
    await _changes(stage, "Tid", "søndag 10-12")
    await _saves(stage)
    await stage.bob.sees("Ny tid", "Du er også med her på samme tid: Lav te", button="Jeg er stadig med")
    stage.bob.presses("Jeg er stadig med")
    await stage.bob.sees("Du er med", "Lav suppe")
    stage.bob.says("mine")
    await stage.bob.sees("Du har 2 tjanser", "Lav suppe", "Lav te")


async def test_fewer_places_drop_who_came_last_and_that_is_said_before(stage: Stage) -> None:
    card = await _taken(stage, "2")
    await stage.takes(stage.charlie, card)
    await stage.alice.sees("Fyldt op: du har alle")
    await _changes(stage, "Antal", "1")
    assert stage.alice.at is not None
    assert "Mister pladsen og står først på ventelisten: Charlie" in stage.alice.at.text
    await _saves(stage)
    await stage.charlie.sees("Din plads er desværre væk")
    await stage.shows("Lav suppe", "Fyldt op · 1 venter")
    assert not stage.bob.has_news("væk")


async def test_a_preview_that_is_no_longer_true_is_shown_again(stage: Stage) -> None:
    card = await _taken(stage, "2")
    await _changes(stage, "Antal", "1")
    await stage.takes(stage.charlie, card)
    stage.alice.presses("Gem")
    await stage.alice.sees("Noget er ændret imens", "Charlie", button="Gem")
    await _saves(stage)
    await stage.charlie.sees("Din plads er desværre væk")


async def test_more_places_are_offered_to_those_who_wait(stage: Stage) -> None:
    card = await _taken(stage)
    await stage.waits(stage.charlie, card)
    await _changes(stage, "Antal", "2")
    await _saves(stage)
    await stage.charlie.sees("Der er blevet plads til dig", button="Ja tak")


async def _cancels(stage: Stage) -> None:
    await stage.steers()
    stage.alice.presses("Aflys")
    await stage.alice.sees("Vil du aflyse opgaven?", "1 person får besked.", button="Aflys")
    stage.alice.presses("Aflys")
    await stage.alice.sees("Aflyst. 1 person får besked.", button="Fortryd")


async def test_a_cancelled_task_is_told_and_takes_nobody(stage: Stage) -> None:
    card = await _taken(stage, "2")
    await _cancels(stage)
    await stage.bob.sees("Opgaven er aflyst", "Lav suppe")
    cancelled = await stage.shows("Lav suppe", "Aflyst.")
    assert cancelled.labels == []
    stage.charlie.presses("Jeg er med", on=card)
    await stage.charlie.sees("Opgaven er aflyst.")


async def test_a_cancellation_undone_gives_everybody_their_place(stage: Stage) -> None:
    await _taken(stage, "2")
    await _cancels(stage)
    await stage.bob.sees("Opgaven er aflyst")
    stage.alice.presses("Fortryd")
    await stage.alice.sees("Opgaven bliver til noget alligevel. 1 person får besked.")
    await stage.bob.sees("Opgaven bliver til noget alligevel", button="Meld afbud")
    await stage.shows("Lav suppe", "1 ledig plads", button="Jeg er med")


async def test_a_closed_task_takes_nobody_until_it_is_open_again(stage: Stage) -> None:
    card = await _taken(stage, "2")
    await stage.steers()
    stage.alice.presses("Luk for flere")
    await stage.alice.sees("Lukket for flere", button="Åbn igen")
    stage.charlie.presses("Jeg er med", on=card)
    await stage.charlie.sees("Koordinatoren tager ikke flere med")
    stage.alice.presses("Åbn igen")
    await stage.alice.sees("Opgaven er åben igen")
    await stage.takes(stage.charlie, await stage.shows("Lav suppe", button="Jeg er med"))
