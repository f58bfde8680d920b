"""I5 and I8: every acknowledged update takes effect exactly once, and nobody changes what is not theirs."""

from collections import Counter
from collections.abc import Iterator

from sandbox.people import Json
from simulation.books import Books
from simulation.disk import Change, Row
from simulation.rules.facts import Facts, Rule

ENDED = ("done", "answered")
HANDLED_WITHIN = 900.0
"""Calm seconds after which what was acknowledged is handled."""
TOLD_BY_OTHERS = ("offer", "full", "late_afbud", "joined", "answer")
"""What somebody else's press may make the bot write to a person; lost answers are written down on the way."""
OF_A_TASK = ("tasks", "slots", "messages", "posts", "claims", "notices")
LOST = ("blocked", "never")


class Updates(Rule):
    """Follows each update from the network to its effect, and each effect back to who caused it."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._given: dict[int, float] = {}
        self._ended: Counter[int] = Counter()
        self._unstored: set[int] = set()
        self._heard: dict[int, float] = {}
        self._gestures: set[int] = set()
        self._below = 0

    def handed_over(self, updates: list[Json]) -> None:
        for update in updates:
            if (number := update["update_id"]) not in self._given:
                self._given[number] = self.facts.now()
                self._unstored.add(number)

    def acknowledged(self, below: int) -> None:
        self._below = max(self._below, below)
        for number in sorted(self._unstored):
            if number < below:
                self.facts.violate("I5", f"update {number} is acknowledged, and is not on disk")

    def committed(self, changes: list[Change]) -> None:
        parts = list(_parts(changes))
        for part, ended in parts:
            if ended is not None:
                self._one_update(part, ended)
        if parts and len(parts) > 1 and parts[-1][1] is None:
            self._belongs_to_no_update(parts[-1][0])
        for change in changes:
            if change.table == "inbox" and change.before is None and change.after is not None:
                self._store(change.after)

    def gesture(self, number: int) -> None:
        self._heard[number] = self.facts.now()

    def form_asked(self, number: int) -> None:
        """It has no other effect: what is filled in comes by itself."""
        self._heard.pop(number, None)

    def killed(self) -> None:
        """What was heard and not stored came to nothing: nobody was told anything of it."""
        self._heard.clear()

    def _store(self, row: Row) -> None:
        number = row["number"]
        self._unstored.discard(number)
        self._heard.pop(number, None)
        if row["lane"].startswith("discord:"):  # nobody hands it over again: it is the program's from now on
            self._gestures.add(number)
            self._given[number] = self.facts.now()

    def new_day(self) -> None:
        now = self.facts.now()
        for number, heard in self._heard.items():
            if self.facts.weather.calm(heard, now) > HANDLED_WITHIN:
                self.facts.violate("I5", f"the program heard of interaction {number}, and did not store it")
        for number, given in list(self._given.items()):
            acknowledged = number < self._below or number in self._gestures
            if acknowledged and self._ended[number] == 1:
                del self._given[number]
                self._gestures.discard(number)
            elif acknowledged and self.facts.weather.calm(given, now) > HANDLED_WITHIN:
                self.facts.violate("I5", f"update {number} was acknowledged and has had no effect")

    def _one_update(self, part: list[Change], ended: Row) -> None:
        number = ended["number"]
        self._ended[number] += 1
        if self._ended[number] > 1:
            self.facts.violate("I5", f"update {number} took effect twice")
        if ended["state"] == "failed":
            self.facts.violate("I5", f"update {number} could not be handled")
        native = int(ended["lane"].rpartition(":")[2] or 0) if ":u:" in ended["lane"] else 0
        if native not in self.facts.town.admins:
            self._is_theirs(native, part, number)

    def _is_theirs(self, native: int, part: list[Change], number: int) -> None:
        actors = {row["person_id"] for row in _rows(part) if row.get("native_id") == native}
        if native in self.books.person:
            actors.add(self.books.person[native])
        moved = [change for change in part if _is_moved(change)]
        for change in moved:  # whether they meant to become one, or to part, is asked in `linked`
            actors |= {row["person_id"] for row in _rows([change])} if _touches(change, actors) else set()
        mine = self._steered(actors, part)
        invited = any(change.table == "invitations" and _used_by(change, actors) for change in part)
        for change in part:
            linking = bool(moved) and _comes_of_linking(change, self.books, actors)
            if not linking and not self._may(change, actors, mine, invited=invited):
                what = f"{change.table} {change.before} -> {change.after}"
                self.facts.violate("I8", f"update {number} of {native} changed what is not theirs: {what}")

    def _steered(self, actors: set[int], part: list[Change]) -> set[int]:
        """Organisations these people coordinate, or did before this update deleted them."""
        rows = list(self.books.tables["coordinators"].values())
        rows += [change.before for change in part if change.table == "coordinators" and change.before]
        return {row["organisation_id"] for row in rows if row["person_id"] in actors}

    def _may(self, change: Change, actors: set[int], mine: set[int], *, invited: bool) -> bool:
        row = change.after or change.before or {}
        owner = row["id"] if change.table == "persons" else row.get("person_id")
        if change.table == "coordinators":
            return owner in actors and (invited or _is_gone(change))
        if owner in actors or self._of_my_task(change.table, row, mine):
            return True
        return self._may_to_others(change, row, actors, mine)

    def _may_to_others(self, change: Change, row: Row, actors: set[int], mine: set[int]) -> bool:
        match change.table:
            case "accounts":
                return change.before is not None and row["reach"] in LOST and not _is_gone(change)
            case "claims":
                return _passed_on(change)
            case "notices":
                added = change.before is None and row["kind"] in TOLD_BY_OTHERS
                return added or _is_gone(change) or _only_forgets(change, "claim_id")
            case "posts":
                return change.after is not None and row["message_id"] is not None and row["state"] == "live"
            case "invitations":
                return _used_by(change, actors) or row["organisation_id"] in mine
            case "channels":
                return bool(mine) or change.before is None
            case "channel_organisations":
                return row["organisation_id"] in mine
            case "persons":
                return row["guest_of"] is not None and self._organisation(row["guest_of"]) in mine
            case "tasks":
                return (change.before or {}).get("posted_by") in actors and _only_forgets(change, "posted_by")
        return change.table == "inbox"

    def _of_my_task(self, table: str, row: Row, mine: set[int]) -> bool:
        if table not in OF_A_TASK:
            return False
        task_id = row["id"] if table == "tasks" else row.get("task_id")
        return task_id is not None and self._organisation(task_id, row) in mine

    def _organisation(self, task_id: int, row: Row | None = None) -> int:
        task = self.books.tables["tasks"].get(task_id) or row or {}
        return int(task.get("organisation_id", 0))

    def _belongs_to_no_update(self, rest: list[Change]) -> None:
        """An effect behind the last update of a transaction would stay if that update were handled again."""
        if effects := [change for change in rest if change.table not in ("inbox",)]:
            self.facts.violate("I5", f"{effects[0]} is committed with updates, but belongs to none of them")


def _parts(changes: list[Change]) -> Iterator[tuple[list[Change], Row | None]]:
    """The changes of each update that ended in this transaction; at last those behind the last one.

    An update ends with the last change of its row: who is deleted by it is taken out of the row before.
    """
    ends: dict[int, int] = {}
    for at, change in enumerate(changes):
        before, after = change.before, change.after
        if change.table == "inbox" and before and after and (before["state"] == "new" or before["id"] in ends):
            ends[before["id"]] = at
    last = {at: number for number, at in ends.items()}
    part: list[Change] = []
    for at, change in enumerate(changes):
        part.append(change)
        if at in last and change.after is not None and change.after["state"] != "new":
            yield part, {**change.after, "lane": _lane(part, last[at])}
            part = []
    yield part, None


def _lane(part: list[Change], row_id: int) -> str:
    """Whose update it was, before they were taken out of it."""
    rows = (change.before for change in part if change.table == "inbox")
    return next((str(row["lane"]) for row in rows if row and row["id"] == row_id and row["lane"]), "")


def _rows(changes: list[Change]) -> list[Row]:
    return [row for change in changes if change.table == "accounts" for row in (change.before, change.after) if row]


def _is_moved(change: Change) -> bool:
    """An account that is another person's now."""
    before, after = change.before, change.after
    return bool(change.table == "accounts" and before and after and before["person_id"] != after["person_id"])


def _touches(change: Change, actors: set[int]) -> bool:
    return any(row["person_id"] in actors for row in _rows([change]))


def _comes_of_linking(change: Change, books: Books, actors: set[int]) -> bool:
    """What is due to anybody is promised first; and what others were told of a place now names the one that stays."""
    before, after = change.before, change.after
    if change.table != "notices" or after is None:
        return False
    if before is None:
        return bool(after["kind"] == "reminder")
    claim = books.tables["claims"].get(after["claim_id"] or 0)
    renamed = after == {**before, "claim_id": after["claim_id"]} and claim is not None
    return bool(renamed and claim and claim["person_id"] in actors)


def _passed_on(change: Change) -> bool:
    """Somebody else's claim may only get the place that was given back."""
    before, after = change.before, change.after
    return bool(before and after and (before["state"], after["state"]) == ("waiting", "offered"))


def _used_by(change: Change, actors: set[int]) -> bool:
    """An invitation is used up by them; or they used it once, and are deleted."""
    return any(row is not None and row["used_by"] in actors for row in (change.before, change.after))


def _is_gone(change: Change) -> bool:
    return change.after is None


def _only_forgets(change: Change, column: str) -> bool:
    """Who deletes themselves is no longer named by what stays: the rest of the row is as it was."""
    before, after = change.before, change.after
    return before is not None and after is not None and after == {**before, column: None}
