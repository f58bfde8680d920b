"""Every reason to ask back is worded in both languages, with its facts."""

from datetime import UTC, date, datetime

import pytest

from bot.unclear import Part, Reason, Unclear, When
from bot.wording import unclear as wording
from bot.wording.words import Words
from tests.people import ZONE

SATURDAY = When(starts_at=datetime(2027, 1, 23, 13, tzinfo=UTC), ends_at=datetime(2027, 1, 23, 16, tzinfo=UTC))
SUNDAY = When(starts_at=datetime(2027, 1, 24, 13, tzinfo=UTC), ends_at=datetime(2027, 1, 24, 16, tzinfo=UTC))
BOTH = (SATURDAY, SUNDAY)
STARTS = (SATURDAY.starts_at, SUNDAY.starts_at)
NIGHT = (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC))
DAY = date(2027, 1, 24)

CASES = [
    (Unclear(Reason.NOT_UNDERSTOOD, piece="lørdax"), ["lørdax"], ["lørdax"]),
    (Unclear(Reason.NOT_UNDERSTOOD), ["med ord"], ["in words"]),
    (Unclear(Reason.NO_DATE, piece="14-17"), ["14-17", "lørdag"], ["14-17", "Saturday"]),
    (Unclear(Reason.NO_DATE, piece=""), ["Hvilken dag"], ["Which day"]),
    (Unclear(Reason.NO_TIME, piece="lørdag"), ["lørdag", "14.30"], ["lørdag", "14.30"]),
    (Unclear(Reason.NO_TIME), ["14.30"], ["14.30"]),
    (Unclear(Reason.NO_END, piece="lørdag 14"), ["slutter", "14-17"], ["end", "14-17"]),
    (
        Unclear(Reason.WRONG_WEEKDAY, weekday=5, day=DAY, candidates=STARTS, spans=BOTH),
        ["lørdag, men", "søndag den 24. januar 2027", "lørdag den 23. januar 2027 kl. 14.00–17.00", " eller "],
        ["Saturday, but", "Sunday 24 January 2027", "Saturday 23 January 2027, 14:00–17:00", " or "],
    ),
    (
        Unclear(Reason.WRONG_WEEKDAY, weekday=5, day=DAY),
        ["lørdag", "søndag den 24. januar 2027", "igen"],
        ["Saturday", "Sunday 24 January 2027", "again"],
    ),
    (Unclear(Reason.PAST, day=DAY), ["søndag den 24. januar 2027"], ["Sunday 24 January 2027"]),
    (Unclear(Reason.TOO_FAR, day=DAY), ["Søndag den 24. januar 2027"], ["Sunday 24 January 2027"]),
    (
        Unclear(Reason.AMBIGUOUS, candidates=STARTS),
        ["lørdag den 23. januar 2027 kl. 14.00 eller søndag den 24. januar 2027 kl. 14.00"],
        ["Saturday 23 January 2027, 14:00 or Sunday 24 January 2027, 14:00"],
    ),
    (Unclear(Reason.NO_SUCH_DATE, piece="31/2"), ["31/2"], ["31/2"]),
    (Unclear(Reason.NO_SUCH_TIME, piece="25.00"), ["25.00", "klokkeslæt"], ["25.00", "time of day"]),
    (
        Unclear(Reason.NO_SUCH_TIME, candidates=(datetime(2027, 3, 28, 1, 30, tzinfo=UTC),), day=date(2027, 3, 28)),
        ["frem", "søndag den 28. marts 2027 kl. 03.30"],
        ["forward", "Sunday 28 March 2027, 03:30"],
    ),
    (
        Unclear(Reason.TWICE, candidates=NIGHT),
        ["tilbage", "02.30 (sommertid)", "02.30 (vintertid)"],
        ["back", "02:30 (summer time)", "02:30 (winter time)"],
    ),
    (Unclear(Reason.ENDS_BEFORE_START), ["slutte", "14-17"], ["end", "14-17"]),
    (Unclear(Reason.AFTER_START, day=DAY), ["søndag den 24. januar 2027"], ["Sunday 24 January 2027"]),
    (Unclear(Reason.TOO_LONG, most=14), ["14 dage"], ["14 days"]),
    (Unclear(Reason.BAD_COUNT, piece="mange"), ["mange", "kok 1"], ["mange", "cook 1"]),
    (Unclear(Reason.BAD_COUNT, piece=""), ["Hvor mange"], ["How many"]),
    (Unclear(Reason.TOO_MANY, piece="900", most=500), ["900", "500"], ["900", "500"]),
    (Unclear(Reason.TOO_MANY_SLOTS, most=8), ["8 roller"], ["8 roles"]),
    (Unclear(Reason.NO_NAME, piece="3"), ["(3)", "kok 1"], ["(3)", "cook 1"]),
    (Unclear(Reason.NAME_TOO_LONG, piece="x" * 70, most=40), ["x" * 39 + "…", "40 tegn"], ["x" * 39 + "…", "40"]),
    (Unclear(Reason.SAME_NAME, piece="kok"), ["kok"], ["kok"]),
    *(
        (Unclear(Reason.MISSING_PART, part=part), [danish], [english])
        for part, danish, english in [
            (Part.TITLE, "hvad der skal laves", "what needs doing"),
            (Part.WHEN, "hvornår", "when"),
            (Part.PLACE, "hvor", "where"),
            (Part.SLOTS, "hvor mange", "how many people"),
            (Part.BENEFIT, "til glæde for", "who benefits"),
        ]
    ),
    (Unclear(Reason.TOO_MANY_PARTS, piece="rest", most=5), ["5 dele", "rest"], ["5 parts", "rest"]),
]


def test_no_reason_is_left_out() -> None:
    assert {unclear.reason for unclear, _, _ in CASES} == set(Reason)


@pytest.mark.parametrize(("unclear", "danish", "english"), CASES, ids=lambda case: getattr(case, "reason", None))
def test_a_reason_is_said_with_its_facts(unclear: Unclear, danish: list[str], english: list[str]) -> None:
    for language, facts in (("da", danish), ("en", english)):
        said = wording.reason(unclear, Words(language, ZONE))
        assert all(fact in said for fact in facts), said
        assert "{" not in said
        assert said[0].isupper() or not said[0].isalpha()
        assert "None" not in said


def test_no_two_reasons_read_the_same() -> None:
    said = [wording.reason(Unclear(reason, piece="abc"), Words("da", ZONE)) for reason in Reason]
    plain = {Reason.WRONG_WEEKDAY, Reason.MISSING_PART, Reason.NOT_UNDERSTOOD}  # without their facts: the last resort
    assert len(set(said)) == len(said) - len(plain) + 1


def test_braces_in_somebodys_own_words_are_only_words() -> None:
    said = wording.reason(Unclear(Reason.NOT_UNDERSTOOD, piece="{piece} {0} %s"), Words("da", ZONE))
    assert "{piece} {0} %s" in said


def test_a_piece_is_quoted_on_one_line() -> None:
    said = wording.reason(Unclear(Reason.BAD_COUNT, piece="en\n\n  to"), Words("da", ZONE))
    assert "”en to”" in said
