"""A pocket Telegram on loopback: a strict Bot API server, people to drive it, and a page to watch it."""

from sandbox.chats import Chat, Topic
from sandbox.clock import SandboxClock, Timekeeper
from sandbox.errors import Refused
from sandbox.faults import Faults, Kind
from sandbox.floods import Floods
from sandbox.journal import Call
from sandbox.messages import Button, Message, Revision
from sandbox.people import BotUser, Member, Person, Rights
from sandbox.presses import CallbackAnswer, Press
from sandbox.server import Sandbox
from sandbox.story import Step, Story

__all__ = [
    "BotUser",
    "Button",
    "Call",
    "CallbackAnswer",
    "Chat",
    "Faults",
    "Floods",
    "Kind",
    "Member",
    "Message",
    "Person",
    "Press",
    "Refused",
    "Revision",
    "Rights",
    "Sandbox",
    "SandboxClock",
    "Step",
    "Story",
    "Timekeeper",
    "Topic",
]
