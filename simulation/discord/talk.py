"""Somebody's Discord: the cards, the direct messages, slash commands, and what is shown to them alone."""

from random import Random

from sandbox import Button, Message, Press, Sandbox
from sandbox.discord import Channel, DiscordSandbox, Interaction, User
from simulation.discord.mirror import Mirror
from simulation.ledger import Ledger
from simulation.talk import ANSWER_WITHIN, Talk, button_of

_ENGLISH = {
    "opgaver": "find",
    "indstillinger": "settings",
    "data": "privacy",
    "hjaelp": "help",
    "forbind": "link",
    "opret": "post",
    "styr": "manage",
}
"""Commands by their Danish names; those that are not here have one name."""


class DiscordTalk(Talk):
    """Buttons, commands and forms: there is nothing else to say to the bot."""

    def __init__(
        self,
        sandbox: Sandbox,
        discord: DiscordSandbox,
        mirror: Mirror,
        user: User,
        dice: Random,
        ledger: Ledger,
        impatience: float = 0.0,
    ) -> None:
        super().__init__(sandbox, mirror.people[user.id], dice, ledger, impatience)
        self._discord = discord
        self._mirror = mirror
        self._user = user
        self._form: Interaction | None = None

    def presses(self, message: Message, button: Button) -> Press | None:
        """Any button, be it one that opens something: all of them are pressed."""
        self._newest.clear()
        self._form = None
        self._ledger.note(self.person.id, f"presses {button.raw['custom_id']}")
        if self._impatience and self.dice.random() < self._impatience:
            self.after(self.dice.uniform(0.05, 2), lambda: self._again(message, button))
        self._press(message, str(button.raw["custom_id"]))
        return None

    def _again(self, message: Message, button: Button) -> None:
        self._ledger.note(self.person.id, f"presses {button.raw['custom_id']} again")
        self._press(message, str(button.raw["custom_id"]))

    def forges(self, message: Message, data: str) -> None:  # type: ignore[override]
        self._ledger.note(self.person.id, f"forges {data}")
        self._press(message, data)

    def writes(self, text: str) -> None:
        """Whoever would write it on Telegram gives the command of that name; whatever else they look for, a list."""
        name = text.removeprefix("/")
        self.uses(name if name in ("start", "mine", *_ENGLISH) else "opgaver")

    def asks_for_code(self) -> None:
        self.uses("forbind")

    def gives_code(self, code: str) -> None:
        self._newest.clear()
        self._ledger.note(self.person.id, "gives a code")
        self._discord.command(self._user, None, self._named("forbind"), code=code)

    def takes_up(self, invitation: str) -> None:
        """The code out of a link that makes them a coordinator."""
        self._newest.clear()
        self._ledger.note(self.person.id, "takes up an invitation")
        self._discord.command(self._user, None, "start", code=invitation)

    def letters(self) -> list[Message]:
        return list(self._mirror.chats[self.person.id].messages.values())

    def shuts(self) -> None:
        """Their direct messages are closed: the bot is told nothing."""
        self._discord.close_dms(self._user)
        self.person.blocked = True

    def opens(self) -> None:
        """They are open again; what they do in them tells the bot."""
        self._discord.close_dms(self._user, closed=False)
        self.person.blocked = False
        self.uses("mine")

    def leaves(self) -> None:
        """The guild."""
        for guild in self._discord.world.guilds.values():
            if self._user.id in guild.members:
                self._discord.leave(self._user, guild)
        self.person.deactivated = True

    def form_opens(self, opened: Interaction) -> None:
        """A form is the answer to what they did."""
        self._form = opened
        self._stirred.set()

    async def sees_form_or(self, verb: str) -> tuple[Interaction | None, Message | None]:
        """Wait for a form, or a message with a button of this kind."""

        def find() -> tuple[Interaction | None, Message | None] | None:
            if self._form is not None:
                return self._form, None
            return next(((None, one) for one in reversed(self._newest) if button_of(one, verb)), None)

        return await self._comes(find, ANSWER_WITHIN)

    def fills(self, opened: Interaction, values: dict[str, str]) -> None:
        """Send off the form; what is not named stays as it stands there."""
        self._newest.clear()
        self._form = None
        self._ledger.note(self.person.id, f"fills in {sorted(values.items())}")
        self._discord.submit(self._user, opened, values)

    def is_offered_commands(self, channel: Channel) -> bool:
        """Whether the program has put them up by now."""
        return bool(self._discord.menu(self._user, channel))

    def uses(self, name: str, channel: Channel | None = None) -> None:
        """A slash command by its Danish name."""
        self._newest.clear()
        self._form = None
        self._ledger.note(self.person.id, f"uses /{name}")
        self._discord.command(self._user, channel, self._named(name))

    def _named(self, command: str) -> str:
        return _ENGLISH.get(command, command) if self.person.language_code == "en" else command

    def _press(self, message: Message, custom_id: str) -> None:
        if not message.deleted:
            done = self._discord.press_id(self._user, self._mirror.original(message), custom_id)
            self._mirror.pressed[done.id] = custom_id
