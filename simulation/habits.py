"""What kind of person somebody is: drawn once, from the seed."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Answers(StrEnum):
    """How somebody answers an offer."""

    SOON = "soon"
    LATE = "late"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Chances, from 0 to 1, unless said otherwise."""

    starts: bool  # opens the chat with the bot of their own accord
    follows_links: float
    writes: float  # words instead of a button
    presses_twice: float
    regrets: float
    undoes: float
    waits: float  # joins the line of what is full
    answers: Answers
    says_yes: float
    keeps: float  # answers a move by staying
    looks_around: float  # times a year: /find, /mine, settings, the privacy page
    mischief: float  # times a year: forged and stale buttons, nonsense, a CPR number
    blocks: float  # times a year
    deletes: float  # times a year


def drawn(dice: Random) -> Habits:
    """Somebody."""
    return Habits(
        starts=dice.random() < 0.86,
        follows_links=dice.choice((0.2, 0.6, 0.9)),
        writes=dice.choice((0.0, 0.0, 0.05, 0.4)),
        presses_twice=dice.choice((0.02, 0.05, 0.3)),
        regrets=dice.choice((0.0, 0.05, 0.1, 0.35)),
        undoes=dice.choice((0.0, 0.1, 0.3)),
        waits=dice.choice((0.4, 0.7, 0.9)),
        answers=dice.choice((Answers.SOON, Answers.SOON, Answers.SOON, Answers.LATE, Answers.NEVER)),
        says_yes=dice.choice((0.5, 0.8, 0.95)),
        keeps=dice.choice((0.3, 0.7)),
        looks_around=dice.choice((0.0, 0.5, 2.0)),
        mischief=dice.choice((0.0, 0.0, 0.0, 0.1, 1.0)),
        blocks=dice.choice((0.0, 0.0, 0.0, 0.15)),
        deletes=dice.choice((0.0, 0.0, 0.0, 0.0, 0.08)),
    )
