"""The routes of Discord's REST API this server knows; every other one is a 404."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.discord.asking import Ask
from sandbox.discord.methods import answers, channels, commands, events, guilds, messages, users
from sandbox.discord.world import World

Handler = Callable[[World, Ask], Any]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path, as in the documentation.

    Args:
        major: the part of the path that has rate limits of its own.
        by_token: whoever has the interaction's token may call it; all others need the bot's.
    """

    name: str
    answer: Handler
    major: str = ""
    by_token: bool = False


_WEBHOOK = "/webhooks/{application}/{token}"

ROUTES = [
    Route("GET /users/@me", users.me),
    Route("POST /users/@me/channels", users.open_dm),
    Route("GET /oauth2/applications/@me", users.application),
    Route("GET /applications/@me", users.application),
    Route("GET /gateway/bot", users.gateway),
    Route("GET /channels/{channel}", channels.get),
    Route("PATCH /channels/{channel}", channels.modify, "channel"),
    Route("POST /channels/{channel}/threads", channels.start_thread, "channel"),
    Route("POST /channels/{channel}/messages/{message}/threads", channels.thread_of_message, "channel"),
    Route("POST /channels/{channel}/messages", messages.create, "channel"),
    Route("GET /channels/{channel}/messages/{message}", messages.get, "channel"),
    Route("PATCH /channels/{channel}/messages/{message}", messages.edit, "channel"),
    Route("DELETE /channels/{channel}/messages/{message}", messages.delete, "channel"),
    Route("GET /guilds/{guild}", guilds.get, "guild"),
    Route("GET /guilds/{guild}/roles", guilds.roles, "guild"),
    Route("GET /guilds/{guild}/channels", guilds.channels, "guild"),
    Route("GET /guilds/{guild}/members/{user}", guilds.member, "guild"),
    Route("GET /guilds/{guild}/scheduled-events", events.every, "guild"),
    Route("POST /guilds/{guild}/scheduled-events", events.create, "guild"),
    Route("PATCH /guilds/{guild}/scheduled-events/{event}", events.edit, "guild"),
    Route("DELETE /guilds/{guild}/scheduled-events/{event}", events.delete, "guild"),
    Route("GET /applications/{application}/commands", commands.every),
    Route("PUT /applications/{application}/commands", commands.overwrite),
    Route("GET /applications/{application}/guilds/{guild}/commands", commands.every, "guild"),
    Route("PUT /applications/{application}/guilds/{guild}/commands", commands.overwrite, "guild"),
    Route("POST /interactions/{interaction}/{token}/callback", answers.callback, "token", by_token=True),
    Route(f"POST {_WEBHOOK}", answers.follow_up, "token", by_token=True),
    Route(f"GET {_WEBHOOK}/messages/{{message}}", answers.get, "token", by_token=True),
    Route(f"PATCH {_WEBHOOK}/messages/{{message}}", answers.edit, "token", by_token=True),
    Route(f"DELETE {_WEBHOOK}/messages/{{message}}", answers.delete, "token", by_token=True),
]
