"""`POST /sandbox/discord`: what people do on Discord from the page, and what they are answered."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.discord import limits
from sandbox.discord.interactions import Interaction
from sandbox.discord.messages import Content, Message
from sandbox.discord.people import Permission, User
from sandbox.discord.places import Channel, Guild
from sandbox.discord.seen import aside
from sandbox.discord.server import DiscordSandbox
from sandbox.people import Json
from sandbox.said import Fields, Unclear

DONE: Json = {"done": True}
NO_ANSWER: Json = {"answer": None}


class Told(Fields):
    """A body and the Discord it speaks of."""

    def __init__(self, discord: DiscordSandbox, body: Json) -> None:
        super().__init__(body)
        self.discord = discord

    def person(self) -> User:
        """Somebody, by id."""
        found = self.discord.world.users.get(self._id("person"))
        if found is None or found.bot:
            raise Unclear(f"There is no person {self.body['person']}.")
        return found

    def place(self) -> Channel | None:
        """A channel, by id; None for the person's direct messages with the bot, which go by their own id."""
        number = self._id("chat")
        if number == self.person().id:
            return None
        found = self.discord.world.channels.get(number)
        if found is None or found.deleted or found.guild is None:
            raise Unclear(f"There is no channel {number}.")
        if Permission.VIEW_CHANNEL not in found.guild.permissions(self.person(), found):
            raise Unclear(f"{self.person().name} does not see that channel.")
        return found

    def message(self) -> Message:
        """A message that stands there, or before this person's eyes only."""
        person, place = self.person(), self.place()
        there = [*self.discord.messages(person if place is None else place), *aside(self.discord, person)]
        number = self._id("message")
        if (found := next((one for one in there if one.id == number), None)) is None:
            raise Unclear(f"There is no message {number} there.")
        return found

    def guild(self) -> Guild:
        """A server, by id."""
        if (found := self.discord.world.guilds.get(self._id("server"))) is None:
            raise Unclear(f"There is no server {self.body['server']}.")
        return found

    def opened(self) -> Interaction:
        """What opened a form."""
        if (found := self.discord.world.interactions.get(self._id("interaction"))) is None:
            raise Unclear("No form was opened by that.")
        return found

    def values(self, name: str) -> dict[str, Any]:
        """Values by the names of what was filled in."""
        value = self.body.get(name, {})
        if not isinstance(value, dict):
            raise Unclear(f"`{name}` has to be an object.")
        return value

    def _id(self, name: str) -> int:
        word = self.text(name)
        if not word.isdecimal() or len(word) > 20:
            raise Unclear(f"`{name}` has to be an id.")
        return int(word)


async def act(told: Told) -> Json:
    """Carry out one act; Unclear for what does not make sense. `answer` is null when there was none in time."""
    name = told.text("act", "")
    if name in _ACTS:
        _ACTS[name](told)
        return DONE
    if name in _WAITING:
        return await _WAITING[name](told)
    raise Unclear(f"`act` has to be one of {', '.join(sorted([*_ACTS, *_WAITING]))}.")


async def _command(told: Told) -> Json:
    options = told.values("options")
    return await _answer(told.discord.command(told.person(), told.place(), told.text("name"), **options))


async def _press(told: Told) -> Json:
    return await _answer(told.discord.press_id(told.person(), told.message(), told.text("data")))


async def _choose(told: Told) -> Json:
    message = told.message()
    guild, value = message.channel.guild, told.text("value")
    role = guild.roles.get(int(value)) if guild is not None and value.isdecimal() and len(value) <= 20 else None
    if role is None or message.role_select is None:
        raise Unclear(f"There is no role {value} to choose there.")
    return await _answer(told.discord.choose_role(told.person(), message, role))


async def _submit(told: Told) -> Json:
    values = {name: str(value) for name, value in told.values("values").items()}
    return await _answer(told.discord.submit(told.person(), told.opened(), values))


async def _complete(told: Told) -> Json:
    typed, option = told.text("typed"), told.text("option")
    asked = told.discord.complete(told.person(), told.place(), told.text("name"), option, typed)
    return await _answer(asked) | {"choices": asked.choices or []}


async def _answer(interaction: Interaction) -> Json:
    try:
        answer = await interaction.answered(limits.ANSWER_WITHIN.total_seconds())
    except TimeoutError:
        return NO_ANSWER
    return {
        "answer": {"kind": answer.name.lower(), "modal": interaction.modal, "interaction": str(interaction.id)},
    }


def _write(told: Told) -> None:
    """A message of their own. With the GUILDS intent alone the bot hears nothing of it."""
    person, place, text = told.person(), told.place(), told.text("text").strip()
    if not text or len(text) > limits.CONTENT:
        raise Unclear(f"A message has 1 to {limits.CONTENT} characters.")
    told.discord.world.add(place or told.discord.world.dm(person), Content(text), author=person)


def _leave(told: Told) -> None:
    person, guild = told.person(), told.guild()
    if guild.owner is person:
        raise Unclear("Who owns a server cannot leave it.")
    if person.id in guild.members:
        told.discord.leave(person, guild)


def _delete(told: Told) -> None:
    person, message = told.person(), told.message()
    guild = message.channel.guild
    leads = guild is not None and Permission.MANAGE_MESSAGES in guild.permissions(person, message.channel)
    if message.author is not person and not leads:
        raise Unclear(f"{person.name} may not delete that message.")
    told.discord.delete_message(message)


_ACTS: dict[str, Callable[[Told], None]] = {
    "write": _write,
    "close_dms": lambda told: told.discord.close_dms(told.person()),
    "open_dms": lambda told: told.discord.close_dms(told.person(), closed=False),
    "join": lambda told: told.discord.join(told.person(), told.guild()),
    "leave": _leave,
    "delete_message": _delete,
}
_WAITING: dict[str, Callable[[Told], Awaitable[Json]]] = {
    "command": _command,
    "press": _press,
    "choose": _choose,
    "submit": _submit,
    "complete": _complete,
}
