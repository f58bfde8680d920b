"""kill -9 under traffic, and start again: a few of the kills of `make crash`, without its haste; and a flood."""

from pathlib import Path

from proofs.crash import crash
from proofs.faults import one_way
from proofs.flood import flood
from proofs.stage import PLACES, Size
from sandbox import Kind

PATIENCE = 120.0
"""Seconds: a machine that is busy with other tests is no bug."""


async def test_killed_again_and_again_nothing_told_and_nothing_owed_is_lost(tmp_path: Path) -> None:
    """Design I1, I3, I5, I6, I7, as far as a few kills at random find out; tests/mutants names what surely does."""
    report = await crash(4, 1, tmp_path, channels=4, people=30, within=PATIENCE)
    assert report.wrong == []
    assert report.kills == 4
    assert report.settled
    assert report.counts["Discord: gestures"]


async def test_answers_that_are_lost_after_the_effect_leave_nothing_wrong_on_either_network(tmp_path: Path) -> None:
    """A third of the calls, for a while. Red when a message on Discord has no nonce: it would stand there twice."""
    outcome = await one_way(
        Kind.CLOSED_AFTER, 1, tmp_path, seconds=5, patience=PATIENCE, people=20, share=0.3, stubborn=False
    )
    assert outcome.wrong == []
    assert outcome.failed["Telegram"]
    assert outcome.failed["Discord"]


async def test_a_crowd_reminders_and_a_task_for_many_channels_at_once(tmp_path: Path) -> None:
    """Red when a send goes past the pacer, or reminders go before answers.

    That announcements wait for reminders shows only where the bot keeps pace with the network: `make flood` asks it.
    """
    size = Size(crowd=60, reminders=90, channels=4)
    burst = await flood(size, tmp_path, patience=PATIENCE)
    assert [one for one in burst.report.wrong if "announcements" not in one] == []
    assert burst.report.figures["told that they are in"] == str(PLACES)
    assert burst.messages_a_second() > 0
