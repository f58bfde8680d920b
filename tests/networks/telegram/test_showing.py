"""Cards in, exactly what Telegram is sent out."""

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import Action, Button, Card
from handlers.networks.telegram.showing import cut, html_of, keyboard_of, toast_of

LEAVE = Button("Meld afbud", Action.of("leave", 17))
MORE = Button("Mere", opens="t_17")


class Seen(HTMLParser):
    """What a person sees of it: the text after entity parsing, and which part of it is bold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.bold, self._tags = "", "", list[str]()
        self.feed(html)
        self.close()
        assert not self._tags

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag == "b"
        self._tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._tags.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        self.bold += data if self._tags else ""


@pytest.mark.parametrize(
    ("card", "html", "keyboard"),
    [
        (Card("Du er med"), "<b>Du er med</b>", None),
        (Card("Du er med", "kl. 14\nSognegården"), "<b>Du er med</b>\nkl. 14\nSognegården", None),
        (
            Card('<b>x</b> & "y"', "</b><a href='tg://user?id=1'>&lt;"),
            "<b>&lt;b&gt;x&lt;/b&gt; &amp; \"y\"</b>\n&lt;/b&gt;&lt;a href='tg://user?id=1'&gt;&amp;lt;",
            None,
        ),
        (
            Card("Suppe", rows=((LEAVE, MORE), (), (LEAVE,))),
            "<b>Suppe</b>",
            [
                [
                    {"text": "Meld afbud", "callback_data": "leave:17"},
                    {"text": "Mere", "url": "https://t.me/tjans_bot?start=t_17"},
                ],
                [{"text": "Meld afbud", "callback_data": "leave:17"}],
            ],
        ),
        (
            Card("Suppe", rows=((Button("x" * 65, Action.of("a")),),)),
            "<b>Suppe</b>",
            [[{"text": "x" * 63 + "…", "callback_data": "a"}]],
        ),
    ],
)
def test_a_card(card: Card, html: str, keyboard: object) -> None:
    markup = keyboard_of(card, "tjans_bot")
    assert html_of(card) == html
    assert (markup and json.loads(markup.to_json())["inline_keyboard"]) == keyboard


def test_a_button_that_does_nothing_is_a_bug() -> None:
    with pytest.raises(ValueError, match="do or open"):
        keyboard_of(Card("x", rows=((Button("x"),),)), "tjans_bot")


@given(st.text(), st.text())
def test_hostile_text_is_shown_as_it_is(headline: str, body: str) -> None:
    seen = Seen(html_of(Card(headline, body)))
    assert seen.text == (f"{headline}\n{body}" if body else headline)
    assert seen.bold == headline


@pytest.mark.parametrize(
    ("headline", "body"), [("x", "<&>😀" * 2000), ("😀" * 3000, ""), ("&" * 5000, "body"), ("x", "y" * 4095)]
)
def test_what_is_seen_has_4096_utf_16_units_at_most(headline: str, body: str) -> None:
    seen = Seen(html_of(Card(headline, body))).text
    assert len(seen.encode("utf-16-le")) // 2 in {4095, 4096}
    assert seen.endswith("…")


def test_a_card_that_just_fits_is_shown_whole() -> None:
    assert Seen(html_of(Card("x", "y" * 4094))).text == "x\n" + "y" * 4094


@given(st.text(st.characters(exclude_categories=[])), st.integers(1, 9))
def test_a_cut_text_fits_and_can_be_sent(text: str, units: int) -> None:
    shortened = cut(text, units)
    assert len(shortened.encode("utf-16-le")) <= 2 * units
    shortened.encode()  # raises for half a character


def test_a_toast_has_200_characters_at_most() -> None:
    assert toast_of("x" * 201) == "x" * 199 + "…"
    assert toast_of("x" * 200) == "x" * 200
    assert toast_of("") is None
