"""The few fields of a Discord event that we read (docs, Interaction Object). Everything else is let through."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
"""Docs, Interaction Type."""
EPHEMERAL, LOADING = 1 << 6, 1 << 7

Snowflake = Annotated[int, BeforeValidator(lambda value: int(value) if isinstance(value, str) else value)]
"""Ids are 64-bit numbers, sent as strings."""
Raw = dict[str, Any]
"""An event as the network sent it, parsed as JSON and no further."""


class User(BaseModel):
    id: Snowflake
    username: str = ""
    global_name: str | None = None


class Member(BaseModel):
    user: User
    nick: str | None = None
    permissions: Snowflake = 0
    roles: list[Snowflake] = Field(default_factory=list)


class Channel(BaseModel):
    id: Snowflake
    type: int = 0
    name: str | None = None
    guild_id: Snowflake | None = None


class Guild(BaseModel):
    """`name`: added when it is heard; Discord sends no name here."""

    name: str = ""


class Message(BaseModel):
    id: Snowflake
    flags: int = 0


class Option(BaseModel):
    """`focused`: the one that is being typed into."""

    name: str
    value: str | int | float | bool | None = None
    focused: bool = False


class Part(BaseModel):
    """A part of a form that was sent: a Label with its input, or an action row with one."""

    custom_id: str = ""
    value: str = ""
    component: "Part | None" = None
    components: list["Part"] = Field(default_factory=list)

    def values(self) -> dict[str, str]:
        """What was typed, by the name of the input."""
        found = {self.custom_id: self.value} if self.custom_id else {}
        for part in [*self.components, *([self.component] if self.component else [])]:
            found |= part.values()
        return found


class Role(BaseModel):
    id: Snowflake
    name: str = ""


class Resolved(BaseModel):
    """What the ids that were chosen stand for."""

    roles: dict[str, Role] = Field(default_factory=dict)


class Data(BaseModel):
    """What was done: a command's name and options, a press's custom_id, what was chosen, a form's parts."""

    name: str = ""
    options: list[Option] = Field(default_factory=list)
    custom_id: str = ""
    resolved: Resolved = Resolved()
    components: list[Part] = Field(default_factory=list)

    def values(self) -> dict[str, str]:
        return {name: value for part in self.components for name, value in part.values().items()}


class Interaction(BaseModel):
    id: Snowflake
    type: int
    token: str
    data: Data
    channel_id: Snowflake
    channel: Channel | None = None
    guild_id: Snowflake | None = None
    guild: Guild | None = None
    app_permissions: Snowflake | None = None
    member: Member | None = None
    user: User | None = None
    locale: str | None = None
    message: Message | None = None


class Event(BaseModel):
    """A gateway event as it is stored: its name and its body."""

    t: str
    d: Raw
