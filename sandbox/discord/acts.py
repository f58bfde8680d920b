"""What people do in their clients, and the interactions it causes."""

import secrets
from typing import Any

from sandbox.discord.commands import Command, Option
from sandbox.discord.interactions import Interaction, Kind
from sandbox.discord.limits import UPLOAD
from sandbox.discord.messages import Button, Message
from sandbox.discord.people import Permission, Role, User
from sandbox.discord.places import Channel
from sandbox.discord.world import World
from sandbox.people import Json

_TYPES = {3: str, 4: int, 5: bool}


class Acts:
    """Acts of people; each leaves exactly the interaction Discord documents for it."""

    world: World

    def command(self, user: User, channel: Channel | None, name: str, **options: Any) -> Interaction:
        """Use a slash command by the name this person sees; None: in their direct messages with the bot."""
        place = channel or self.world.dm(user)
        number, command = self._offered(user, place, name)
        data = {"id": str(number), "name": command.name, "type": 1, "options": _filled(command, options)}
        return self._act(user, place, Kind.COMMAND, data)

    def complete(self, user: User, channel: Channel | None, name: str, option: str, typed: str) -> Interaction:
        """Type into an option that completes itself."""
        place = channel or self.world.dm(user)
        number, command = self._offered(user, place, name)
        wanted = _option(command, option)
        if not wanted.autocomplete:
            raise ValueError(f"{option!r} does not complete itself.")
        focused = {"name": option, "type": wanted.type, "value": typed, "focused": True}
        data = {"id": str(number), "name": command.name, "type": 1, "options": [focused]}
        return self._act(user, place, Kind.AUTOCOMPLETE, data)

    def press(self, user: User, message: Message, button: str | Button) -> Interaction:
        """Press a button by its label."""
        found = message.button(button) if isinstance(button, str) else button
        if found.disabled or found.custom_id is None:
            raise ValueError(f"{found.label!r} cannot be pressed.")
        return self.press_id(user, message, found.custom_id)

    def press_id(self, user: User, message: Message, custom_id: str) -> Interaction:
        """A press with any custom_id, as a changed client or an old screen may send it."""
        if message.only_for is not None and message.only_for is not user:
            raise ValueError(f"{user.name} does not see that message.")
        if message.author is not self.world.bot:
            raise ValueError("That press is told to another bot.")
        data = {"custom_id": custom_id, "component_type": 2}
        return self._act(user, message.channel, Kind.COMPONENT, data, message)

    def choose_role(self, user: User, message: Message, role: Role) -> Interaction:
        """Choose a role of the guild (docs, Role Select): its id, and what that stands for, are told."""
        select, guild = message.role_select, message.channel.guild
        if message.only_for is not None and message.only_for is not user:
            raise ValueError(f"{user.name} does not see that message.")
        if select is None or guild is None or role.id not in guild.roles:
            raise ValueError(f"{role.name!r} cannot be chosen there.")
        data = {
            "custom_id": select["custom_id"],
            "component_type": 6,
            "values": [str(role.id)],
            "resolved": {"roles": {str(role.id): role.json()}},
        }
        return self._act(user, message.channel, Kind.COMPONENT, data, message)

    def submit(self, user: User, opened: Interaction, values: dict[str, str]) -> Interaction:
        """Send off the form that was the answer to this interaction; what is not named keeps what stood in it."""
        if opened.modal is None or opened.user is not user:
            raise ValueError("No form was opened for them by that.")
        parts = [_submitted(part, values, at) for at, part in enumerate(opened.modal["components"], 1)]
        if strange := values.keys() - {one["custom_id"] for one in _inputs(opened.modal)}:
            raise ValueError(f"The form has no {sorted(strange)}.")
        data = {"custom_id": opened.modal["custom_id"], "components": parts}
        return self._act(user, opened.channel, Kind.MODAL, data, opened.message)

    def offered(self, user: User, channel: Channel | None) -> list[str]:
        """The names of the commands this person is offered there."""
        return [command.shown_name(user.locale) for command in self.menu(user, channel)]

    def menu(self, user: User, channel: Channel | None) -> list[Command]:
        """The commands this person is offered there."""
        return [command for _, command in self._all_offered(user, channel or self.world.dm(user))]

    def _all_offered(self, user: User, place: Channel) -> list[tuple[int, Command]]:
        guild = place.guild
        own = self.world.commands_of_guild.get(guild.id, {}) if guild is not None else {}
        context = 1 if guild is None else 0
        found = [*self.world.commands.items(), *own.items()]
        return [
            (number, command)
            for number, command in found
            if (command.contexts is None or context in command.contexts)
            and (guild is None or _by_default(command) in guild.permissions(user, place))
        ]

    def _offered(self, user: User, place: Channel, name: str) -> tuple[int, Command]:
        for number, command in self._all_offered(user, place):
            if command.shown_name(user.locale) == name:
                return number, command
        raise LookupError(f"{user.name} is not offered /{name} here, but {self.offered(user, place)}.")

    def _act(
        self, user: User, channel: Channel, kind: Kind, data: Json, message: Message | None = None
    ) -> Interaction:
        interaction = Interaction(
            id=self.world.snowflake(),
            token=secrets.token_urlsafe(120),
            kind=kind,
            user=user,
            channel=channel,
            at=self.world.clock.now(),
            name=str(data.get("name", "")),
            message=message,
        )
        self.world.interactions[interaction.id] = interaction
        self.world.by_token[interaction.token] = interaction
        self.world.tell("INTERACTION_CREATE", self._told(interaction, data))
        return interaction

    def _told(self, interaction: Interaction, data: Json) -> Json:
        """Docs, interactions/receiving-and-responding, Interaction Object."""
        channel, bot = interaction.channel, self.world.bot
        body: Json = {
            "id": str(interaction.id),
            "application_id": str(self.world.application),
            "type": int(interaction.kind),
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel_id": str(channel.id),
            "channel": channel.json(),
            "locale": interaction.user.locale,
            "entitlements": [],
            "authorizing_integration_owners": {},
            "attachment_size_limit": UPLOAD,
            "context": 1 if channel.guild is None else 0,
            "app_permissions": str(int(self._may(bot, channel))),
        }
        if interaction.message is not None:
            body["message"] = interaction.message.json()
        return body | self._who(interaction.user, channel)

    def _who(self, user: User, channel: Channel) -> Json:
        guild = channel.guild
        if guild is None:
            return {"user": user.json()}
        may = self._may(user, channel)
        if Permission.VIEW_CHANNEL not in may:
            raise ValueError(f"{user.name} does not see that channel.")
        partial = {"id": str(guild.id), "locale": guild.locale, "features": []}
        member = guild.member(user) | {"permissions": str(int(may))}
        return {"guild_id": str(guild.id), "guild": partial, "guild_locale": guild.locale, "member": member}

    def _may(self, user: User, channel: Channel) -> Permission:
        return Permission(0) if channel.guild is None else channel.guild.permissions(user, channel)


def _by_default(command: Command) -> Permission:
    return Permission(int(command.default_member_permissions or 0))


def _option(command: Command, name: str) -> Option:
    for option in command.options:
        if option.name == name:
            return option
    raise LookupError(f"/{command.name} has no option {name!r}.")


def _filled(command: Command, options: Json) -> list[Json]:
    filled = []
    for name, value in options.items():
        option = _option(command, name)
        if not isinstance(value, _TYPES[option.type]):
            raise ValueError(f"{name!r} takes another kind of value than {value!r}.")
        if isinstance(value, str) and len(value) > (option.max_length or 6000):
            raise ValueError(f"{name!r} is too long; the client does not send it.")
        filled.append({"name": name, "type": option.type, "value": value})
    if missing := {one.name for one in command.options if one.required} - options.keys():
        raise ValueError(f"/{command.name} needs {sorted(missing)}.")
    return filled


def _inputs(modal: Json) -> list[Json]:
    return [part["component"] if part["type"] == 18 else part["components"][0] for part in modal["components"]]


def _submitted(part: Json, values: dict[str, str], number: int) -> Json:
    field = part["component"] if part["type"] == 18 else part["components"][0]
    value = values.get(field["custom_id"], field.get("value") or "")
    if field.get("required", True) and not value:
        raise ValueError(f"{field['custom_id']!r} is required; the client does not send the form.")
    if not (field.get("min_length") or 0) <= len(value) <= (field.get("max_length") or 4000):
        raise ValueError(f"{field['custom_id']!r} is too short or too long; the client does not send the form.")
    said = {"type": field["type"], "id": 10 * number, "custom_id": field["custom_id"], "value": value}
    if part["type"] == 18:
        return {"type": 18, "id": number, "component": said}
    return {"type": 1, "id": number, "components": [said]}
