"""How a person reads the bot: each kind of message in both languages, as the wording says it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from simulation.phrases import Unsaid, pattern
from simulation.reading import FIRST_LINES, Kind, Stands, read, read_linked

CATALOGUE = Path(__file__).parents[2] / "locales" / "da" / "LC_MESSAGES" / "tjans.po"
TITLE = "T0412 Lav suppe"


def _in_danish(sentence: str) -> str:
    with CATALOGUE.open("rb") as file:
        message = read_po(file, locale="da").get(sentence)
    assert message is not None
    return str(message.string)


def _filled(sentence: str) -> str:
    for hole, word in (("{title}", TITLE), ("{role}", "kok"), ("{n}", "3"), ("{name}", "Anna"), ("{when}", "kl. 14")):
        sentence = sentence.replace(hole, word)
    return sentence.replace("{channel}", "Kanalen")


@pytest.mark.parametrize(
    ("kind", "sentence"), [(kind, sentence) for kind, sentences in FIRST_LINES for sentence in sentences]
)
def test_every_first_line_is_known_in_both_languages(kind: Kind, sentence: str) -> None:
    assert read(f"{_filled(sentence)}\n{TITLE}").kind is kind
    assert read(f"{_filled(_in_danish(sentence))}\n{TITLE}").kind is kind


def test_the_task_is_known_by_the_mark_in_its_title_or_by_its_number() -> None:
    news = read(f"Du er med: kok\n\n{TITLE}\n\nLørdag\n\nOpgave 17")
    assert (news.mark, news.number, news.stands) == (412, 17, Stands.IN)


@pytest.mark.parametrize("said", [str, _in_danish])
def test_the_other_task_at_the_same_time_is_not_the_one_it_is_about(said: Callable[[str], str]) -> None:
    other = "You are also on this task at the same time: {title}, {when}. Which one do you want to keep?"
    clash = said(other).replace("{title}", "T2169 Vask op").replace("{when}", "man. 1/11")
    assert read(f"{said('You are in')}\n{clash}\n\n{TITLE}\n\nOpgave 17").mark == 412


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        (f"Opgaven bliver til noget alligevel\nDu er nr. 2 på ventelisten\n\n{TITLE}", Stands.LINE),
        (f"Koordinatoren har sat dig på en opgave\n{TITLE}\n\nOpgave 17", Stands.IN),
        (f"{TITLE}\nLørdag\n\n3 ledige pladser\n\nOpgave 17", Stands.OUT),
        (f"Husk: i morgen, kl. 14.00\n{TITLE}", Stands.IN),
        (f"Besked om: {TITLE}\nHusk forklæde", None),
    ],
)
def test_where_somebody_stands_after_reading(text: str, stands: Stands | None) -> None:
    assert read(text).stands is stands


def test_a_reminder_that_says_it_is_late() -> None:
    late = _in_danish("Sorry, this reminder is late.")
    assert read(f"Husk: i dag, kl. 14.00\n{late}\n\n{TITLE}").late
    assert not read(f"Husk: i dag, kl. 14.00\n{TITLE}").late


def test_a_sentence_nobody_says_any_more_is_told_at_once() -> None:
    with pytest.raises(Unsaid):
        pattern("This sentence is in no catalogue")


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize(
    ("now", "stands"),
    [
        ("You are in", Stands.IN),
        ("You are in: {role}", Stands.IN),
        ("There is a place for you: {role}", Stands.OFFER),
        ("You are number {n} on the waiting list: {role}", Stands.LINE),
    ],
)
def test_what_became_of_a_task_that_both_accounts_had(language: str, now: str, stands: Stands) -> None:
    said = _in_danish if language == "da" else str
    twice = _filled(said("You were on {title} twice. Now: {stands}.").replace("{stands}", said(now)))
    off = _filled(said("You were taken off {title}, so your other place on it is given back."))
    first = said("You are one person on {networks}").replace("{networks}", "Discord")
    found = list(read_linked(f"{first}\n{twice}\n{off.replace('0412', '0413')}\n\nNoget andet"))
    assert [(news.mark, news.stands) for news in found] == [(412, stands), (413, Stands.OUT)]
    assert not list(read_linked(f"Noget andet\n{twice}"))
