"""Who may do what, and when it is: I8, I9, I10."""

from tests.mutants.mutant import mutant

MATRIX = "tests/permissions/test_table.py::test_what_is_measured_is_what_is_expected"
FORGED = "tests/usecases/test_forged.py::test_a_forged_button"
FUZZED = "tests/properties/test_updates.py::test_nobody_changes_what_is_not_theirs"
STAFFING = "tests/usecases/test_staffing.py::"

MUTANTS = (
    mutant(
        "whoever knows a task's number steers it",
        "I8",
        (
            "bot/posting.py",
            "    if not person.admin and not await tx.organisations.coordinates(person.id, task.organisation.id):\n"
            "        raise NotCoordinator\n",
            "",
        ),
        tests=(
            MATRIX,
            FORGED,
            FUZZED,
            "tests/usecases/test_editing.py::test_a_stranger_and_another_coordinator_cannot_edit",
            f"{STAFFING}test_strangers_and_other_coordinators_may_do_none_of_it",
            "tests/usecases/test_messaging.py::test_a_stranger_learns_nothing_about_a_message",
        ),
    ),
    mutant(
        "whoever knows a claim's number gives it back",
        "I8",
        (
            "storage/tasks.py",
            "SELECT task_id FROM claims WHERE id = :claim AND person_id = :person",
            "SELECT task_id FROM claims WHERE id = :claim",
        ),
        (
            "bot/claiming.py",
            "    if standing is None or standing.claim is None:\n        raise NotYours\n"
            "    known = standing.claim.id == claim_id and standing.claim.became is None\n"
            "    mine = standing.claim if known else await tx.claims.meant(claim_id)\n",
            "    if standing is None:\n        raise NotYours\n    mine = await tx.claims.meant(claim_id)\n",
        ),
        tests=(MATRIX, FUZZED, "tests/usecases/test_claiming.py::test_somebody_elses_claim_cannot_be_given_back"),
    ),
    mutant(
        "whoever knows a form's number opens it",
        "I8",
        (
            "storage/drafts.py",
            'f"{_DRAFT} WHERE id = ? AND person_id = ?", (draft_id, person_id)',
            'f"{_DRAFT} WHERE id = ?", (draft_id,)',
        ),
        tests=(MATRIX, FORGED, FUZZED, "tests/usecases/test_form.py::test_a_form_belongs_to_whoever_began_it"),
    ),
    mutant(
        "the button says who is deleted",
        "I8",
        (
            "bot/forgetting.py",
            "    if confirmed != person.id and not await _is_new(tx, person, now):\n        raise Changed\n",
            "",
        ),
        ("bot/forgetting.py", "tx.forgetting.persons([person.id], now)", "tx.forgetting.persons([confirmed], now)"),
        tests=(MATRIX, FUZZED, "tests/usecases/test_privacy.py::test_a_forged_button_deletes_nobody_else"),
    ),
    mutant(
        "a coordinator puts people on a task whom nobody here knows",
        "I8",
        (
            "bot/staffing.py",
            "if someone is None or not await tx.people.is_known_to(task.organisation.id, person_id):",
            "if someone is None:",
        ),
        tests=(f"{STAFFING}test_nobody_whom_the_organisation_does_not_know_is_added",),
    ),
    mutant(
        "anybody invites coordinators",
        "I8",
        (
            "bot/connecting.py",
            "    if organisation_id not in {one.id for one in await steered_by(tx, person)}:\n"
            "        raise NotCoordinator\n",
            "",
        ),
        tests=("tests/usecases/test_managing.py::test_nobody_invites_for_an_organisation_they_do_not_steer",),
    ),
    mutant(
        "a coordinator speaks in any channel of the community",
        "I8",
        (
            "bot/adjusting.py",
            "    for channel in await steered_channels(tx, person):\n",
            "    for channel in await tx.channels.connected():\n",
        ),
        tests=("tests/usecases/test_settings.py::test_a_channels_language_is_not_another_organisations", MATRIX),
    ),
    mutant(
        "the network is not asked whether somebody runs the chat",
        "I8",
        ("bot/connecting.py", "    if not chat_admin:\n        raise NotAdmin\n", "    return\n"),
        tests=(MATRIX,),
    ),
    mutant(
        "a day before is twenty-four hours before",
        "I9",
        (
            "bot/rules.py",
            "    return datetime.combine(here.date() - timedelta(days=days), here.time(), zone).astimezone(UTC)\n",
            "    return here.astimezone(UTC) - timedelta(days=days)\n",
        ),
        tests=("tests/usecases/test_reminding.py::test_a_day_before_keeps_its_clock_time_over_a_clock_change",),
    ),
    mutant(
        "a clock time is taken for UTC",
        "I9",
        (
            "bot/rules.py",
            "    here = datetime.combine(day.date(), time(minute // 60, minute % 60), zone)\n",
            "    here = datetime.combine(day.date(), time(minute // 60, minute % 60), UTC)\n",
        ),
        tests=("tests/core/test_outbox.py::test_news_waits_for_the_end_of_quiet_hours_and_answers_do_not",),
    ),
    mutant(
        "a typed time is taken for UTC",
        "I9",
        (
            "handlers/reader/here.py",
            "(wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))",
            "(wall.replace(tzinfo=UTC, fold=fold) for fold in (0, 1))",
        ),
        tests=("tests/rules/test_reader_round_trip.py::test_a_time_as_shown_is_read_back",),
    ),
    mutant(
        "a task that was moved reminds of its old time at once",
        "",
        (
            "bot/amendments.py",
            "    return replace(amendment, after=replace(after, moved_at=now)) if amendment.moves() else amendment\n",
            "    return amendment\n",
        ),
        tests=("tests/usecases/test_editing.py::test_a_move_asks_everyone_and_reminders_follow",),
    ),
    mutant(
        "a reminder chosen late is sent after the fact",
        "",
        ("bot/adjusting.py", "    await reminding.pass_over(tx, person, (offset,), now, zone)\n", ""),
        tests=(
            "tests/usecases/test_settings.py::test_a_reminder_chosen_after_its_moment_is_not_sent_after_the_fact",
        ),
    ),
    mutant(
        "the daily clean-up leaves signups",
        "I10",
        ("bot/cleaning.py", "    forgetting.signups(a_month_ago)\n", ""),
        tests=("tests/usecases/test_cleaning.py::test_signups_become_numbers_30_days_after_the_slot",),
    ),
    mutant(
        "the daily clean-up is not done",
        "I10",
        (
            "bot/clockwork.py",
            "return self._remind, telling.tell_still_short, self._clean",
            "return self._remind, telling.tell_still_short",
        ),
        tests=("tests/core/test_clockwork.py::test_a_tick_cleans_up",),
    ),
    mutant(
        "what was written is kept after it was handled",
        "I10",
        (
            "storage/inbox.py",
            "lane = iif(?1 = 'done', lane, ''), raw = '',",
            "lane = iif(?1 = 'done', lane, ''),",
        ),
        tests=("tests/core/test_inbox.py::test_the_raw_text_is_emptied_with_the_row",),
    ),
    mutant(
        "whom to meet outlives who posted it",
        "I10",
        (
            "storage/forgetting.py",
            "UPDATE tasks SET contact = '' WHERE posted_by IN",
            "UPDATE tasks SET contact = contact WHERE posted_by IN",
        ),
        tests=("tests/usecases/test_privacy.py::test_whom_to_meet_and_what_they_wrote_goes_with_a_coordinator",),
    ),
    mutant(
        "whoever writes another bot's command in a group is stored",
        "I10",
        ("handlers/routes.py", "        if _is_nothing_to_us(incoming):\n            return Handled()\n", ""),
        tests=("tests/usecases/test_connecting.py::test_another_bots_command_in_a_group_stores_nobody",),
    ),
    mutant(
        "a task of one channel is opened by its number",
        "I8",
        (
            "bot/admitting.py",
            "    if not await tx.organisations.coordinates(person.id, task.organisation.id):\n"
            "        raise NoSuchTask\n",
            "",
        ),
        tests=("tests/usecases/test_hidden_tasks.py::test_its_number_opens_nothing_for_a_stranger", MATRIX),
    ),
    mutant(
        "a CPR number is stored",
        "I10",
        ("bot/typed.py", "                raise CprFound\n", "                return\n"),
        tests=("tests/usecases/test_hostile.py::test_a_cpr_number_is_refused_wherever_it_is_typed_and_kept_nowhere",),
    ),
    mutant(
        "a removal is cleaned away while its task is ahead",
        "",
        (
            "storage/forgetting.py",
            "c.state IN ('released', 'lapsed')",
            "c.state IN ('released', 'lapsed', 'removed')",
        ),
        tests=("tests/usecases/test_cleaning.py::test_a_removal_counts_until_the_task_is_over",),
    ),
)
