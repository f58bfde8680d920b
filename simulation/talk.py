"""A private chat with the bot, as somebody uses it: write, look for a button, press it."""

import asyncio
import re
from collections.abc import Callable
from random import Random
from typing import TypeVar

from sandbox import Button, Message, Person, Press, Sandbox
from simulation.ledger import Ledger

Found = TypeVar("Found")
ANSWER_WITHIN = 180.0
"""Seconds after which a person gives a conversation up."""


class GaveUp(Exception):
    """The bot did not answer in time, or with something else than was expected."""


class Talk:
    """One person's phone. What they do is written into the ledger. `impatience`: how often they press twice."""

    def __init__(
        self, sandbox: Sandbox, person: Person, dice: Random, ledger: Ledger, impatience: float = 0.0
    ) -> None:
        self.person = person
        self.dice = dice
        self._impatience = impatience
        self._sandbox = sandbox
        self._ledger = ledger
        self._newest: list[Message] = []
        self._stirred = asyncio.Event()

    def saw(self, message: Message) -> None:
        """A message of the bot is new, or was changed."""
        self._newest.append(message)
        del self._newest[:-20]
        self._stirred.set()

    def writes(self, text: str) -> None:
        """Write to the bot."""
        self._newest.clear()
        self._ledger.note(self.person.id, f"writes {text[:60]}")
        self._sandbox.write(self.person, None, text)

    def presses(self, message: Message, button: Button) -> Press | None:
        """Press a button, be it a link or not; None for a link."""
        self._newest.clear()
        self._ledger.note(self.person.id, f"presses {button.data or button.url}")
        if button.data is None:
            self._sandbox.follow(self.person, message, button)
            return None
        if self._impatience and self.dice.random() < self._impatience:
            self.after(self.dice.uniform(0.05, 2), lambda: self._again(message, button))
        return self._sandbox.press(self.person, message, button)

    def _again(self, message: Message, button: Button) -> None:
        self._ledger.note(self.person.id, f"presses {button.data} again")
        self._sandbox.press(self.person, message, button)

    def follows(self, url: str) -> None:
        """Open a link to the bot, and press Start."""
        self._newest.clear()
        self._ledger.note(self.person.id, "follows a link")
        self._sandbox.follow_link(self.person, url)

    def asks_for_code(self) -> None:
        """For a code that links this account with another; or, if nothing is missing, for what is linked."""
        self.writes("/link")

    def gives_code(self, code: str) -> None:
        """The code that was shown on another account. It is never the same: the ledger does not know it."""
        self._newest.clear()
        self._ledger.note(self.person.id, "gives a code")
        self._sandbox.write(self.person, None, f"/link {code}" if self.dice.random() < 0.5 else code)

    def letters(self) -> list[Message]:
        """What the bot wrote to them in private, and is still there."""
        return [message for message in self._sandbox.messages(self.person) if message.by_bot]

    def shuts(self) -> None:
        """The bot may not write to them any more."""
        self._sandbox.block(self.person)

    def opens(self) -> None:
        """It may again."""
        self._sandbox.unblock(self.person)

    def leaves(self) -> None:
        """For good, without a word to the bot."""
        self._sandbox.deactivate(self.person)

    def after(self, delay: float, act: Callable[[], object]) -> None:
        """Do something then, if the account still exists."""
        asyncio.get_running_loop().call_later(delay, lambda: None if self.person.deactivated else act())

    def forges(self, message: Message, data: str) -> Press:
        """A press that no button says."""
        self._ledger.note(self.person.id, f"forges {data}")
        return self._sandbox.press_data(self.person, message, data)

    async def reads(self, words: re.Pattern[str], within: float = ANSWER_WITHIN) -> re.Match[str]:
        """Wait for a message that says this somewhere; GaveUp if there is none in time."""
        return (await self._until(lambda message: words.search(message.text), within))[1]

    async def sees(self, verb: str, within: float = ANSWER_WITHIN) -> tuple[Message, Button]:
        """Wait for a button of this kind; GaveUp if there is none in time."""
        return await self._until(lambda message: button_of(message, verb), within)

    async def sees_any(self, verbs: tuple[str, ...], within: float = ANSWER_WITHIN) -> tuple[Message, Button]:
        """The same, for the first of these kinds that a message has."""

        def find(message: Message) -> Button | None:
            return next((found for verb in verbs if (found := button_of(message, verb)) is not None), None)

        return await self._until(find, within)

    async def press_what_comes(self, verb: str) -> None:
        """Wait for a button, think for a moment, and press it."""
        message, button = await self.sees(verb)
        await self.thinks()
        self.presses(message, button)

    async def thinks(self) -> None:
        """People are slow."""
        await asyncio.sleep(self.dice.uniform(1.5, 25))

    async def _until(self, find: Callable[[Message], Found | None], within: float) -> tuple[Message, Found]:
        def newest() -> tuple[Message, Found] | None:
            for message in reversed(self._newest):
                if (found := find(message)) is not None:
                    return message, found
            return None

        return await self._comes(newest, within)

    async def _comes(self, find: Callable[[], Found | None], within: float) -> Found:
        """Wait for something on this phone; GaveUp if it does not come in time."""
        try:
            async with asyncio.timeout(within):
                while (found := find()) is None:
                    self._stirred.clear()
                    await self._stirred.wait()
                return found
        except TimeoutError:
            raise GaveUp from None


def find_button(message: Message, is_it: Callable[[Button], bool]) -> Button:
    """The first button that is it; GaveUp if there is none."""
    for button in message.buttons:
        if is_it(button):
            return button
    raise GaveUp


def button_of(message: Message, verb: str) -> Button | None:
    """The first button that does this."""
    return next((button for button in message.buttons if (button.data or "").split(":")[0] == verb), None)
