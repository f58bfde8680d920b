"""Recognises what people write instead of pressing a button: "afbud 12", "jeg er med", "ja tak"."""

import re
from dataclasses import dataclass
from enum import StrEnum

from handlers.reader.numbers import MOST_DIGITS
from handlers.reader.tokens import clean, fold

LONGEST_WISH = 80


class Wish(StrEnum):
    LEAVE = "leave"
    MINE = "mine"
    FIND = "find"
    HELP = "help"
    YES = "yes"
    NO = "no"
    TAKE = "take"
    UNDO = "undo"
    OPEN = "open"  # a task's number alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """A wish, and the number of the task it was said of, if it was."""

    wish: Wish
    number: int | None = None


def read_wish(text: str) -> Wished | None:
    """The wish that is the whole text; a sentence that only contains one is somebody talking, and None."""
    text = clean(text) if len(text) <= LONGEST_WISH else ""
    if text.strip() and not text.strip().strip("?"):
        return Wished(wish=Wish.HELP)
    words = [word for word in _WORD.findall(fold(text).replace("'", "")) if word not in _POLITE]
    numbers = [word for word in words if word.isdecimal()]
    if len(numbers) > 1 or any(len(number) > MOST_DIGITS for number in numbers):
        return None
    return _wished(words, int(numbers[0]) if numbers else None)


def _wished(words: list[str], number: int | None) -> Wished | None:
    """The number may stand anywhere but is most often last: "afbud 12", "#12 afbud", "afbud til opgave 12"."""
    said = [word for word in words if not word.isdecimal()]
    if wish := _PHRASES.get(" ".join(said)):
        return Wished(wish=wish, number=number)
    if number is None:
        return None
    said = [word for word in said if word not in _OF_A_TASK]
    wish = _PHRASES.get(" ".join(said)) if said else Wish.OPEN
    return Wished(wish=wish, number=number) if wish else None


_WORD = re.compile(r"[0-9]+|[^\W\d_]+")
_POLITE = set(
    fold("hej hi hello hey sorry undskyld desvaerre unfortunately please venligst tak thanks thank you").split()
)
_OF_A_TASK = set(fold("opgave opgaven tjans tjansen task number nummer nr no til for from fra i på on to").split())
_SAID = {
    Wish.LEAVE: (
        "afbud, meld afbud, melder afbud, jeg melder afbud, melde afbud, jeg vil melde afbud, "
        "jeg vil gerne melde afbud, jeg må melde afbud, må melde afbud, kan ikke, jeg kan ikke, kan ikke komme, "
        "jeg kan ikke komme, kan ikke alligevel, jeg kan ikke alligevel, jeg kan ikke komme alligevel, kommer ikke, "
        "jeg kommer ikke, afmeld, afmeld mig, meld mig fra, frameld, jeg er syg, jeg er blevet syg, "
        "cant, i cant, cant come, i cant come, cant make it, i cant make it, cannot, i cannot, cannot come, "
        "i cannot come, cannot make it, i cannot make it, can not come, i can not come, cancel, im sick, im ill, "
        "not coming, im not coming"
    ),
    Wish.MINE: "mine, mine tjanser, mine opgaver, mine vagter, my tasks, my task, my shifts, my jobs",
    Wish.FIND: (
        "find, find opgaver, find en opgave, find tjanser, opgaver, ledige opgaver, vis opgaver, tjanser, "
        "hvad kan jeg, hvad kan jeg lave, hvad kan jeg hjælpe med, tasks, find tasks, find a task, show tasks, "
        "what can i do, how can i help"
    ),
    Wish.HELP: "hjælp, help, hjælp mig, help me, hvordan, how",
    Wish.YES: "ja, ja gerne, jo, jep, jeps, okay, ok, yes, yes i do, yep, yeah, sure",
    Wish.NO: "nej, næ, no, nope",
    Wish.TAKE: (
        "jeg er med, er med, jeg vil gerne, jeg vil gerne være med, jeg tager den, jeg kommer, tilmeld, tilmeld mig, "
        "skriv mig på, im in, i am in, count me in, ill take it, ill do it, sign me up, join"
    ),
    Wish.UNDO: "fortryd, fortryd det, jeg fortryder, undo, undo that, undo it",
}
_PHRASES = {fold(phrase): wish for wish, phrases in _SAID.items() for phrase in phrases.split(", ")}
