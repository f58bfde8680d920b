"""Forms in one go: what a command opens before the core hears of it, and what comes back.

A form is the first answer or none at all (docs, Modal), so it is opened on the spot and changes nothing. Its
custom_id says all that is needed to read it, so one that was open across a restart is accepted after it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.networks.discord.payload import Payload, cut

FORM = "form:"
MAX_TITLE, MAX_LABEL, MAX_HINT, MAX_FIELD, MAX_FIELDS = 45, 45, 100, 300, 5

_LABEL, _INPUT, _ONE_LINE = 18, 4, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form in one language. `fields`: what is asked, and an example, each in the order of the one-line command."""

    title: str
    fields: Sequence[tuple[str, str]]


FormOf = Callable[[str, str | None], Form | None]
"""The form that a command without words opens, in the language of the client; None if it opens none."""


def no_forms(command: str, language: str | None) -> Form | None:
    """No command opens any."""
    return None


def modal_of(command: str, form: Form) -> Payload:
    """The form as Discord's modal."""
    parts = [_part(f"field{number}", label, hint) for number, (label, hint) in enumerate(form.fields[:MAX_FIELDS])]
    return {"custom_id": f"{FORM}{command}", "title": cut(form.title, MAX_TITLE), "components": parts}


def line_of(values: Sequence[str]) -> str:
    """What was filled in, as the one line that may follow the command; a bar would begin the next piece."""
    return " | ".join(value.replace("|", "/").replace("｜", "/") for value in values)


def _part(name: str, label: str, hint: str) -> Payload:
    field = {
        "type": _INPUT,
        "custom_id": name,
        "style": _ONE_LINE,
        "placeholder": cut(hint, MAX_HINT),
        "max_length": MAX_FIELD,
        "required": True,
    }
    return {"type": _LABEL, "label": cut(label, MAX_LABEL), "component": field}
