"""What people write instead of pressing a button."""

import pytest

from handlers.reader import Wish, Wished, read_wish


@pytest.mark.parametrize(
    ("text", "wish", "number"),
    [
        ("afbud", Wish.LEAVE, None),
        ("Meld afbud!", Wish.LEAVE, None),
        ("afbud 12", Wish.LEAVE, 12),
        ("afbud #12", Wish.LEAVE, 12),
        ("afbud til opgave 12", Wish.LEAVE, 12),
        ("12 afbud", Wish.LEAVE, 12),
        ("kan ikke", Wish.LEAVE, None),
        ("jeg kan ikke komme", Wish.LEAVE, None),
        ("Jeg kan desværre ikke komme.", Wish.LEAVE, None),
        ("sorry kan ikke", Wish.LEAVE, None),
        ("can't come", Wish.LEAVE, None),
        ("I can’t come, sorry", Wish.LEAVE, None),
        ("cant come 12", Wish.LEAVE, 12),
        ("I can't come to task 12", Wish.LEAVE, 12),
        ("cannot come", Wish.LEAVE, None),
        ("cancel", Wish.LEAVE, None),
        ("mine", Wish.MINE, None),
        ("Mine tjanser", Wish.MINE, None),
        ("my tasks", Wish.MINE, None),
        ("find", Wish.FIND, None),
        ("opgaver", Wish.FIND, None),
        ("Hvad kan jeg?", Wish.FIND, None),
        ("tasks", Wish.FIND, None),
        ("hjælp", Wish.HELP, None),
        ("HJAELP", Wish.HELP, None),
        ("help!", Wish.HELP, None),
        ("?", Wish.HELP, None),
        (" ?? ", Wish.HELP, None),
        ("ja", Wish.YES, None),
        ("Ja tak", Wish.YES, None),
        ("yes please", Wish.YES, None),
        ("ok", Wish.YES, None),
        ("ja 12", Wish.YES, 12),
        ("nej", Wish.NO, None),
        ("Nej tak!", Wish.NO, None),
        ("no", Wish.NO, None),
        ("No, thank you", Wish.NO, None),
        ("jeg er med", Wish.TAKE, None),
        ("jeg er med 12", Wish.TAKE, 12),
        ("Jeg er med på 12", Wish.TAKE, 12),
        ("i'm in", Wish.TAKE, None),
        ("I’m in for 12", Wish.TAKE, 12),
        ("im in #12", Wish.TAKE, 12),
        ("tilmeld 12", Wish.TAKE, 12),
        ("fortryd", Wish.UNDO, None),
        ("Undo.", Wish.UNDO, None),
        ("#12", Wish.OPEN, 12),
        ("12", Wish.OPEN, 12),
        ("opgave 12", Wish.OPEN, 12),
        ("task nr. 12", Wish.OPEN, 12),
        ("\u200f١٢", Wish.OPEN, 12),
    ],
)
def test_a_wish_is_recognised(text: str, wish: Wish, number: int | None) -> None:
    assert read_wish(text) == Wished(wish=wish, number=number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "!",
        "#",
        "tak",
        "hej",
        "Ja det var en dejlig dag i går, synes du ikke?",
        "jamen",
        "ja men jeg kan ikke",
        "jeg er med i en klub",
        "Hvem laver mad, mine børn eller jeg?",
        "kan ikke finde vej",
        "I can't come up with a title",
        "12 13",
        "opgave",
        "afbud 1234567",
        "010101-1234",
        "0101011234",
        "ja " * 100,
        "lørdag 14-17",
    ],
)
def test_somebody_talking_is_no_wish(text: str) -> None:
    assert read_wish(text) is None
