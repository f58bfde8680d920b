"""The waiting list: whoever is first is asked first, and says yes, no, nothing, or something too late."""

import pytest

from tests.contract.driver import Sight
from tests.contract.stage import Stage, local


@pytest.fixture
async def card(stage: Stage) -> Sight:
    """Bob is in, Charlie waits."""
    card = await stage.posts()
    await stage.takes(stage.bob, card)
    await stage.waits(stage.charlie, card)
    await stage.shows("Fyldt op · 1 venter")
    return card


async def _gives_back(stage: Stage) -> Sight:
    """Bob cannot come; what Charlie is offered."""
    stage.bob.presses("Meld afbud")
    return await stage.charlie.sees("Der er blevet plads til dig", "Svar senest", button="Ja tak")


async def test_who_comes_when_it_is_full_is_told(stage: Stage, card: Sight) -> None:
    dana = await stage.newcomer("Dana")
    dana.presses("Jeg er med", on=card)
    await dana.sees("Fyldt op: der er ikke plads til flere. 1 er på ventelisten.")


async def test_a_freed_place_is_offered_and_charlie_says_yes(stage: Stage, card: Sight) -> None:
    await _gives_back(stage)
    stage.charlie.presses("Ja tak")
    await stage.charlie.sees("Du er med", button="Meld afbud")
    await stage.shows("Lav suppe", "Fyldt op", button="Skriv mig på venteliste")


async def test_charlie_says_no_and_the_next_one_is_asked(stage: Stage, card: Sight) -> None:
    dana = await stage.newcomer("Dana")
    await stage.waits(dana, card)
    await _gives_back(stage)
    assert not dana.has_news("plads til dig")
    stage.charlie.presses("Nej tak")
    await stage.charlie.sees("Du har sagt nej tak")
    await dana.sees("Der er blevet plads til dig", button="Ja tak")


async def test_an_offered_place_is_kept_from_newcomers(stage: Stage, card: Sight) -> None:
    await _gives_back(stage)
    dana = await stage.newcomer("Dana")
    dana.presses("Jeg er med", on=card)
    await dana.sees("Fyldt op")


async def test_an_answer_too_late_counts_while_the_place_is_nobody_elses(stage: Stage, card: Sight) -> None:
    offer = await _gives_back(stage)
    await stage.passes(local(25, 10))
    await stage.charlie.sees("Tiden til at svare er gået")
    await stage.shows("Lav suppe", "1 ledig plads")
    stage.charlie.presses("Ja tak", on=offer)
    await stage.charlie.sees("Du er med", button="Meld afbud")
    await stage.shows("Lav suppe", "Fyldt op")


async def test_an_answer_too_late_is_refused_when_the_place_is_taken(stage: Stage, card: Sight) -> None:
    offer = await _gives_back(stage)
    await stage.passes(local(25, 10))
    dana = await stage.newcomer("Dana")
    await stage.takes(dana, await stage.shows("Lav suppe", "1 ledig plads"))
    stage.charlie.presses("Ja tak", on=offer)
    await stage.charlie.sees("gået til en anden")


async def test_charlie_leaves_the_line(stage: Stage, card: Sight) -> None:
    stage.charlie.says("mine")
    await stage.charlie.sees("Lav suppe", "venteliste")
    stage.charlie.presses("1. Lav suppe")
    await stage.charlie.sees("Du er nr. 1 på ventelisten", button="Tag mig af ventelisten")
    stage.charlie.presses("Tag mig af ventelisten")
    await stage.charlie.sees("Du er ikke længere på ventelisten")
    stage.bob.presses("Meld afbud")
    await stage.shows("Lav suppe", "1 ledig plads")
