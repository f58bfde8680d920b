"""Forms: what opens as the first answer to a press or a command, and what comes back.

A form is the first answer or none at all (docs, Modal). Its custom_id says all that is needed to read it, so one that
was open across a restart is accepted after it.
"""

from collections.abc import Mapping

from bot.cards import Action, Blank, Form
from handlers.networks.discord.payload import Payload, cut

FORM = "form:"
"""How the custom_id of a form begins; the key follows."""
MAX_TITLE, MAX_LABEL, MAX_HINT, MAX_BLANKS, MAX_VALUE = 45, 45, 100, 5, 4000
ALONE = "answer"
"""The name of a blank that is the only one; several are numbered."""

_LABEL, _INPUT = 18, 4
_ONE_LINE, _LINES = 1, 2


def modal_of(form: Form) -> Payload:
    """The form as Discord's modal: one to five parts."""
    blanks = form.blanks[:MAX_BLANKS]
    names = [ALONE] if len(blanks) == 1 else [f"field{number}" for number in range(len(blanks))]
    parts = [_part(name, blank) for name, blank in zip(names, blanks, strict=True)]
    return {"custom_id": f"{FORM}{form.key.pack()}", "title": cut(form.title, MAX_TITLE), "components": parts}


def key_of(custom_id: str) -> Action:
    """What was filled in, as `modal_of` named it."""
    return Action.unpack(custom_id.removeprefix(FORM))


def in_order(values: Mapping[str, str]) -> tuple[str, ...]:
    """What stood in each blank, whatever order it is sent in."""
    return tuple(values[name] for name in sorted(values))


def _part(name: str, blank: Blank) -> Payload:
    most = min(blank.most, MAX_VALUE)
    field: Payload = {
        "type": _INPUT,
        "custom_id": name,
        "style": _LINES if blank.lines else _ONE_LINE,
        "max_length": most,
        "required": blank.required,
    }
    if blank.hint:
        field["placeholder"] = cut(blank.hint, MAX_HINT)
    if blank.value:
        field["value"] = cut(blank.value, most)
    return {"type": _LABEL, "label": cut(blank.label, MAX_LABEL), "component": field}
