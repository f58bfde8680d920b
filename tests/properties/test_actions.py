"""What a button says: packed and read back the same, and never an error whatever was pressed."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from bot.cards import MAX_ACTION_BYTES, Action
from handlers.networks.telegram.reading import read_update
from handlers.tables import ACTIONS, SCREENS
from tests.networks.telegram.samples import ME, pressed
from tests.properties.effort import effort

VERBS = st.sampled_from(sorted({*ACTIONS, *SCREENS}))
ARGUMENTS = st.lists(
    st.integers(-(2**52) + 1, 2**52 - 1) | st.from_regex(r"[a-z0-9_-]{1,9}", fullmatch=True), max_size=3
)


@effort(300)
@given(verb=VERBS, arguments=ARGUMENTS)
def test_what_is_packed_is_read_back(verb: str, arguments: list[int | str]) -> None:
    """Over the network, too."""
    action = Action.of(verb, *arguments)
    if len(verb) + sum(1 + len(str(one)) for one in arguments) > MAX_ACTION_BYTES:
        return
    packed = action.pack()
    assert packed.isascii()
    assert Action.unpack(packed) == action
    assert [action.number(at) for at, one in enumerate(arguments) if isinstance(one, int)] == [
        one for one in arguments if isinstance(one, int)
    ]
    assert read_update(json.dumps(pressed(packed)), ME).what.action == action  # type: ignore[union-attr]


@effort(500)
@example("claim:" + "9" * 5000)
@example("claim:\u0663")
@example("claim:１２")
@example("claim:1\n")
@example(":" * 64)
@given(st.text(max_size=80))
def test_whatever_is_pressed_is_a_number_or_nobody(packed: str) -> None:
    action = Action.unpack(packed)
    for at in range(len(action.args) + 2):
        number, word = action.number(at), action.word(at)
        assert abs(number) < 2**52
        assert number == 0 or (word.isascii() and int(word) == number)
