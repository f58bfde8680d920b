"""What bodies may hold: names, types and lengths; a name Discord does not know is refused.

Discord ignores unknown names; here they are an error, so that a misspelt one is found.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sandbox.discord import limits

LINK, PREMIUM = 5, 6


def _snowflake(value: object) -> object:
    """Ids are strings; integers are taken, too, and discord.py sends them."""
    return int(value) if isinstance(value, str) and value.isdecimal() else value


Snowflake = Annotated[int, BeforeValidator(_snowflake), Field(ge=0, lt=2**64)]
CustomId = Annotated[str, Field(min_length=1, max_length=limits.CUSTOM_ID)]


class Body(BaseModel):
    """A JSON object of a request."""

    model_config = ConfigDict(extra="forbid")


class Button(Body):
    """Docs, components/reference, Button."""

    type: Literal[2]
    id: int | None = None
    style: int = Field(ge=1, le=5)
    label: str | None = Field(None, max_length=limits.LABEL)
    emoji: dict[str, Any] | None = None
    custom_id: CustomId | None = None
    url: str | None = Field(None, max_length=512)
    disabled: bool = False

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if self.style == LINK and (not self.url or self.custom_id):
            raise ValueError("A link button needs a url and has no custom_id.")
        if self.style != LINK and (not self.custom_id or self.url):
            raise ValueError("A button needs a custom_id and has no url.")
        if not self.label and not self.emoji:
            raise ValueError("A button needs a label or an emoji.")
        return self


class Choice(Body):
    """Docs, components/reference, Select Option."""

    label: str = Field(min_length=1, max_length=100)
    value: str = Field(min_length=1, max_length=100)
    description: str | None = Field(None, max_length=100)
    emoji: dict[str, Any] | None = None
    default: bool = False


class Select(Body):
    """Docs, components/reference, String Select."""

    type: Literal[3]
    id: int | None = None
    custom_id: CustomId
    options: list[Choice] = Field(min_length=1, max_length=limits.OPTIONS_OF_SELECT)
    placeholder: str | None = Field(None, max_length=limits.PLACEHOLDER)
    min_values: int = Field(1, ge=0, le=25)
    max_values: int = Field(1, ge=1, le=25)
    required: bool | None = None
    disabled: bool = False


class RoleSelect(Body):
    """Docs, components/reference, Role Select: the client lists the roles of the guild."""

    type: Literal[6]
    id: int | None = None
    custom_id: CustomId
    placeholder: str | None = Field(None, max_length=limits.PLACEHOLDER)
    default_values: list[dict[str, Any]] | None = None
    min_values: int = Field(1, ge=0, le=25)
    max_values: int = Field(1, ge=1, le=25)
    required: bool | None = None
    disabled: bool = False


class Input(Body):
    """Docs, components/reference, Text Input. `label` only in an action row, never below a Label."""

    type: Literal[4]
    id: int | None = None
    custom_id: CustomId
    style: Literal[1, 2]
    label: str | None = Field(None, min_length=1, max_length=limits.INPUT_LABEL)
    min_length: int | None = Field(None, ge=0, le=limits.INPUT_VALUE)
    max_length: int | None = Field(None, ge=1, le=limits.INPUT_VALUE)
    required: bool = True
    value: str | None = Field(None, max_length=limits.INPUT_VALUE)
    placeholder: str | None = Field(None, max_length=limits.INPUT_HINT)


class Row(Body):
    """Docs, components/reference, Action Row: up to five buttons, or one select."""

    type: Literal[1]
    id: int | None = None
    components: list[Annotated[Button | Select | RoleSelect, Field(discriminator="type")]] = Field(
        min_length=1, max_length=limits.BUTTONS_A_ROW
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(self.components) > 1 and any(not isinstance(one, Button) for one in self.components):
            raise ValueError("A select takes a whole row.")
        return self


class InputRow(Body):
    """An action row with one text input: the older form of a modal's part."""

    type: Literal[1]
    id: int | None = None
    components: list[Input] = Field(min_length=1, max_length=1)


class Label(Body):
    """Docs, components/reference, Label: a modal's part with its words above it."""

    type: Literal[18]
    id: int | None = None
    label: str = Field(min_length=1, max_length=limits.INPUT_LABEL)
    description: str | None = Field(None, max_length=limits.INPUT_HINT)
    component: Annotated[Input | Select, Field(discriminator="type")]

    @model_validator(mode="after")
    def _labelled_once(self) -> Self:
        if isinstance(self.component, Input) and self.component.label:
            raise ValueError("A text input below a Label has no label of its own.")
        return self


class Modal(Body):
    """Docs, interactions/receiving-and-responding, Modal."""

    custom_id: CustomId
    title: str = Field(min_length=1, max_length=limits.MODAL_TITLE)
    components: list[Annotated[InputRow | Label, Field(discriminator="type")]] = Field(
        min_length=1, max_length=limits.MODAL_PARTS
    )

    def inputs(self) -> Iterator[Input | Select]:
        for part in self.components:
            yield part.component if isinstance(part, Label) else part.components[0]


class AllowedMentions(Body):
    """Docs, resources/message, Allowed Mentions."""

    parse: list[Literal["roles", "users", "everyone"]] = Field(default_factory=list)
    roles: list[Snowflake] | None = Field(None, max_length=limits.MENTIONS)
    users: list[Snowflake] | None = Field(None, max_length=limits.MENTIONS)
    replied_user: bool = False

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if ("users" in self.parse and self.users) or ("roles" in self.parse and self.roles):
            raise ValueError("parse and the list of ids exclude each other.")
        return self


class Reference(Body):
    """Docs, resources/message, Message Reference."""

    type: int = 0
    message_id: Snowflake
    channel_id: Snowflake | None = None
    guild_id: Snowflake | None = None
    fail_if_not_exists: bool = True


class Said(Body):
    """What every way to say something shares (docs, resources/message, Create Message and Edit Message)."""

    content: str | None = Field(None, max_length=limits.CONTENT)
    embeds: list[dict[str, Any]] | None = Field(None, max_length=limits.EMBEDS)
    components: list[Row] | None = Field(None, max_length=limits.ROWS)
    allowed_mentions: AllowedMentions | None = None
    attachments: list[dict[str, Any]] | None = None
    flags: int | None = None
    tts: bool = False


class Post(Said):
    """Docs, resources/message, Create Message."""

    nonce: Annotated[str, Field(max_length=limits.NONCE)] | int | None = None
    enforce_nonce: bool = False
    message_reference: Reference | None = None


class AutocompleteChoice(Body):
    """Docs, interactions/application-commands, Option Choice."""

    name: str = Field(min_length=1, max_length=100)
    name_localizations: dict[str, str] | None = None
    value: str | int | float


class Choices(Body):
    """The answer to an autocomplete."""

    choices: list[AutocompleteChoice] = Field(max_length=limits.CHOICES)


class Callback(Body):
    """Docs, interactions/receiving-and-responding, Interaction Response."""

    type: Literal[1, 4, 5, 6, 7, 8, 9]
    data: dict[str, Any] | None = None


class Deferral(Body):
    """The data of type 5: nothing but EPHEMERAL may be set."""

    flags: int | None = None


class Opening(Body):
    """Docs, resources/user, Create DM."""

    recipient_id: Snowflake


class NewThread(Body):
    """Docs, resources/channel, Start Thread."""

    name: str = Field(min_length=1, max_length=limits.THREAD_NAME)
    auto_archive_duration: Literal[60, 1440, 4320, 10080] | None = None
    type: int | None = None
    invitable: bool | None = None
    rate_limit_per_user: int | None = None


class ChangedThread(Body):
    """Docs, resources/channel, Modify Channel, of a thread."""

    name: str | None = Field(None, min_length=1, max_length=limits.THREAD_NAME)
    archived: bool | None = None
    locked: bool | None = None
