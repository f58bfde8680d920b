"""How hard a property is looked at: the same few examples at each run of the gate, many in `make properties`."""

from hypothesis import Phase, settings


def effort(examples: int, *, steps: int = 50, shrink: bool = True) -> settings:
    """So many examples in the gate; with the profile `long` twenty-five times as many, and others at each run.

    Args:
        steps: of a state machine.
        shrink: whether a failure is worth making small; where each example is costly it is not.
    """
    profile = settings.get_current_profile_name()
    phases = settings.default.phases if settings.default and shrink else (Phase.explicit, Phase.generate)
    return settings(
        max_examples=examples * 25 if profile == "long" else examples,
        stateful_step_count=steps,
        phases=tuple(phases),
    )
