"""I7: every card shows what is in the database; after a restart within ten seconds, as far as the budgets allow."""

import re
from collections import Counter

from sandbox import Message
from simulation.books import TAKES_A_PLACE
from simulation.disk import Change, Row
from simulation.phrases import pattern
from simulation.rules.facts import Facts, Rule

SETTLED_AFTER = 90.0
"""Calm seconds after which a card shows a change; more where its chat has many to show."""
RETRIED_AFTER = 300.0
"""Seconds after which a chat is tried again, at the latest, that could not be written to for long."""
AFTER_A_START = 10.0
SPACING = 3.2
"""Seconds between two edits in one chat."""
FREE = re.compile(rf"(?:.*: )?(?:{pattern('{n} place free', '{n} places free')})\Z")
QUEUE = re.compile(rf"(?:.*: )?(?:{pattern('Full · {n} is waiting', 'Full · {n} are waiting')})\Z")
FULL = re.compile(rf"(?:.*: )?(?:{pattern('Full')})\Z")
COUNT = re.compile(r"\d+(?=\D*\Z)")
STATES = {
    "cancelled": re.compile(pattern("Cancelled.")),
    "ended": re.compile(pattern("Ended. Thank you to everyone who helped.")),
    "closed": re.compile(pattern("Closed: we take no more people.")),
}
NUMBER = re.compile(r"^(?:Opgave|Task) (\d+)$", re.MULTILINE)


class Cards(Rule):
    """Reads each card as people see it, and counts the places on its own."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts)
        self._due: dict[int, float] = {}
        self._wrong_since: dict[int, float] = {}
        self._started: float | None = None

    def committed(self, changes: list[Change]) -> None:
        now = self.facts.now()
        for change in changes:
            row = change.after or change.before or {}
            if change.table in ("tasks", "slots", "claims", "posts"):
                self._due[row["id"] if change.table == "tasks" else row["task_id"]] = now + SETTLED_AFTER
        for task_id in [task_id for task_id, at in self._due.items() if at <= now]:
            del self._due[task_id]
            self.check_task(task_id)

    def started(self) -> None:
        """The program serves again: what is wrong now is to be right soon."""
        wrong: Counter[int] = Counter(
            post["channel_id"] for post in self._posts() if self._difference(post) is not None
        )
        for post in self._posts():
            self._due[post["task_id"]] = self.facts.now() + AFTER_A_START + SPACING * wrong[post["channel_id"]]

    def new_day(self) -> None:
        for post in self._posts():
            self._check(post)

    def check_task(self, task_id: int) -> None:
        """All cards of a task."""
        for post in list(self.books.posts_of_task.get(task_id, {}).values()):
            if self._can_be_right(post):
                self._check(post)

    def _posts(self) -> list[Row]:
        """The cards of tasks that are not long over."""
        since = self.facts.stamp() - 86400
        tasks = [task["id"] for task in self.books.tables["tasks"].values() if task["ends_at"] > since]
        posts = [post for task_id in tasks for post in self.books.posts_of_task.get(task_id, {}).values()]
        return [post for post in posts if self._can_be_right(post)]

    def _can_be_right(self, post: Row) -> bool:
        """It was not deleted, and the bot may write there."""
        return bool(
            post["state"] == "live" and self.books.tables["channels"][post["channel_id"]]["state"] == "connected"
        )

    def _check(self, post: Row) -> None:
        self.facts.ledger.count("cards checked")
        wrong, now = self._difference(post), self.facts.now()
        if wrong is None:
            self._wrong_since.pop(post["id"], None)
            return
        since = self._wrong_since.setdefault(post["id"], self._last_changed(post["task_id"]))
        backlog = SPACING * len([one for one in self._wrong_since if self._chat(one) == post["channel_id"]])
        retry = RETRIED_AFTER if self.facts.weather.between(since - RETRIED_AFTER, now) else 0.0
        if self.facts.weather.calm(since, now) > SETTLED_AFTER + backlog + retry:
            self.facts.violate("I7", f"the card of task {post['task_id']} in {post['channel_id']}: {wrong}")
        self._due.setdefault(post["task_id"], now + 30)

    def _chat(self, post_id: int) -> int:
        post = self.books.tables["posts"].get(post_id)
        return post["channel_id"] if post else 0

    def _last_changed(self, task_id: int) -> float:
        began = self.facts.since_1970(*(slot["starts_at"] for slot in self.books.slots_of_task[task_id].values()))
        return max(began, self.facts.task_changed.get(task_id, 0), self.facts.people_changed.get(task_id, 0))

    def _difference(self, post: Row) -> str | None:
        """What the card says that is not so; None if all is right."""
        chat = self.facts.chats.get(self.books.tables["channels"][post["channel_id"]]["native_id"])
        card = chat.messages.get(post["message_id"] or 0) if chat else None
        if chat is None or card is None:
            return "there is no card" if post["message_id"] is None else self._deleted(post)
        task = self.books.tables["tasks"][post["task_id"]]
        return _head(card, task) or _state(card, task) or self._places(card, task)

    def _deleted(self, post: Row) -> str | None:
        """Somebody deleted it: the bot learns so when it wants to change it."""
        return None

    def _places(self, card: Message, task: Row) -> str | None:
        if task["state"] in ("cancelled", "ended"):
            return "it has buttons" if any(button.data for button in card.buttons) else None
        shown = [places for line in card.text.splitlines() if (places := _read(line)) is not None]
        wanted = [self._counted(slot) for slot in self._slots(task["id"])] if task["state"] == "open" else []
        if shown != wanted:
            return f"(free, waiting) is {wanted}, shown {shown}: {card.text!r}"
        verbs = [(button.data or "").split(":")[0] for button in card.buttons if button.data]
        right = ["claim" if free else "wait" for free, _ in wanted]
        return None if verbs == right else f"its buttons are {verbs}, not {right}"

    def _slots(self, task_id: int) -> list[Row]:
        """Those with places to take: what has begun has none."""
        now = self.facts.stamp()
        slots = [slot for slot in self.books.slots_of_task.get(task_id, {}).values() if slot["starts_at"] > now]
        return sorted((slot for slot in slots if slot["capacity"] > 0), key=lambda slot: int(slot["position"]))

    def _counted(self, slot: Row) -> tuple[int, int]:
        rows = self.books.claims_of_slot.get(slot["id"], {}).values()
        free = slot["capacity"] - sum(row["state"] in TAKES_A_PLACE for row in rows)
        return (free, 0) if free else (0, sum(row["state"] == "waiting" for row in rows))


def _read(line: str) -> tuple[int, int] | None:
    """How many places are free, and how many wait, if the line says that."""
    if FULL.match(line):
        return 0, 0
    number = COUNT.search(line)
    if number and FREE.match(line):
        return int(number[0]), 0
    return (0, int(number[0])) if number and QUEUE.match(line) else None


def _head(card: Message, task: Row) -> str | None:
    lines = card.text.splitlines()
    number = NUMBER.search(card.text)
    if lines[0] != task["title"]:
        return f"its title is {lines[0]!r}"
    if task["place"] not in lines:
        return f"it does not say {task['place']!r}"
    return None if number and int(number[1]) == task["id"] else "it has another number"


def _state(card: Message, task: Row) -> str | None:
    for state, words in STATES.items():
        says_so = any(words.match(line) for line in card.text.splitlines())
        if says_so != (task["state"] == state):
            return f"the task is {task['state']}, the card says {state}: {says_so}"
    return None
