"""What happens on a busy day: drawn by weights, about one task, and mostly by those who are on it."""

from random import Random
from typing import Any

Act = tuple[str, dict[str, Any]]

WEIGHTS = {
    "waits": 12,
    "claims": 8,
    "answers": 20,
    "the_task": 10,
    "everything_is_delivered": 8,
    "an_offer_runs_out": 6,
    "it_ticks": 5,
    "time_passes": 5,
    "is_taken_off": 5,
    "is_put_back": 5,
    "the_places_change": 5,
    "a_preview_is_shown": 4,
    "the_preview_is_saved": 4,
    "moves": 4,
    "blocks": 4,
    "opens": 4,
    "is_added": 2,
    "is_seated": 2,
    "a_guest_is_added": 2,
    "deletes_themselves": 1,
}
"""Every rule of the machine has one."""


SLOTS = ((0, 1), (2,), (3,))
"""Of each task, as the machine counts them."""


def chance(dice: Random, task: int, volunteers: int) -> Act:
    """The next act about this task."""
    name = dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    who, at, n, either = dice.randrange(volunteers), dice.choice(SLOTS[task]), dice.randrange(4), dice.random() < 0.5
    arguments: dict[str, dict[str, Any]] = {
        "waits": {"who": who, "at": at, "in_private": either},
        "claims": {"who": who, "at": at, "in_private": either},
        "moves": {"who": who, "at": at},
        "answers": {
            "who": who,
            "n": n,
            "what": dice.choice(("leave", "leave", "undo", "accept", "accept", "decline")),
            "own": dice.random() < 0.95,
        },
        "the_task": {"n": task, "what": dice.choice(("cancel", "restore", "close", "reopen"))},
        "is_taken_off": {"n": n},
        "is_put_back": {"n": n},
        "is_seated": {"n": n},
        "is_added": {"who": who, "at": at, "in_line": either},
        "a_guest_is_added": {"at": at, "in_line": either},
        "the_places_change": {"at": at, "places": dice.choice((1, 1, 2, 3))},
        "a_preview_is_shown": {"at": at, "places": dice.choice((1, 1, 2, 3))},
        "blocks": {"who": who, "noticed": either},
        "opens": {"who": who},
        "deletes_themselves": {"who": who, "in_private": either},
        "time_passes": {"minutes": dice.choice((1, 1, 1, 11, 120))},
    }
    return name, arguments.get(name, {})
