"""Somebody's Discord: the cards, the direct messages, slash commands, and what is shown to them alone."""

from random import Random

from sandbox import Button, Message, Press, Sandbox
from sandbox.discord import Channel, DiscordSandbox, User
from simulation.discord.mirror import Mirror
from simulation.ledger import Ledger
from simulation.talk import Talk

_ENGLISH = {"opgaver": "find", "indstillinger": "settings", "data": "privacy", "hjaelp": "help"}
"""Commands by their Danish names; those that are not here have one name."""


class DiscordTalk(Talk):
    """Buttons and commands: there is nothing else to say to the bot."""

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

    def presses(self, message: Message, button: Button) -> Press | None:
        """Any button, be it one that opens something: all of them are pressed."""
        self._newest.clear()
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

    def is_offered_commands(self, channel: Channel) -> bool:
        """Whether the program has put them up by now."""
        return bool(self._discord.menu(self._user, channel))

    def uses(self, name: str, channel: Channel | None = None) -> None:
        """A slash command by its Danish name."""
        self._newest.clear()
        self._ledger.note(self.person.id, f"uses /{name}")
        self._discord.command(
            self._user, channel, _ENGLISH.get(name, name) if self.person.language_code == "en" else name
        )

    def _press(self, message: Message, custom_id: str) -> None:
        if not message.deleted:
            done = self._discord.press_id(self._user, self._mirror.original(message), custom_id)
            self._mirror.pressed[done.id] = custom_id
