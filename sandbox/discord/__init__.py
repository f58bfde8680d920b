"""A pocket Discord on loopback: REST and gateway for one bot, strict, and people to drive it."""

from sandbox.discord.errors import Refused, TooMany
from sandbox.discord.interactions import Answer, Interaction, Kind
from sandbox.discord.messages import Message
from sandbox.discord.people import EVERYTHING, OF_EVERYONE, OF_THE_BOT, Permission, Role, User
from sandbox.discord.places import Channel, Guild
from sandbox.discord.server import DiscordSandbox

__all__ = [
    "EVERYTHING",
    "OF_EVERYONE",
    "OF_THE_BOT",
    "Answer",
    "Channel",
    "DiscordSandbox",
    "Guild",
    "Interaction",
    "Kind",
    "Message",
    "Permission",
    "Refused",
    "Role",
    "TooMany",
    "User",
]
