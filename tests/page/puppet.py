"""A scripted bot over the HTTP Bot API: just enough for the page to have something to show."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp

from sandbox import Chat, Person, Sandbox

Json = dict[str, Any]
NAMES = ("Lav suppe en aften", "Lørdag den 23. januar kl. 14.00–17.00\nSognegården\nFor: Gæster i suppekøkkenet")
HOSTILE = "<img src=x onerror=\"document.title='caught'\"><script>document.title='caught'</script> &amp; Å"


@dataclass(slots=True)
class Puppet:
    """Four places, a waiting list, an answer to everything; nothing is kept that Telegram does not keep."""

    sandbox: Sandbox
    channel: Chat
    places: int = 4
    card: int = 0
    shown: str = ""
    taken: dict[int, str] = field(default_factory=dict)
    _http: aiohttp.ClientSession | None = None
    _work: "asyncio.Task[None] | None" = None

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession()
        for language, one in (("", "Open tasks"), ("da", "Ledige tjanser")):
            commands = [
                {"command": "opgaver", "description": one},
                {"command": "mine", "description": "Mine tjanser"},
            ]
            scope = {"type": "all_private_chats"}
            await self.call("setMyCommands", commands=commands, scope=scope, language_code=language)
        await self.call("setMyDescription", description="Små frivillige opgaver tæt på dig.", language_code="da")
        self._work = asyncio.create_task(self._serve())
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()
        if self._http is not None:
            await self._http.close()

    async def stop(self) -> None:
        """Stop polling."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait([self._work])

    async def call(self, method: str, **params: Any) -> Any:
        """One call that must succeed."""
        assert self._http is not None
        async with self._http.post(
            f"{self.sandbox.base_url}/bot{self.sandbox.token}/{method}", json=params
        ) as response:
            answer: Json = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def say(self, where: Person | Chat, text: str, *rows: list[Json]) -> Json:
        """A message with a bold first line."""
        markup: Json = {"reply_markup": {"inline_keyboard": list(rows)}} if rows else {}
        message: Json = await self.call("sendMessage", chat_id=where.id, **_bold(text), **markup)
        return message

    async def publish(self) -> None:
        """The card in the channel, anew or changed."""
        free = self.places - len(self.taken)
        state = f"{free} ledige pladser" if free else "Fyldt op · 0 venter"
        take = {"text": "Jeg er med" if free else "Skriv mig på venteliste", "callback_data": "take"}
        more = {"text": "Læs mere", "url": f"https://t.me/{self.sandbox.bot.username}?start=t1"}
        params: Json = _bold(f"{NAMES[0]}\n\n{NAMES[1]}\n\n{state}\n\nTjans 1")
        params |= {"chat_id": self.channel.id, "reply_markup": {"inline_keyboard": [[take], [more]]}}
        if params["text"] == self.shown:
            return
        self.shown = params["text"]
        if self.card:
            await self.call("editMessageText", message_id=self.card, **params)
        else:
            self.card = (await self.call("sendMessage", **params))["message_id"]

    async def _serve(self) -> None:
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=20):
                offset = update["update_id"] + 1
                await self._handle(update)

    async def _handle(self, update: Json) -> None:
        if query := update.get("callback_query"):
            await self._pressed(query, self.sandbox.world.people[query["from"]["id"]])
        elif (message := update.get("message")) and message["chat"]["type"] == "private":
            await self._wrote(message.get("text", ""), self.sandbox.world.people[message["from"]["id"]])

    async def _pressed(self, query: Json, person: Person) -> None:
        answer: Json = {"callback_query_id": query["id"]}
        match query["data"]:
            case "publish":
                await self.call("answerCallbackQuery", **answer, text="Opgaven er slået op.")
                await self.publish()
            case "leave":
                self.taken.pop(person.id, None)
                await self.call("answerCallbackQuery", **answer, text="Det er i orden.", show_alert=True)
                await self.publish()
            case "take" if person.id in self.taken:
                await self.call("answerCallbackQuery", **answer, text="Du er allerede med.")
            case "take" if not person.started:
                self.taken[person.id] = person.first_name
                link = f"https://t.me/{self.sandbox.bot.username}?start=c1"
                await self.call("answerCallbackQuery", **answer, text="Du er med. Tryk Start.", url=link)
                await self.publish()
            case "take":
                self.taken[person.id] = person.first_name
                await self.call("answerCallbackQuery", **answer, text="Du er med: Lav suppe en aften.")
                leave = {"text": "Meld afbud", "callback_data": "leave"}
                await self.say(person, f"Du er med\n\n{NAMES[0]}\n{NAMES[1]}\nDu møder Karen.", [leave])
                await self.publish()

    async def _wrote(self, text: str, person: Person) -> None:
        mine = [{"text": "Find en tjans", "callback_data": "find"}, {"text": "Mine tjanser", "callback_data": "mine"}]
        publish = [{"text": "Udgiv", "callback_data": "publish"}, {"text": "Ret", "callback_data": "edit"}]
        if text.startswith("/opret"):
            await self.say(person, f"Sådan ser den ud\n\n{NAMES[0]}\n{NAMES[1]}\n4 pladser", publish)
        elif text.startswith("/start c"):
            await self.say(person, f"Velkommen. Du er med\n\n{NAMES[0]}\n{NAMES[1]}")
        elif text.startswith("/start"):
            await self.say(
                person, "Velkommen\n\nSmå opgaver tæt på dig. Tag en med ét tryk, eller skriv /opgaver.", mine
            )
        else:
            await self.say(person, f"Du skrev\n\n{text}", mine)


def _bold(text: str) -> Json:
    """The first line as a headline, whatever stands in it."""
    length = len(text.partition("\n")[0].encode("utf-16-le")) // 2
    return {"text": text, "entities": [{"type": "bold", "offset": 0, "length": length}]}
