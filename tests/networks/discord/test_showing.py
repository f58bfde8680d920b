"""Cards as Discord's messages: taken by the strict models of the sandbox."""

from datetime import UTC, datetime

import pytest

from bot.cards import Action, Blank, Button, Card, Form
from handlers.networks.discord.forms import modal_of
from handlers.networks.discord.showing import escaped, mention_of, message_of, note_of
from sandbox.discord import bodies
from sandbox.discord.checking import read, refuse_twins


def labels(card: Card) -> list[list[str]]:
    """The buttons, once Discord's rules were applied."""
    message = message_of(card)
    said = read(bodies.Said, message)
    refuse_twins(message["components"])
    rows = said.components or []
    return [[one.label or "" for one in row.components if isinstance(one, bodies.Button)] for row in rows]


def button(number: int) -> Button:
    return Button(f"Knap {number}", Action.of("task", number))


def test_a_card_is_text_with_buttons() -> None:
    card = Card("Lav suppe", "Lørdag", ((button(1), button(2)), (Button("Læs mere", opens="t1"),)))
    message = message_of(card)
    assert message["content"] == "**Lav suppe**\nLørdag"
    assert labels(card) == [["Knap 1", "Knap 2"], ["Læs mere"]]
    first, second = message["components"][0]["components"][0], message["components"][1]["components"][0]
    assert (first["custom_id"], first["style"]) == ("task:1", 1)
    assert (second["custom_id"], second["style"]) == ("open:t1", 2)
    assert message["allowed_mentions"] == {"parse": []}


def test_the_moment_is_shown_in_the_readers_own_zone() -> None:
    card = Card("Lav suppe", "Lørdag", moment=datetime(2026, 11, 28, 13, tzinfo=UTC))
    assert message_of(card)["content"] == "**Lav suppe**\nLørdag\n<t:1795870800:F> (<t:1795870800:R>)"


@pytest.mark.parametrize("length", [100, 1990, 2000, 5000])
@pytest.mark.parametrize("character", ["x", "*", "å", "<", "\\"])
def test_whatever_people_write_fits(length: int, character: str) -> None:
    card = Card("Suppe", character * length, moment=datetime(2026, 11, 28, 13, tzinfo=UTC))
    assert labels(card) == []
    assert message_of(card)["content"].endswith(":R>)")
    assert len(note_of(character * length)["content"]) <= 2000


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*fed* _x_", "\\*fed\\* \\_x\\_"),
        ("<@77> <t:5>", "\\<@77> \\<t:5>"),
        ("[her](https://ondt.example)", "\\[her](https://ondt.example)"),
        ("\\[her](https://ondt.example)", "\\\\\\[her](https://ondt.example)"),
        ("[her] (og der)", "\\[her] (og der)"),
        ("https://kort.dk/a_b", "https://kort.dk/a_b"),
        ("# Stort", "\\# Stort"),
        ("Tag med:\n\n- kniv\n  - skarp\n-# lille", "Tag med:\n\n\\- kniv\n  \\- skarp\n\\-# lille"),
        ("\\ - kniv", "\\\\ - kniv"),
        ("> sagde hun", "\\> sagde hun"),
        ("12. Lav suppe\n  7. Kør\n\n1. Vask", "12\\. Lav suppe\n  7\\. Kør\n\n1\\. Vask"),
        ("24.12. kl. 14.00\nden 24. december", "24.12. kl. 14.00\nden 24. december"),
    ],
)
def test_marks_are_shown_as_they_were_written(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_more_than_five_rows_are_closed_up() -> None:
    card = Card("Hvem?", "", tuple((button(number),) for number in range(21)))
    assert [len(row) for row in labels(card)] == [5, 5, 5, 5, 1]
    assert [len(row) for row in labels(Card("Hvem?", "", card.rows * 2))] == [5] * 5


def test_equal_buttons_are_numbered() -> None:
    card = Card("To", "", ((button(1), button(1)), (button(1),)))
    assert [one["custom_id"] for row in message_of(card)["components"] for one in row["components"]] == [
        "task:1",
        "task:1~2",
        "task:1~3",
    ]


def test_what_waits_for_words_has_a_button_for_them() -> None:
    rows = tuple((button(number),) for number in range(5))
    asks = Button("Skriv svaret", Action.of("answer", 7, "title"))
    assert labels(Card("Hvad?", "", rows, asks=asks))[0] == ["Skriv svaret"]
    assert len(labels(Card("Hvad?", "", rows, asks=asks))) == 2


@pytest.mark.parametrize("count", [1, 5, 7])
def test_a_form_fits_whatever_it_asks(count: int) -> None:
    blank = Blank(label="Hvad? " * 9, hint="Et eksempel " * 20, value="Suppe " * 900, most=9000, lines=True)
    modal = modal_of(Form(key=Action.of("post", 2**52), title="Ny opgave " * 9, blanks=(blank,) * count))
    read(bodies.Modal, modal)
    refuse_twins(modal["components"])


def test_a_button_must_do_something() -> None:
    with pytest.raises(ValueError, match="do or open"):
        message_of(Card("x", "", ((Button("Intet"),),)))


def test_long_labels_are_cut() -> None:
    assert len(labels(Card("x", "", ((Button("x" * 200, Action.of("home")),),)))[0][0]) == 80


@pytest.mark.parametrize("title", ["@everyone og <@5>", "*" * 3000, "Suppe"])
def test_a_mention_pings_one_person_and_nobody_the_title_names(title: str) -> None:
    message = mention_of(77, f"{title} er aflyst.")
    said = read(bodies.Said, message)
    assert said.content
    assert said.content.startswith("<@77> ")
    assert "<@5>" not in said.content.replace("\\<@5>", "")
    assert message["allowed_mentions"] == {"parse": [], "users": ["77"]}
