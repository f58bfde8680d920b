"""What people type is cleaned and cut; a CPR number is refused, a phone number is not."""

import pytest

from bot.refusals import CprFound, TooLong
from bot.typed import clean, refuse_cpr


@pytest.mark.parametrize(
    "text",
    [
        "010203-1234",
        "0102031234",
        "010203 1234",
        "Mit cpr er 311299-4321.",
        "cpr:290200-0000",  # 2000 was a leap year
        "(240190-1111)",
        "Anna,150585-2222,Bo",
        "010203–1234",  # a dash as phones write it
        "010203‑1234",  # a hyphen that does not break
        "010203 - 1234",
        "010203/1234",
        "010203.1234",
        "01 02 03 1234",
        "01.02.03-1234",
        "01-02-03-1234",
        "010203\u00a01234",
        "610203-1234",  # a replacement number: sixty is added to the day
        "ring 20202020 eller skriv 010203-1234",
    ],
)
def test_a_cpr_number_is_refused(text: str) -> None:
    with pytest.raises(CprFound):
        refuse_cpr(text)
    with pytest.raises(CprFound):
        clean(text, 1000)


@pytest.mark.parametrize(
    "text",
    [
        "20 20 20 20",
        "20202020",
        "+45 20 20 20 20",
        "4520202020",  # begins with no date: the twentieth month
        "+4540302010",
        "0045 45 97 30 00",
        "4597300012",
        "0000000000",
        "3113001234",
        "310299-1234",  # the 31st of February
        "12345678901",  # eleven digits
        "010203-12345",
        "1010203-1234",
        "01020-31234",
        "24/1 14-17",
        "kok 1, hjælper 3",
        "23.01.2027 14.00",
        "23/1/2027 14.00-17.00",
        "23-01-2027 1400",
        "01.02.27 1400-1700",
        "01/02/27 kl. 14",
        "DK-2800 Kongens Lyngby",
        "Bank 3001 0001234567",
        "",
    ],
)
def test_other_numbers_are_not(text: str) -> None:
    refuse_cpr(text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Lav   suppe ", "Lav suppe"),
        ("Lav\nsuppe", "Lav suppe"),
        ("Lav\tsuppe", "Lav suppe"),
        ("\u202eeppus", "eppus"),
        ("Lav\t suppe\u0000\u0007", "Lav suppe"),
        ("Lav\u00a0suppe", "Lav suppe"),
        ("\ud800", ""),
        ("👩‍🍳 Kok", "👩‍🍳 Kok"),
        ("", ""),
    ],
)
def test_one_line_is_cleaned(typed: str, kept: str) -> None:
    assert clean(typed, 20) == kept


def test_line_breaks_stand_where_they_are_allowed() -> None:
    assert clean(" a \r\n\n\n\n b  c \n", 50, lines=True) == "a\n\nb c"
    assert clean("a\rb", 50, lines=True) == "a\nb"


def test_what_is_too_long_is_refused_not_cut() -> None:
    assert clean("x" * 100, 100) == "x" * 100
    with pytest.raises(TooLong) as refused:
        clean("x" * 101 + "  ", 100)
    assert (refused.value.most, refused.value.length) == (100, 101)
