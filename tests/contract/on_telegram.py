"""How people do things and see things on Telegram."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self, TypeVar

from bot.incoming import Network
from proofs.process import Process
from sandbox import Chat, Message, Person, Press, Sandbox, SandboxClock
from tests.contract.driver import Sight

T = TypeVar("T")


class TelegramDriver:
    """Commands and answers are written to the bot; what a press is answered with is a toast."""

    network = Network.TELEGRAM

    def __init__(self, clock: SandboxClock, timer: Callable[[], float]) -> None:
        self.clock = clock
        self.sandbox = Sandbox(clock=clock, timer=timer)
        owner = self.sandbox.add_person("Ejeren")
        self._channel = self.sandbox.add_channel("Frivillige i Lyngby", owner)
        self._people: dict[int, Person] = {}
        self._presses: list[Press] = []

    async def __aenter__(self) -> Self:
        await self.sandbox.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.sandbox.__aexit__(*error)

    def given(self, database: Path, admin: int) -> dict[str, object]:
        return {
            "telegram_token": self.sandbox.token,
            "telegram_api": self.sandbox.base_url,
            "database": database,
            "admins": f"telegram:{admin}",
            "community": "Frivillige i Lyngby",
        }

    def process(self, database: Path, admin: int) -> Process:
        return Process(self.sandbox, database, self._people[admin])

    async def ready(self) -> None:
        await self.sandbox.until(lambda: self.sandbox.world.listening, 30)

    def person(self, name: str, language: str) -> int:
        person = self.sandbox.add_person(name, language)
        self._people[person.id] = person
        self.sandbox.join(person, self._channel)
        return person.id

    async def arrives(self, who: int) -> None:
        """Nobody is written to who has not pressed Start."""
        person = self._people[who]
        self.sandbox.start(person)
        await self.sandbox.until(lambda: self.sandbox.last(person).by_bot, 15)

    def shuts(self, who: int) -> None:
        """Who never pressed Start is shut off as it is."""

    async def invites(self, who: int) -> None:
        person = self._people[who]
        self.sandbox.promote(person, self._channel)
        self.sandbox.add_bot(self._channel, by=person)

    def command(self, who: int, name: str, words: str) -> None:
        self.sandbox.write(self._people[who], None, f"/{name} {words}".rstrip())

    def press(self, who: int, sight: Sight, button: str) -> None:
        """Of a button that links to the bot, the link is followed."""
        message, says = _message(sight), sight.says[button]
        if says.startswith("https://"):
            self.sandbox.follow_link(self._people[who], says)
        else:
            self._presses.append(self.sandbox.press_data(self._people[who], message, says))

    def follow(self, who: int, sight: Sight) -> None:
        link = next(word for word in sight.text.split() if "t.me/" in word)
        self.sandbox.follow_link(self._people[who], link)

    def forge(self, who: int, sight: Sight, says: str) -> None:
        self._presses.append(self.sandbox.press_data(self._people[who], _message(sight), says))

    async def answer(self, who: int, asked: Sight, answers: Mapping[str, str]) -> list[str]:
        """One thing is asked at a time."""
        word = next(word for word in answers if word in asked.text)
        self.sandbox.write(self._people[who], None, answers[word])
        return [word]

    def private(self, who: int) -> list[Sight]:
        toasts = [_told(press) for press in self._presses if press.person.id == who and press.answered is not None]
        return [_sight(one) for one in self._of_bot(self._people[who])] + toasts

    def public(self) -> list[Sight]:
        return [_sight(one) for one in self._of_bot(self._channel)]

    def delete(self, sight: Sight) -> None:
        self.sandbox.delete_message(_message(sight))

    def banish(self) -> None:
        self.sandbox.remove_bot(self._channel)

    def _of_bot(self, where: Chat | Person) -> list[Message]:
        return [one for one in self.sandbox.messages(where) if one.by_bot and not one.deleted]

    async def until(self, predicate: Callable[[], T], seconds: float) -> T:
        return await self.sandbox.until(predicate, seconds)

    def hold_answer(self, seconds: float) -> None:
        self.sandbox.faults.delay("answerCallbackQuery", seconds)

    def refusals(self) -> list[str]:
        return [str(call) for call in self.sandbox.refusals if "message to edit not found" not in str(call.refused)]


def _message(sight: Sight) -> Message:
    assert isinstance(sight.native, Message)
    return sight.native


def _sight(message: Message) -> Sight:
    says = {button.text: button.data or button.url or "" for button in message.buttons}
    files = (str(message.extra["document"]["file_name"]),) if "document" in message.extra else ()
    return Sight(message.text, says, (message.id, len(message.revisions)), message, files)


def _told(press: Press) -> Sight:
    assert press.answered is not None
    return Sight(press.answered.text, {}, ("press", press.id), press)
