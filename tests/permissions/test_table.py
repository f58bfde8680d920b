"""The table of permissions holds, and leaves nothing out."""

from pathlib import Path

import pytest

from bot import adjusting, drafting, messaging
from bot.proposals import Field
from handlers import forms
from handlers.tables import ACTIONS, COMMANDS, GROUP_COMMANDS, SCREENS, STARTS
from handlers.writing import FORMS
from tests.permissions.measuring import KINDS, Deed, Measuring
from tests.permissions.table import NAMES, rows, shown

TASK = {*Field, "time-0", forms.FIX, forms.MERE, forms.PREVIEW}
STEPS = {
    drafting.POST: TASK,
    drafting.EDIT: TASK,
    drafting.MESSAGE: {messaging.TEXT, messaging.PREVIEW},
    drafting.ADD: {"who"},
    adjusting.QUIET_FORM: {"hours"},
}
"""The steps of each form."""


async def test_what_is_measured_is_what_is_expected(tmp_path: Path) -> None:
    """Design I8. Red when any use case trusts the button."""
    differing = []
    async with Measuring.open(tmp_path / "community.db") as measuring:
        for label, expected in rows():
            cells = tuple([await measuring.cell(Deed(label), kind) for kind in KINDS])
            if cells != expected:
                differing += [shown(label, cells), shown("    EXPECTED", expected)]
    assert "\n".join(differing) == ""


def test_every_kind_of_person_has_a_column() -> None:
    assert tuple(kind.name for kind in KINDS) == NAMES
    assert {len(expected) for _, expected in rows()} == {len(NAMES)}


def _named(*ways: str) -> set[str]:
    deeds = [Deed(label) for label, _ in rows()]
    return {deed.what.replace(":", " ").split()[0] for deed in deeds if deed.way in ways}


def test_nothing_that_can_be_done_is_left_out() -> None:
    """A new verb, command, link or form needs its row."""
    assert {f"/{name}" for name in COMMANDS} - _named("say") == set()
    assert {f"/{name}" for name in GROUP_COMMANDS} - _named("group") == set()
    assert {*ACTIONS, *SCREENS} ^ {name for name in _named("press") if not name.startswith("/")} == set()
    links = {label.removeprefix("say /start ")[0] for label, _ in rows() if label.startswith("say /start ")}
    assert links == STARTS.keys()


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_no_step_of_a_form_is_left_out(kind: str) -> None:
    asked = {tuple(Deed(label).what.split()[:2]) for label, _ in rows() if label.startswith("type ")}
    assert {step for name, step in asked if name == kind} == STEPS[kind]
