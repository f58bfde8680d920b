"""A whole post in one line."""

import pytest

from handlers.reader import OneLine, Part, Reason, Unclear, split_one_line

SOUP = OneLine(
    title="Lav suppe", when="lørdag 14-17", place="Sognegården", slots="4", benefit="Gæster i suppekøkkenet"
)


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("Lav suppe | lørdag 14-17 | Sognegården | 4 | Gæster i suppekøkkenet", SOUP),
        ("Lav suppe|lørdag 14-17|Sognegården|4|Gæster i suppekøkkenet", SOUP),
        (" Lav  suppe |\nlørdag 14-17 |\n Sognegården |\n4 |\nGæster i\nsuppekøkkenet |", SOUP),
        ("Lav suppe｜lørdag 14-17｜Sognegården｜4｜Gæster i suppekøkkenet", SOUP),
        ("Lav suppe\nlørdag 14-17\n\nSognegården\r\n4\nGæster i suppekøkkenet\n", SOUP),
        ("Lav suppe", OneLine(title="Lav suppe")),
        ("Lav suppe | lørdag 14-17", OneLine(title="Lav suppe", when="lørdag 14-17")),
        ("Lav suppe | | Sognegården", OneLine(title="Lav suppe", place="Sognegården")),
        ("| lørdag 14-17", OneLine(when="lørdag 14-17")),
        ("", OneLine()),
        (" | | ", OneLine()),
        ("|||||||", OneLine()),
    ],
)
def test_a_post_is_cut_into_its_pieces(text: str, post: OneLine) -> None:
    assert split_one_line(text) == post


@pytest.mark.parametrize(
    ("text", "piece"), [("a | b | c | d | e | f | g", "f"), ("a\nb\nc\nd\ne\nf", "f"), ("a|b|c|d|e||g", "")]
)
def test_a_post_of_more_than_five_pieces_is_refused(text: str, piece: str) -> None:
    with pytest.raises(Unclear) as refused:
        split_one_line(text)
    assert (refused.value.reason, refused.value.piece, refused.value.most) == (Reason.TOO_MANY_PARTS, piece, 5)


def test_the_first_missing_piece_is_named() -> None:
    post = split_one_line("Lav suppe | | Sognegården")
    assert post.missing() == (Part.WHEN, Part.SLOTS, Part.BENEFIT)
    with pytest.raises(Unclear) as refused:
        post.complete()
    assert (refused.value.reason, refused.value.part) == (Reason.MISSING_PART, Part.WHEN)


def test_a_post_with_every_piece_is_complete() -> None:
    assert SOUP.complete() is SOUP
