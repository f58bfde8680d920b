"""Nothing told too early, nothing lost, nothing said that is not so: I3, I5, I6, I7."""

from tests.mutants.mutant import mutant

INBOX = "tests/core/test_inbox.py::"
OUTBOX = "tests/core/test_outbox.py::"
TRUTH = "tests/usecases/test_truth.py::"
BUSY = "tests/properties/test_busy_days.py::test_the_file_is_as_the_model_and_everyone_is_told_the_truth"

MUTANTS = (
    mutant(
        "a commit is not on disk when it returns",
        "I3",
        ("storage/connection.py", '"PRAGMA synchronous = FULL",', '"PRAGMA synchronous = NORMAL",'),
        tests=("tests/storage/test_database.py::test_it_is_durable_at_commit",),
    ),
    mutant(
        "the answer leaves before the commit",
        "I3",
        (
            "bot/inbox.py",
            "                if reply is not None:\n                    answers.append((item, reply))\n",
            "                if reply is not None:\n                    self._answers.answer(item, reply)\n",
        ),
        tests=(f"{INBOX}test_nobody_is_answered_before_it_is_on_disk",),
    ),
    mutant(
        "a full disk is the update's own failure",
        "I3",
        (
            "bot/inbox.py",
            "        except Unstored:  # not the row's fault: it is tried until the disk takes it\n"
            "            raise\n",
            "",
        ),
        tests=(
            "tests/core/test_failing_disk.py::test_what_meets_a_full_disk_is_handled_and_answered_once_it_is_not",
        ),
    ),
    mutant(
        "a place on a cancelled task is confirmed",
        "I3",
        (
            "bot/claiming.py",
            "    if standing.task.state is TaskState.CANCELLED:\n        raise TaskIsCancelled(standing.task)\n",
            "",
        ),
        tests=(f"{TRUTH}test_nobody_is_told_that_they_are_in_on_what_is_cancelled", BUSY),
    ),
    mutant(
        "an old button tells somebody who is in that they are not",
        "I3",
        (
            "bot/claiming.py",
            "        return stands(standing) if standing.live else _left_before(",
            "        return _left_before(",
        ),
        tests=(f"{TRUTH}test_an_old_button_of_a_place_given_back_says_where_they_stand_now", BUSY),
    ),
    mutant(
        "who is offered a place by undo is told that they wait",
        "I3",
        (
            "bot/undoing.py",
            "    if standing.live.state is ClaimState.OFFERED:\n        return stands(standing)\n",
            "",
        ),
        tests=(
            "tests/usecases/test_undo.py::test_who_left_the_line_and_undoes_it_is_offered_the_place_that_came_free",
        ),
    ),
    mutant(
        "updates are acknowledged before they are stored",
        "I5",
        (
            "handlers/networks/telegram/polling.py",
            "            await self._hand_over(receive, arrivals)\n"
            "            self._offset = max(arrival.number for arrival in arrivals) + 1\n",
            "            self._offset = max(arrival.number for arrival in arrivals) + 1\n"
            "            await self._fetch()\n"
            "            await self._hand_over(receive, arrivals)\n",
        ),
        tests=(
            "tests/networks/telegram/test_polling.py::test_what_is_not_on_disk_is_tried_again_and_not_acknowledged",
        ),
    ),
    mutant(
        "a webhook is answered before the update is stored",
        "I5",
        (
            "handlers/networks/telegram/door.py",
            "            self._writer = asyncio.ensure_future(self._write())\n        await stored\n",
            "            self._writer = asyncio.ensure_future(self._write())\n",
        ),
        tests=("tests/networks/telegram/test_webhook.py::test_it_is_answered_when_it_is_on_disk_and_not_before",),
    ),
    mutant(
        "an update that comes twice is stored twice",
        "I5",
        ("storage/inbox.py", '" ON CONFLICT (bot_id, number) DO NOTHING RETURNING', '" RETURNING'),
        ("storage/inbox.py", "WHERE true ON CONFLICT (bot_id, number) DO NOTHING", "WHERE true"),
        ("storage/migrations/0001_initial.sql", "    UNIQUE (bot_id, number)\n", "    CHECK (bot_id > 0)\n"),
        tests=(f"{INBOX}test_the_same_update_twice_takes_effect_once",),
    ),
    mutant(
        "what a flood left unread is read when it comes again",
        "I5",
        ("bot/inbox.py", "            tx.inbox.close_unread(network, bot_id, too_many, now)\n", ""),
        tests=("tests/core/test_flooding.py::test_what_was_closed_unread_takes_no_effect_when_it_comes_again",),
    ),
    mutant(
        "what was stored before a crash is not read after it",
        "I5",
        ("bot/inbox.py", "in await tx.inbox.unhandled() if", "in await tx.inbox.unhandled() if False and"),
        tests=(f"{INBOX}test_what_was_stored_before_a_crash_is_handled_after_it",),
    ),
    mutant(
        "the effect of an update that failed half-way stays",
        "I5",
        (
            "bot/inbox.py",
            "            async with tx.part():\n                if item.incoming",
            "            if True:\n                if item.incoming",
        ),
        tests=(f"{INBOX}test_a_row_that_fails_three_times_is_closed_with_an_apology_and_stops_nobody",),
    ),
    mutant(
        "an id that is too large for the database, or no number, is let in",
        "I5",
        (
            "handlers/networks/telegram/updates.py",
            "Id = Annotated[int, Field(strict=True, gt=-(2**63), lt=2**63)]",
            "Id = Annotated[int, Field()]",
        ),
        tests=(
            "tests/networks/telegram/test_reading.py::test_an_id_that_telegram_cannot_give_is_a_value_error",
            "tests/properties/test_updates.py::test_an_update_that_is_not_as_documented_breaks_nothing",
        ),
    ),
    mutant(
        "a confirmation is sent to somebody who has left",
        "I6",
        (
            "bot/noticing.py",
            "return standing.live is not None and standing.live.id == notice.claim_id and now <",
            "return now <",
        ),
        (
            "bot/noticing.py",
            "        held = standing.live is not None and standing.live.state is ClaimState.HELD",
            "        held = True",
        ),
        tests=(f"{OUTBOX}test_what_is_no_longer_true_is_not_sent",),
    ),
    mutant(
        "what could not be delivered is forgotten",
        "I6",
        (
            "bot/returned.py",
            "    tx.notices.end(notice.id, state, now, trouble)\n    if notice.claim_id is None:\n",
            '    tx.notices.end(notice.id, "dropped", now, trouble)\n    if notice.claim_id is None:\n',
        ),
        tests=(f"{OUTBOX}test_a_blocked_person_is_marked_and_told_when_they_come_back",),
    ),
    mutant(
        "what is on its way is taken again",
        "I6",
        ("bot/outbox.py", "now, self._leased, min(", "now, [], min("),
        ("bot/outbox.py", "in found if notice.id not in self._sending]", "in found]"),
        ("bot/outbox.py", "            if len(due) == left:\n                return\n", "            return\n"),
        tests=(f"{OUTBOX}test_what_is_on_its_way_is_not_sent_again",),
    ),
    mutant(
        "a reminder's key leaves out which reminder it is",
        "I6",
        (
            "bot/reminding.py",
            'f"reminder:{upcoming.claim_id}:{moment.offset}:',
            'f"reminder:{upcoming.claim_id}:',
        ),
        tests=("tests/usecases/test_reminding.py::test_a_day_and_two_hours_before_being_there_once_each",),
    ),
    mutant(
        "what happens twice in a second is owed once",
        "I6",
        (
            "storage/notices.py",
            'notice.key or f"{notice.kind.value}#{notice_id}",',
            'notice.key or f"{notice.kind.value}#{notice.claim_id}{seconds(now)}",',
        ),
        tests=(
            "tests/usecases/test_moving.py::test_taken_off_put_back_and_taken_off_within_a_second_is_told_as_it_ends",
        ),
    ),
    mutant(
        "who was taken off a task that is then cancelled hears nothing",
        "I6",
        (
            "bot/noticing.py",
            "        if notice.kind is NoticeKind.REMOVED:\n",
            "        if notice.kind is NoticeKind.REMOVED and task.state is not TaskState.CANCELLED:\n",
        ),
        tests=(f"{TRUTH}test_who_was_taken_off_just_before_hears_that_first",),
    ),
    mutant(
        "whose offer ran out before it was cancelled hears nothing",
        "I6",
        (
            "bot/noticing.py",
            "    return notice.kind is NoticeKind.CANCELLED or bool(lost and not standing.live)\n",
            "    return notice.kind is NoticeKind.CANCELLED and bool(lost or True)\n",
        ),
        tests=(f"{TRUTH}test_whose_offer_ran_out_just_before_hears_that_it_is_cancelled",),
    ),
    mutant(
        "an offer of a task that is restored is never made",
        "I6",
        (
            "bot/posting.py",
            "        if claim.state is ClaimState.OFFERED:  # the time to answer went on meanwhile",
            "        if False:  # the time to answer went on meanwhile",
        ),
        tests=("tests/usecases/test_offers.py::test_an_offer_of_a_restored_task_is_made_anew_and_has_its_time",),
    ),
    mutant(
        "after a start nobody looks what was left over",
        "I7",
        ("handlers/networks/serving.py", "    await until_stored(partial(inbox.recover, network))\n", ""),
        tests=("tests/journeys/test_restart.py::test_what_was_taken_in_and_not_read_is_answered",),
    ),
    mutant(
        "an answer that a crash cut off is not given",
        "I7",
        (
            "bot/inbox.py",
            "                    owe_answer(tx, row.id, row.person_id, row.answer, now)\n",
            "                    pass\n",
        ),
        tests=(f"{INBOX}test_an_answer_cut_off_by_a_crash_becomes_a_notice",),
    ),
    mutant(
        "a card is not drawn anew when somebody leaves",
        "I7",
        (
            "bot/claiming.py",
            "    tx.claims.set_state(mine, ClaimState.RELEASED, now)\n    tx.tasks.touch(task.id)\n",
            "    tx.claims.set_state(mine, ClaimState.RELEASED, now)\n",
        ),
        tests=("tests/usecases/test_claiming.py::test_whatever_changes_who_comes_makes_the_card_stale", BUSY),
    ),
)
