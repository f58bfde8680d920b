"""Quiet hours as people type them."""

import pytest

from handlers.reader.quiet import read_quiet


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("22-7", (1320, 420)),
        ("22 – 7", (1320, 420)),
        ("kl. 22 til 7", (1320, 420)),
        ("fra 22.30 til 6.15", (1350, 375)),
        ("22:00-07:00", (1320, 420)),
        ("from 10pm to 7am", (1320, 420)),
        ("10 p.m. - 7 a.m.", (1320, 420)),
        ("24-8", (0, 480)),
        ("13-14", (780, 840)),
        ("٢٢-٧", (1320, 420)),
        ("ingen", (0, 0)),
        ("Ingen.", (0, 0)),
        ("none", (0, 0)),
        ("12am-12pm", (0, 720)),
    ],
)
def test_hours_are_read(typed: str, hours: tuple[int, int]) -> None:
    assert read_quiet(typed) == hours


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "22",
        "22-22",
        "25-7",
        "22.60-7",
        "24.30-7",
        "22-7-9",
        "13pm-7",
        "om natten",
        "22-7" * 40,
        "1234-5678",
        "-7-",
    ],
)
def test_what_is_unsure_is_asked_back(typed: str) -> None:
    assert read_quiet(typed) is None
