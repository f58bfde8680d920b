"""The nouns of Tjans, as records. Times are aware UTC datetimes; ids are the database's."""

from bot.model.backlog import Backlog
from bot.model.channels import Channel, ChannelState, Post, ServerEvent
from bot.model.claims import Claim, ClaimState, Line, Standing
from bot.model.desk import DONE, MOST_DRAFTS, Draft, InboxRow, Retort
from bot.model.linking import LinkCode
from bot.model.notices import Delivery, Message, Notice, NoticeKind, Upcoming
from bot.model.people import (
    DEFAULT_OFFSETS,
    DEFAULT_QUIET,
    Holding,
    Invitation,
    NamedRole,
    Organisation,
    Person,
    Reach,
)
from bot.model.tasks import Search, Slot, Task, TaskState

__all__ = [
    "DEFAULT_OFFSETS",
    "DEFAULT_QUIET",
    "DONE",
    "MOST_DRAFTS",
    "Backlog",
    "Channel",
    "ChannelState",
    "Claim",
    "ClaimState",
    "Delivery",
    "Draft",
    "Holding",
    "InboxRow",
    "Invitation",
    "Line",
    "LinkCode",
    "Message",
    "NamedRole",
    "Notice",
    "NoticeKind",
    "Organisation",
    "Person",
    "Post",
    "Reach",
    "Retort",
    "Search",
    "ServerEvent",
    "Slot",
    "Standing",
    "Task",
    "TaskState",
    "Upcoming",
]
