"""Buttons that are old, somebody else's, or no buttons at all: told in words, and nothing happens."""

from datetime import timedelta

import pytest

from tests.contract.stage import Stage

UNDO_IS_OVER = timedelta(minutes=11)


async def test_an_old_card_is_answered_by_what_is_true_now(stage: Stage) -> None:
    card = await stage.posts()
    letter = await stage.takes(stage.bob, card)
    stage.bob.presses("Meld afbud")
    await stage.bob.sees("Du har meldt afbud")
    await stage.takes(stage.charlie, card)
    await stage.passes(stage.driver.clock.now() + UNDO_IS_OVER)
    stage.bob.presses("Meld afbud", on=letter)
    await stage.bob.sees("Du er ikke med på denne opgave.")
    await stage.shows("Lav suppe", "Fyldt op")


async def test_undo_after_ten_minutes_is_refused(stage: Stage) -> None:
    await stage.takes(stage.bob, await stage.posts())
    stage.bob.presses("Meld afbud")
    given_back = await stage.bob.sees("Du har meldt afbud", button="Fortryd")
    await stage.passes(stage.driver.clock.now() + UNDO_IS_OVER)
    stage.bob.presses("Fortryd", on=given_back)
    await stage.bob.sees("Det kan ikke fortrydes nu")
    await stage.shows("Lav suppe", "1 ledig plads")


@pytest.mark.parametrize(
    ("says", "told"),
    [
        *((says, "Det kan kun koordinatorer.") for says in ("cancel:1", "remove:1", "edit:1", "message:1", "add:1")),
        *((says, "Knappen virker ikke længere") for says in ("steer:1", "roster:1")),
    ],
)
async def test_a_volunteer_does_not_steer_by_forged_buttons(stage: Stage, says: str, told: str) -> None:
    card = await stage.posts()
    await stage.takes(stage.bob, card)
    stage.charlie.forges(says, on=card)
    await stage.charlie.sees(told)
    await stage.shows("Lav suppe", "Fyldt op")


async def test_nobody_gives_back_somebody_elses_place(stage: Stage) -> None:
    card = await stage.posts()
    letter = await stage.takes(stage.bob, card)
    stage.charlie.forges(letter.says["Meld afbud"], on=card)
    await stage.charlie.sees("Knappen er ikke til dig, eller den virker ikke længere.")
    await stage.shows("Lav suppe", "Fyldt op")
    assert not stage.bob.has_news("afbud")


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("claim:999:999", "Den opgave kender jeg ikke"),
        ("claim:1:x", "Den opgave kender jeg ikke"),
        ("yes:999", "Knappen er ikke til dig, eller den virker ikke længere."),
        ("undo:-1", "Knappen er ikke til dig, eller den virker ikke længere."),
        ("nonsense", "Knappen virker ikke længere"),
    ],
)
async def test_what_no_button_says_is_answered_in_words(stage: Stage, says: str, told: str) -> None:
    card = await stage.posts()
    stage.bob.forges(says, on=card)
    await stage.bob.sees(told)
    await stage.shows("Lav suppe", "1 ledig plads")
