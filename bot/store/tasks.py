"""What is asked of the disk about tasks, and where to find them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from bot.model import Search, Slot, Standing, Task, TaskState


class Tasks(Protocol):
    async def get(self, task_id: int) -> Task | None: ...

    async def standing(self, person_id: int, task_id: int) -> Standing | None: ...

    async def standing_of(self, person_id: int, claim_id: int) -> Standing | None:
        """The task of this claim as the person meets it; None if the claim is not theirs."""
        ...

    async def standings(self, person_id: int, task_ids: Sequence[int]) -> list[Standing]:
        """Each of these tasks as the person meets it, in the order given."""
        ...

    async def of_slot(self, slot_id: int) -> int | None:
        """The task a slot belongs to."""
        ...

    async def many(self, task_ids: Iterable[int]) -> list[Task]:
        """The tasks with these ids, by start."""
        ...

    def add(self, task: Task, now: datetime) -> Task:
        """Store a new task and its slots; their ids are given here."""
        ...

    def add_slot(self, task_id: int, position: int, slot: Slot) -> Slot: ...

    def change(self, task: Task) -> None:
        """Write the words and times of a task; its cards become stale."""
        ...

    def change_slot(self, slot: Slot) -> None:
        """Write the name, the times and the capacity of a slot. Design I1 is kept by the database itself."""
        ...

    def append_slot(self, task_id: int, slot: Slot) -> Slot:
        """A new slot behind the others, those taken away included."""
        ...

    def drop_slot(self, slot_id: int) -> None:
        """Take a slot away; its live claims are ended before. Ended claims keep its row, which nobody sees."""
        ...

    def set_state(self, task_id: int, state: TaskState, now: datetime) -> None: ...

    async def end_those_over(self, now: datetime) -> list[int]:
        """Tasks whose time is over become ended, and their cards stale; their ids."""
        ...

    async def touch_begun(self, after: datetime, until: datetime) -> list[int]:
        """The cards of tasks of which a role has begun in that time become stale; their ids."""
        ...

    async def next_turn(self, after: datetime) -> datetime | None:
        """When a task next begins, ends, or is two days away."""
        ...

    def touch(self, task_id: int) -> None:
        """What its cards show has changed."""
        ...


class Finding(Protocol):
    async def open_tasks(self, search: Search, now: datetime, first: int, most: int) -> list[Task]:
        """A page of the open tasks that fit, by start; one more than `most` if there is a next page."""
        ...

    async def fitting(self, person_id: int, now: datetime, near: datetime, most: int) -> list[Task]:
        """Open tasks with a free place that clash with nothing the person holds, the nearest in time first."""
        ...

    async def of_organisations(self, organisation_ids: list[int], now: datetime, first: int, most: int) -> list[Task]:
        """A page of the tasks a coordinator steers: those short of people soonest, then the rest by start, over last.

        One more than `most` if there is a next page."""
        ...

    async def short(self, now: datetime, before: datetime) -> list[Task]:
        """Open tasks that start by then, still lack people, and whose coordinator has not been told.

        Not those that were posted, or moved, when the time to tell it had gone by: the coordinator knows."""
        ...

    def told_short(self, task_id: int) -> None: ...
