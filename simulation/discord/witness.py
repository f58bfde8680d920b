"""What is seen of the program on Discord: each message in the shape in which the rules read, and whose it is."""

from collections.abc import Mapping

from sandbox.discord import DiscordSandbox, Interaction, User
from sandbox.discord import Message as DiscordMessage
from sandbox.people import Json
from simulation.discord.mirror import Mirror
from simulation.discord.talk import DiscordTalk
from simulation.wire import Call
from simulation.witness import Witnesses

_KNOWN_AS = {"POST": "sendMessage", "PATCH": "editMessageText"}
"""What the rules call a new message, and a changed one."""


class DiscordWitnesses:
    """Implements `discord.wire.Witness`, and passes on what it saw to those who see everything."""

    def __init__(
        self, sandbox: DiscordSandbox, mirror: Mirror, witnesses: Witnesses, coordinators: Mapping[int, DiscordTalk]
    ) -> None:
        self._sandbox = sandbox
        self._mirror = mirror
        self._witnesses = witnesses
        self._coordinators = coordinators

    def gesture(self, event: Json) -> None:
        if event["t"] == "INTERACTION_CREATE":
            self._witnesses.gesture(int(event["d"]["id"]))

    def happened(self, call: Call) -> None:
        place = self._named(call)
        self._witnesses.note_mishap(call)
        match place:
            case ["channels", channel, "messages", *_]:
                found = self._sandbox.world.channels[int(channel)]
                self._shown(call, found.messages[int(call.result["id"])], found.recipient)
            case ["interactions", number, *_]:
                self._first_answer(call, self._sandbox.world.interactions[int(number)])
            case ["webhooks", _, token, *_] if call.result:
                done = self._sandbox.world.by_token[token]
                self._answer(call, done, _among(done, int(call.result["id"])))

    def failed(self, call: Call) -> None:
        place = self._named(call)
        self._witnesses.failed(call)
        match place:
            case ["interactions", number, *_] if call.given["body"]["type"] == 9:
                self._witnesses.no_form(int(number))

    def _named(self, call: Call) -> list[str]:
        """The parts of its path. The call gets the name that the rules know, and the number of whom it is for."""
        method, _, path = call.method.partition(" ")
        parts: list[str] = path.split("/")[1:]
        world = self._sandbox.world
        match parts:
            case ["channels", channel, *_] if (found := world.channels.get(int(channel))) is not None:
                call.method = _KNOWN_AS.get(method, method)
                call.given["chat_id"] = found.recipient.id if found.recipient else found.id
            case ["users", "@me", "channels"]:
                call.given["chat_id"] = int(call.given["body"]["recipient_id"])
            case ["interactions", number, *_] if (done := world.interactions.get(int(number))) is not None:
                call.method, call.given["chat_id"] = "answers", done.user.id
            case ["webhooks", _, token, *_] if (done := world.by_token.get(token)) is not None:
                call.method, call.given["chat_id"] = "answers", done.user.id
        return parts

    def _first_answer(self, call: Call, done: Interaction) -> None:
        body: Json = call.given["body"]
        if body["type"] in (4, 7) and done.original is not None:
            self._answer(call, done, done.original)
        elif body["type"] == 9:
            self._witnesses.a_form(done.user.id, done.id)
            if done.user.id in self._coordinators:
                self._coordinators[done.user.id].form_opens(done)
        elif body["type"] == 6:
            self._witnesses.comes_to_rest(done.user.id)

    def _answer(self, call: Call, done: Interaction, message: DiscordMessage) -> None:
        """In private, or for one person's eyes; what is said to the whole channel is nobody's own."""
        mine = message.only_for or message.channel.recipient
        self._shown(call, message, mine or done.user, self._mirror.pressed.get(done.id, ""))

    def _shown(self, call: Call, message: DiscordMessage, to: User | None, data: str = "") -> None:
        self._witnesses.message(call, self._mirror.shows(message, to), data, elsewhere=True)


def _among(done: Interaction, number: int) -> DiscordMessage:
    return next(one for one in (*done.shown, done.original, done.message) if one is not None and one.id == number)
