"""How many are needed and for what, and numbers on their own."""

import pytest

from handlers.reader import Reason, SlotSpec, Unclear, read_number, read_slots


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("4", [(None, 4)]),
        (" 4. ", [(None, 4)]),
        ("fire", [(None, 4)]),
        ("4 personer", [(None, 4)]),
        ("4 people", [(None, 4)]),
        ("to frivillige", [(None, 2)]),
        ("4 stk", [(None, 4)]),
        ("4 i alt", [(None, 4)]),
        ("٤", [(None, 4)]),
        ("500", [(None, 500)]),
        ("kok 1", [("kok", 1)]),
        ("kok 1, hjælper 3", [("kok", 1), ("hjælper", 3)]),
        ("1 kok, 3 hjælpere", [("kok", 1), ("hjælpere", 3)]),
        ("1 kok og 3 hjælpere", [("kok", 1), ("hjælpere", 3)]),
        ("en kok og tre hjælpere", [("kok", 1), ("hjælpere", 3)]),
        ("one cook and two helpers", [("cook", 1), ("helpers", 2)]),
        ("kok: 1 og hjælper: 3", [("kok", 1), ("hjælper", 3)]),
        ("Kok=1; Hjælper=3", [("Kok", 1), ("Hjælper", 3)]),
        ("kok (1)\nhjælper (3)", [("kok", 1), ("hjælper", 3)]),
        ("1 x kok + 3 x hjælper", [("kok", 1), ("hjælper", 3)]),
        ("1x kok, 3x hjælper", [("kok", 1), ("hjælper", 3)]),
        ("kok - 1, hjælper – 3", [("kok", 1), ("hjælper", 3)]),
        ("kage og kaffe 2", [("kage og kaffe", 2)]),
        ("kage og kaffe 2 og opvask 1", [("kage og kaffe", 2), ("opvask", 1)]),
        ("2 kage og kaffe", [("kage og kaffe", 2)]),
        ("2 Kage og kaffe AND 1 opvask", [("Kage og kaffe", 2), ("opvask", 1)]),
        ("hold 1: 3, hold 2: 4", [("hold 1", 3), ("hold 2", 4)]),
        ("2 Chauffører m. stor bil", [("Chauffører m. stor bil", 2)]),
        (", ".join(f"{letter} 1" for letter in "abcdefgh"), [(letter, 1) for letter in "abcdefgh"]),
    ],
)
def test_slots_are_read(text: str, slots: list[tuple[str | None, int]]) -> None:
    assert read_slots(text) == tuple(SlotSpec(name=name, capacity=capacity) for name, capacity in slots)


@pytest.mark.parametrize(
    ("text", "reason", "piece"),
    [
        ("", Reason.BAD_COUNT, ""),
        (",", Reason.BAD_COUNT, ","),
        ("mange", Reason.BAD_COUNT, "mange"),
        ("kok 1, hjælper", Reason.BAD_COUNT, "hjælper"),
        ("kok 1 og hjælper", Reason.BAD_COUNT, "hjælper"),
        ("0", Reason.BAD_COUNT, "0"),
        ("-3", Reason.BAD_COUNT, "-3"),
        ("kok 0", Reason.BAD_COUNT, "kok 0"),
        ("3-4", Reason.BAD_COUNT, "3-4"),
        ("3-4 kokke", Reason.BAD_COUNT, "3-4 kokke"),
        ("1.5 kok", Reason.BAD_COUNT, "1.5 kok"),
        ("ca. 4", Reason.BAD_COUNT, "ca. 4"),
        ("2 3 kokke", Reason.BAD_COUNT, "2 3 kokke"),
        ("4 !!!", Reason.BAD_COUNT, "4 !!!"),
        ("501", Reason.TOO_MANY, "501"),
        ("kok 999999999", Reason.TOO_MANY, "kok 999999999"),
        ("kok 1, Kok 2", Reason.SAME_NAME, "Kok"),
        ("kok 1, 3", Reason.NO_NAME, "3"),
        ("2, 3", Reason.NO_NAME, "2"),
        ("x" * 41 + " 1", Reason.NAME_TOO_LONG, "x" * 41),
        (", ".join(f"{letter} 1" for letter in "abcdefghi"), Reason.TOO_MANY_SLOTS, None),
        ("1" * 5000, Reason.NOT_UNDERSTOOD, "1" * 80),
    ],
)
def test_slots_are_asked_back(text: str, reason: Reason, piece: str | None) -> None:
    with pytest.raises(Unclear) as refused:
        read_slots(text)
    assert (refused.value.reason, refused.value.piece) == (reason, piece)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        (" 3. ", 3),
        ("#12", 12),
        ("٣", 3),
        ("tre", 3),
        ("Three!", 3),
        ("ti", 10),
        ("én", 1),
        ("", None),
        ("-3", None),
        ("3,5", None),
        ("elleve", None),
        ("3 personer", None),
        ("1234567", None),
        ("0101011234", None),
        ("9" * 5000, None),
    ],
)
def test_a_number_is_read(text: str, number: int | None) -> None:
    assert read_number(text) == number
