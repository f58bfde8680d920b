"""What a button means survives the network, and nothing forged becomes somebody's id."""

import pytest

from bot.cards import MAX_ACTION_BYTES, Action, Button, Card


@pytest.mark.parametrize(
    ("action", "packed"),
    [
        (Action.of("home"), "home"),
        (Action.of("claim", 17, 3), "claim:17:3"),
        (Action.of("find", "week", 0), "find:week:0"),
        (Action.of("span", 1, 1769173200, 1769184000), "span:1:1769173200:1769184000"),
    ],
)
def test_an_action_packs_and_unpacks(action: Action, packed: str) -> None:
    assert action.pack() == packed
    assert Action.unpack(packed) == action


@pytest.mark.parametrize(
    "action", [Action.of(""), Action.of("x" * 65), Action.of("opret", "å"), Action.of("find", "…")]
)
def test_what_does_not_fit_is_a_bug_not_a_cut(action: Action) -> None:
    with pytest.raises(ValueError, match="1-64 ASCII"):
        action.pack()


def test_sixty_four_bytes_fit() -> None:
    assert len(Action.of("x" * MAX_ACTION_BYTES).pack()) == 64


@pytest.mark.parametrize(
    ("packed", "number"),
    [
        ("claim:17", 17),
        ("claim:-5", -5),
        ("claim", 0),
        ("claim:", 0),
        ("claim:x", 0),
        ("claim:1.5", 0),
        ("claim:1e9", 0),
        ("claim:0x11", 0),
        ("claim:NaN", 0),
        ("claim: 17", 0),
        ("claim:17 ", 0),
        ("claim:+17", 0),
        ("claim:1_7", 0),
        ("claim:١٧", 0),  # digits of another script
        ("claim:１７", 0),
        ("claim:²", 0),
        (f"claim:{2**52 - 1}", 2**52 - 1),
        (f"claim:{2**52}", 0),
        (f"claim:{-(2**52)}", 0),
        (f"claim:{'9' * 50}", 0),
        (f"claim:{'9' * 5000}", 0),  # more digits than Python turns into a number
        ("claim:--5", 0),
        ("claim:-", 0),
    ],
)
def test_a_forged_number_is_nobodys_id(packed: str, number: int) -> None:
    assert Action.unpack(packed).number(0) == number


def test_missing_arguments_are_empty() -> None:
    action = Action.unpack("find:week")
    assert (action.word(0), action.word(1), action.number(1), action.number(7)) == ("week", "", 0, 0)
    assert Action.unpack("").verb == ""


def test_equal_cards_have_equal_fingerprints() -> None:
    def card(label: str = "Jeg er med", slot: int = 1) -> Card:
        return Card("Lav suppe", "lørdag", ((Button(label, Action.of("claim", 1, slot)),),))

    assert card().fingerprint() == card().fingerprint()
    assert len({card().fingerprint(), card("I'm in").fingerprint(), card(slot=2).fingerprint()}) == 3
    assert card().fingerprint() != Card("Lav suppe", "lørdag").fingerprint()
