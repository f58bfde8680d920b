"""Places, the line and offers: I1, I2, I4, and the rules that decide."""

from tests.mutants.mutant import mutant

CLAIMING = "tests/usecases/test_claiming.py::"
EDITING = "tests/usecases/test_editing.py::"
OFFERS = "tests/usecases/test_offers.py::"
TRUTH = "tests/usecases/test_truth.py::"
UNDO = "tests/usecases/test_undo.py::"
BUSY = "tests/properties/test_busy_days.py::test_the_file_is_as_the_model_and_everyone_is_told_the_truth"
MERGING = "tests/usecases/test_merging.py::"
LINKED = "tests/properties/test_linking.py::test_what_both_had_becomes_one_by_the_rules"
SCHEMA = "storage/migrations/0001_initial.sql"

MUTANTS = (
    mutant(
        "the look at the free places goes, and the triggers with it",
        "I1",
        (SCHEMA, "WHEN NEW.state IN ('held', 'offered')\nBEGIN", "WHEN 0\nBEGIN"),
        (SCHEMA, "WHEN NEW.state IN ('held', 'offered') AND NOT", "WHEN 0 AND NOT"),
        ("bot/claiming.py", "    if not offered_here and not slot.free:\n", "    if False:\n"),
        tests=(f"{CLAIMING}test_fifty_at_once_for_three_places", BUSY),
    ),
    mutant(
        "transactions run side by side",
        "I1",
        ("storage/database.py", "async with self._turn:", "async with asyncio.Lock():"),
        tests=(f"{CLAIMING}test_fifty_at_once_for_three_places",),
    ),
    mutant(
        "a smaller capacity drops nobody, and the trigger is gone",
        "I1",
        (SCHEMA, "WHEN NEW.capacity < OLD.capacity", "WHEN 0"),
        ("bot/editing.py", "    _drop(tx, dropped, without, now)\n", ""),
        tests=(f"{EDITING}test_fewer_places_take_offers_first_then_the_newest", BUSY),
    ),
    mutant(
        "a press on another role takes it at once",
        "I2",
        (
            "bot/claiming.py",
            "        return _offer_to_move(standing, slot, now)\n    if not offered_here",
            "        pass\n    if not offered_here",
        ),
        tests=(
            f"{CLAIMING}test_another_slot_offers_to_move_and_the_old_place_is_kept",
            "tests/usecases/test_typing.py::test_who_waits_for_one_role_is_asked_before_another_is_taken",
            BUSY,
        ),
    ),
    mutant(
        "a second claim beside the first, and the index that forbids it is gone",
        "I2",
        (SCHEMA, "CREATE UNIQUE INDEX one_live_claim", "CREATE INDEX one_live_claim"),
        (
            "bot/claiming.py",
            "    if live is None:\n        return tx.claims.add",
            "    if True:\n        return tx.claims.add",
        ),
        tests=(f"{TRUTH}test_who_waited_and_takes_what_is_free_has_one_claim", BUSY),
    ),
    mutant(
        "an old yes makes a second claim live",
        "I2",
        (
            "bot/claiming.py",
            "    if mine.state is ClaimState.HELD or (standing.live and standing.live.id != mine.id):\n",
            "    if mine.state is ClaimState.HELD:\n",
        ),
        tests=(f"{TRUTH}test_an_old_yes_beside_another_offer_says_how_it_stands",),
    ),
    mutant(
        "whoever cannot be reached is offered a place, too",
        "I4",
        (
            "bot/rules.py",
            "[claim for claim, can_be_reached in waiting if can_be_reached]",
            "[claim for claim, can_be_reached in waiting]",
        ),
        tests=(f"{CLAIMING}test_who_cannot_be_reached_is_passed_over_and_keeps_the_number", BUSY),
    ),
    mutant(
        "a place given back goes to whoever presses next, before the line",
        "I4",
        (
            "bot/claiming.py",
            "    await lining.offer_free_places(tx, task, slot, now)\n    if mine.state is ClaimState.HELD and",
            "    if mine.state is ClaimState.HELD and",
        ),
        tests=(f"{CLAIMING}test_the_first_in_line_is_offered_the_freed_place", BUSY),
    ),
    mutant(
        "added places are not offered",
        "I4",
        (
            "bot/editing.py",
            "        await lining.offer_free_places(tx, amendment.after, slot, now)\n",
            "        pass\n",
        ),
        tests=(f"{EDITING}test_more_places_go_to_the_line_at_once", BUSY),
    ),
    mutant(
        "who deletes themselves takes the place along",
        "I4",
        ("bot/forgetting.py", "        await _give_up(tx, claim, now)\n", "        pass\n"),
        tests=("tests/usecases/test_privacy.py::test_the_freed_place_is_offered_in_the_same_transaction", BUSY),
    ),
    mutant(
        "the front of the line is before those who wait now, not before everyone",
        "I4",
        (
            "storage/claims.py",
            "(SELECT MIN(turn) - 1 FROM claims WHERE slot_id = ?)",
            "(SELECT COALESCE(MIN(turn), 0) - 1 FROM claims WHERE slot_id = ? AND state = 'waiting')",
        ),
        tests=(f"{TRUTH}test_no_two_in_line_have_the_same_number",),
    ),
    mutant(
        "a smaller capacity drops by number alone",
        "",
        (
            "bot/rules.py",
            "key=lambda claim: (claim.state is ClaimState.OFFERED, claim.turn)",
            "key=lambda claim: claim.turn",
        ),
        tests=(f"{EDITING}test_an_offer_goes_before_a_place_that_was_taken_after_it",),
    ),
    mutant(
        "people are dropped whom the preview did not name",
        "",
        ("bot/editing.py", "if (dropped or without) and revision != amendment.before.revision:", "if False:"),
        tests=(f"{EDITING}test_the_preview_is_shown_again_if_somebody_came_meanwhile",),
    ),
    mutant(
        "a cancelled task forgets that it was closed",
        "",
        ("storage/tasks.py", "SET was = state, state = ?, state_at", "SET state = ?, state_at"),
        tests=("tests/usecases/test_managing.py::test_undo_of_a_cancelled_closed_task_leaves_it_closed",),
    ),
    mutant(
        "who was taken off comes back by undoing an earlier afbud",
        "",
        ("bot/undoing.py", "    if standing.removed:\n        raise TakenOff(standing.task)\n", ""),
        tests=(f"{UNDO}test_an_older_afbud_undone_does_not_bring_back_somebody_taken_off",),
    ),
    mutant(
        "a closed task forgets whom it promised a place",
        "",
        (
            "bot/claiming.py",
            "    if offered_here:\n        refuse_if_begun(standing.task, slot, now)\n    else:\n"
            "        refuse_if_over(standing, slot, now)\n",
            "    refuse_if_over(standing, slot, now)\n",
        ),
        tests=(f"{TRUTH}test_the_cards_button_takes_what_was_offered_before_the_task_was_closed",),
    ),
    mutant(
        "an offer runs out while its task is cancelled",
        "",
        ("storage/claims.py", " AND c.offered_until <= ? AND t.state != 'cancelled'", " AND c.offered_until <= ?"),
        tests=(f"{OFFERS}test_an_offer_does_not_lapse_while_its_task_is_cancelled",),
    ),
    mutant(
        "what two persons who become one had too much is not offered on",
        "I4",
        ("bot/merging.py", "    await _offer_on(tx, lost, now)\n", ""),
        tests=(f"{MERGING}test_of_two_places_one_is_given_on_in_the_same_transaction", LINKED),
    ),
    mutant(
        "of two claims on a task the earlier stays, whatever it is",
        "",
        ("bot/merging.py", "key=rules.better)", "key=lambda claim: claim.turn)"),
        tests=(f"{MERGING}test_a_place_stays_before_an_earlier_turn_in_line", LINKED),
    ),
    mutant(
        "a second account keeps the place of somebody who was taken off",
        "",
        ("bot/merging.py", "if now < task.ends_at and any(", "if False and any("),
        tests=(f"{MERGING}test_whoever_was_taken_off_stays_off", LINKED),
    ),
)
