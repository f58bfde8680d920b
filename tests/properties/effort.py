"""How hard a property is looked at: the same few examples at each run of the gate, many in `make properties`."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from hypothesis import Phase, settings

MORE = 25
"""Times as many, with the profile `long`."""


def _is_long() -> bool:
    return settings.get_current_profile_name() == "long"


def effort(examples: int, *, steps: int = 50, shrink: bool = True) -> settings:
    """So many examples in the gate; with the profile `long` twenty-five times as many, and others at each run.

    Args:
        steps: of a state machine.
        shrink: whether a failure is worth making small; where each example is costly it is not.
    """
    phases = settings.default.phases if settings.default and shrink else (Phase.explicit, Phase.generate)
    return settings(
        max_examples=examples * MORE if _is_long() else examples,
        stateful_step_count=steps,
        phases=tuple(phases),
    )


def seeds(examples: int) -> range:
    """So many in the gate, always the same ones; with the profile `long` many more, and others at each run.

    What hypothesis draws depends on all the code that is loaded; a fault that must be found is looked for with these.
    """
    if not _is_long():
        return range(examples)
    first = Random().randrange(2**32)
    return range(first, first + MORE * examples)


@contextmanager
def dice(seed: int) -> Iterator[Random]:
    """What is thrown in this block; a failure names the seed."""
    try:
        yield Random(seed)
    except Exception as error:
        error.add_note(f"seed {seed}")
        raise
