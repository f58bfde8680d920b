"""From a card to Discord's message: text with its marks escaped, and rows of buttons."""

import re
from datetime import datetime

from discord.utils import escape_markdown

from bot.cards import Button, Card
from handlers.networks.discord.payload import Payload, cut
from handlers.networks.discord.saying import OPENS

MAX_TEXT = 2000
MAX_LABEL, MAX_ROWS, MAX_IN_ROW = 80, 5, 5
MAX_PLACEHOLDER = 150
SUPPRESS_EMBEDS = 1 << 2

_ROW, _BUTTON, _ROLES = 1, 2, 6
_PRIMARY, _SECONDARY = 1, 2

_BRACKET = re.compile(r"(\\*)([<\[])")
_POINT = re.compile(r"^\\(\s+)-", re.MULTILINE)
"""discord.py takes what is empty before a line's dash for a part of its mark, lines and all."""
_NUMBER = re.compile(r"^(\s*\d+)\.(?=\s)", re.MULTILINE)
"""A line that begins so is an item of a list, and may be counted anew; discord.py leaves it alone."""


def message_of(card: Card) -> Payload:
    """The card as a message: nobody is pinged by what people wrote, and links grow no preview."""
    return {"content": text_of(card), "components": rows_of(card), "flags": SUPPRESS_EMBEDS} | NO_PINGS


NO_PINGS: Payload = {"allowed_mentions": {"parse": []}}


def note_of(text: str) -> Payload:
    """One line, without buttons."""
    return {"content": cut(escaped(text), MAX_TEXT), "flags": SUPPRESS_EMBEDS} | NO_PINGS


def mention_of(native_id: int, text: str) -> Payload:
    """One line behind a person's name, which pings them and nobody else."""
    name = f"<@{native_id}> "
    said = {"content": name + cut(escaped(text), MAX_TEXT - len(name)), "flags": SUPPRESS_EMBEDS}
    return said | {"allowed_mentions": {"parse": [], "users": [str(native_id)]}}


def text_of(card: Card) -> str:
    """Headline in bold, the rest below it, and the moment in the reader's own zone and language, if there is one."""
    moment = "" if card.moment is None else f"\n{stamp(card.moment)}"
    headline = cut(f"**{escaped(card.headline)}**", MAX_TEXT) if card.headline.strip() else ""
    body = f"\n{escaped(card.body)}" if card.body else ""
    return cut(headline + body, MAX_TEXT - len(moment)) + moment


def stamp(moment: datetime) -> str:
    """Docs, reference, Timestamp Styles: the date, and how far it is."""
    return f"<t:{int(moment.timestamp())}:F> (<t:{int(moment.timestamp())}:R>)"


def escaped(text: str) -> str:
    """Shown as it was written: no marks, no mentions, no hidden links."""
    marked = _POINT.sub(r"\1\\-", escape_markdown(text, ignore_links=True))
    return _BRACKET.sub(_kept, _NUMBER.sub(r"\1\\.", marked))


def _kept(found: re.Match[str]) -> str:
    """discord.py leaves these alone, but for some: a second backslash would undo the first."""
    return found[0] if len(found[1]) % 2 else f"{found[1]}\\{found[2]}"


def rows_of(card: Card) -> list[Payload]:
    """At most five rows of at most five buttons. More rows are closed up; what does not fit is left out."""
    rows = [list(row) for row in card.rows if row]
    most = MAX_ROWS - (card.asks is not None) - (card.picks_role is not None)
    if len(rows) > most or any(len(row) > MAX_IN_ROW for row in rows):
        flat = [button for row in rows for button in row][: most * MAX_IN_ROW]
        rows = [flat[at : at + MAX_IN_ROW] for at in range(0, len(flat), MAX_IN_ROW)]
    seen: dict[str, int] = {}
    shown = [_row([_button(button, seen) for button in row]) for row in rows]
    if card.asks is not None:
        shown.insert(0, _row([_button(card.asks, seen)]))
    if shown:
        shown[0]["components"][0]["style"] = _PRIMARY
    if card.picks_role is not None:
        shown.insert(0, _row([_role_select(card.picks_role)]))
    return shown


def _row(buttons: list[Payload]) -> Payload:
    return {"type": _ROW, "components": buttons}


def _role_select(asked: Button) -> Payload:
    """Docs, components/reference, Role Select: the client itself lists the roles of the guild."""
    if asked.action is None:
        raise ValueError("choosing a role must do something")
    says, hint = asked.action.pack(), cut(asked.label, MAX_PLACEHOLDER)
    return {"type": _ROLES, "custom_id": says, "placeholder": hint, "min_values": 1, "max_values": 1}


def _button(button: Button, seen: dict[str, int]) -> Payload:
    """A custom_id must be unique in its message: the second of two equal buttons is numbered."""
    if button.action is not None:
        says = button.action.pack()
    elif button.opens is not None:
        says = f"{OPENS}{button.opens}"
    else:
        raise ValueError("a button must do or open something")
    seen[says] = seen.get(says, 0) + 1
    return _said(button.label, says if seen[says] == 1 else f"{says}~{seen[says]}")


def _said(label: str, custom_id: str) -> Payload:
    return {"type": _BUTTON, "style": _SECONDARY, "label": cut(label, MAX_LABEL), "custom_id": custom_id}
