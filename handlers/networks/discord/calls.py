"""Calls to Discord's REST API by discord.py's own client: its rate limits by route, its retries, its errors."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route, handle_message_parameters

from bot.cards import Document
from handlers.networks.discord.events import LOADING
from handlers.networks.discord.mishaps import ACKNOWLEDGED, ARCHIVED, FAILURES, refuses_token, status_of
from handlers.networks.discord.payload import Payload, cut
from handlers.networks.discord.requesting import number_of
from handlers.networks.discord.showing import escaped

AGAIN_AFTER = (0.0, 0.4, 0.8)
"""Seconds between the tries to answer an interaction for the first time."""


class Calls:
    """One method for each call we make. Errors are `mishaps.FAILURES`.

    Args:
        application: its id, which is another than its bot's in those made before 2016.
        bot: the user id of its bot.
        called: told of each call its method and path, as documented, and the HTTP status; 0: there was none.
        refused: told when the bot's token is refused.
        sleep: waits between two tries of a first answer.
    """

    def __init__(
        self,
        http: HTTPClient,
        application: int,
        bot: int,
        called: Callable[[str, int], None] = lambda method, status: None,
        refused: Callable[[], None] = lambda: None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._http = http
        self._application = application
        self._bot = bot
        self._called = called
        self._refused = refused
        self._sleep = sleep

    async def post(self, channel: int, message: Payload) -> int:
        """A new message; its id."""
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        return number_of(await self._ask(route, json=message))

    async def edit(self, channel: int, message_id: int, message: Payload) -> None:
        path = "/channels/{channel_id}/messages/{message_id}"
        await self._ask(Route("PATCH", path, channel_id=channel, message_id=message_id), json=message)

    async def upload(self, channel: int, document: Document) -> None:
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        await self._send_file(route, document, ephemeral=False)

    async def renew(self, channel: int, message_id: int, message: Payload) -> None:
        """A thread that nobody wrote in for a while is archived, and shows no edit until it is opened again.

        One that is locked as well cannot be opened by us: that is what is wrong, and not the right to write.
        """
        try:
            await self.edit(channel, message_id, message)
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
            try:
                await self.reopen(channel)
            except discord.Forbidden as refused:
                raise error from refused
            await self.edit(channel, message_id, message)

    async def reopen(self, thread: int) -> None:
        """Modify Channel: an archived thread that is not locked is opened by whoever may write in it."""
        await self._ask(Route("PATCH", "/channels/{channel_id}", channel_id=thread), json={"archived": False})

    async def open_dm(self, user: int) -> int:
        """The channel of the direct messages with this person."""
        return number_of(await self._ask(Route("POST", "/users/@me/channels"), json={"recipient_id": str(user)}))

    async def roles_of(self, guild: int, user: int) -> frozenset[int]:
        """Get Guild Member, which takes no privileged intent."""
        member = await self._ask(Route("GET", "/guilds/{guild_id}/members/{user_id}", guild_id=guild, user_id=user))
        return frozenset(int(role) for role in member["roles"])

    async def create_event(self, guild: int, event: Payload) -> int:
        """An event that takes place outside Discord; its id."""
        route = Route("POST", "/guilds/{guild_id}/scheduled-events", guild_id=guild)
        return number_of(await self._ask(route, json=event))

    async def edit_event(self, guild: int, number: int, event: Payload) -> None:
        await self._ask(self._event("PATCH", guild, number), json=event)

    async def delete_event(self, guild: int, number: int) -> None:
        await self._ask(self._event("DELETE", guild, number))

    async def own_events(self, guild: int) -> list[Payload]:
        """The events there that we have made."""
        found = await self._ask(Route("GET", "/guilds/{guild_id}/scheduled-events", guild_id=guild))
        return [one for one in found if int(one.get("creator_id") or 0) == self._bot]

    def _event(self, method: str, guild: int, number: int) -> Route:
        return Route(method, "/guilds/{guild_id}/scheduled-events/{event_id}", guild_id=guild, event_id=number)

    async def call_back(self, interaction: int, token: str, kind: int, data: Payload | None = None) -> None:
        """The first answer to an interaction. It has three seconds, so where the line breaks it is said again:
        that it then has its answer already tells that the try before arrived.
        """
        path = "/interactions/{webhook_id}/{webhook_token}/callback"
        route = Route("POST", path, webhook_id=interaction, webhook_token=token)
        body = {"type": kind} | ({"data": data} if data is not None else {})
        pauses, broken = iter(AGAIN_AFTER), False
        while True:
            try:
                await self._ask(route, json=body)
            except discord.HTTPException as error:
                if not broken or error.code != ACKNOWLEDGED:
                    raise
            except (aiohttp.ClientError, OSError) as error:
                if isinstance(error, TimeoutError) or (pause := next(pauses, None)) is None:
                    raise
                broken = True
                await self._sleep(pause)
                continue
            return

    async def follow_up(self, token: str, message: Payload) -> None:
        await self._ask(self._hook("POST", token), json=message)

    async def follow_up_with_file(self, token: str, document: Document, *, ephemeral: bool) -> None:
        await self._send_file(self._hook("POST", token), document, ephemeral=ephemeral)

    async def edit_original(self, token: str, message: Payload) -> None:
        await self._ask(self._hook("PATCH", token, "/messages/@original"), json=message)

    async def is_thinking(self, token: str) -> bool:
        """Whether the first answer was a deferral that shows so, and nothing has filled it yet."""
        found = await self._ask(self._hook("GET", token, "/messages/@original"))
        return bool(found.get("flags", 0) & LOADING)

    async def delete_original(self, token: str) -> None:
        await self._ask(self._hook("DELETE", token, "/messages/@original"))

    async def put_commands(self, commands: list[Payload]) -> None:
        """Bulk overwrite of the global commands."""
        path = "/applications/{application_id}/commands"
        await self._ask(Route("PUT", path, application_id=self._application), json=commands)

    def _hook(self, method: str, token: str, rest: str = "") -> Route:
        path = "/webhooks/{webhook_id}/{webhook_token}" + rest
        return Route(method, path, webhook_id=self._application, webhook_token=token)

    async def _send_file(self, route: Route, document: Document, *, ephemeral: bool) -> None:
        with handle_message_parameters(
            content=cut(escaped(document.caption), 2000) or None,
            file=discord.File(io.BytesIO(document.content), filename=document.name),
            flags=discord.MessageFlags(ephemeral=True) if ephemeral else discord.utils.MISSING,
            allowed_mentions=discord.AllowedMentions.none(),
        ) as sent:
            await self._ask(route, form=sent.multipart, files=sent.files)

    async def _ask(self, route: Route, **sent: Any) -> Any:
        try:
            answer = await self._request(route, **sent)
        except FAILURES as error:
            self._called(f"{route.method} {route.path}", status_of(error))
            if refuses_token(error):
                self._refused()
            raise
        self._called(f"{route.method} {route.path}", 200)
        return answer

    async def _request(self, route: Route, **sent: Any) -> Any:
        try:
            return await self._http.request(route, **sent)
        except RuntimeError as error:
            if str(error) != "Session is closed":
                raise
            raise aiohttp.ClientConnectionError(str(error)) from None
