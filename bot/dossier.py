"""Everything that is stored about one person, as records: what they see and fetch (domain 2.8, `/data`)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    network: str
    native_id: int
    language: str | None
    reach: str
    last_seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Signup:
    """A claim, live or ended, with what it was about."""

    task: int
    title: str
    role: str
    starts_at: datetime
    ends_at: datetime
    state: str
    taken_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A notice that was sent, or is owed: its kind and times. Its words are never stored."""

    kind: str
    task: int | None
    due_at: datetime
    state: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form; once it is finished only that it was is remembered."""

    kind: str
    finished: bool
    fields: dict[str, object]
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """They coordinate this organisation."""

    organisation: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    task: int
    title: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message to everyone on a task."""

    task: int
    text: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A one-time link for coordinators that they made, or used (`used_by_you`)."""

    organisation: str
    used_by_you: bool
    expires_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """`updates`: how many presses and messages are remembered as having happened, without their text."""

    name: str
    chosen_language: str | None
    reminders_minutes_before: tuple[int, ...]
    quiet_from: str
    quiet_to: str
    known_since: datetime
    last_seen: datetime
    accounts: tuple[Account, ...]
    signups: tuple[Signup, ...]
    told: tuple[Told, ...]
    forms: tuple[Form, ...]
    roles: tuple[Role, ...]
    posted: tuple[Posted, ...]
    written: tuple[Written, ...]
    links: tuple[Link, ...]
    linking_code_until: datetime | None
    wrong_linking_codes: int
    asked_about_channels: tuple[str, ...]
    updates: int
