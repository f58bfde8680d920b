"""People, the organisations they act for, and whether they can be reached."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.incoming import Address, Membership

DEFAULT_OFFSETS = (1440, 120)


DEFAULT_QUIET = (21 * 60, 8 * 60)


class Reach(StrEnum):
    """Whether the bot may write to an account in private."""

    NEVER = "never"  # has not opened the chat with the bot
    YES = "yes"
    BLOCKED = "blocked"  # has closed it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A human, seen through the account they used (or, for a guest or a notice, the one that can be reached).

    Args:
        chosen_language: what they chose; None means: as the client says (`client_language`).
        offsets: reminders, minutes before the time to be there.
        quiet: from and to, minutes after midnight in the community's zone.
        native_id: the account's own number on its network.
        by_role: coordinates something by a role of a server, as far as is known.
        admin: named in TJANS_ADMINS, by this or another account of theirs.
        reached_elsewhere: another account of theirs can be written to.
        was_elsewhere: they were here through another account since they were last here through this one.
        guest: added by hand to one task; has no account.
        called: whether they are called by name where a message does not reach them, about the task that was asked of.
        away: they were on a network where we may write first to whoever shares a server with us, and now share none.
    """

    id: int
    name: str
    chosen_language: str | None = None
    client_language: str | None = None
    offsets: tuple[int, ...] = DEFAULT_OFFSETS
    quiet: tuple[int, int] = DEFAULT_QUIET
    account_id: int = 0
    native_id: int = 0
    address: Address | None = None
    reach: Reach = Reach.NEVER
    by_role: bool = False
    admin: bool = False
    guest: bool = False
    called: bool = False
    away: bool = False
    reached_elsewhere: bool = False
    was_elsewhere: bool = False

    @property
    def reachable(self) -> bool:
        """Whether they can be told anything, be it through another account than this one."""
        return self.reach is Reach.YES or self.reached_elsewhere

    @property
    def can_be_told(self) -> bool:
        """Whether news of the task they were asked of reaches them, be it by name in a channel (`bot.reaching`)."""
        return self.reachable or self.called


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRole:
    """A role of a server whose holders coordinate an organisation."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Whether one account of somebody has such a role. `held`: when it was last looked at."""

    role_id: int
    native_id: int
    account_id: int
    where: Membership
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time link that makes somebody a coordinator."""

    organisation: Organisation
    invited_by: int | None
    expires_at: datetime
    used_by: int | None
    used: bool
