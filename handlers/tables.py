"""The readable site map: every command, button, link and screen, and the function that answers it."""

from collections.abc import Awaitable, Callable, Mapping

from bot.cards import Card, Reply
from bot.store import Tx
from handlers import browsing, connecting, finding, general, posting, taking
from handlers.ask import Ask

Handler = Callable[[Ask, Tx], Awaitable[Reply]]
Screen = Callable[[Ask, Tx], Awaitable[Card]]

COMMANDS: Mapping[str, Handler] = {
    "start": general.start,
    "help": general.help_,
    "hjaelp": general.help_,
    "find": finding.find,
    "opgaver": finding.find,
    "mine": browsing.mine,
    "post": posting.post,
    "opret": posting.post,
}
"""Commands in private. Each Danish alias stands under its canonical name (design, Commands)."""

GROUP_COMMANDS: Mapping[str, Handler] = {
    "connect": connecting.connect_group,
    "tilslut": connecting.connect_group,
}

STARTS: Mapping[str, Handler] = {
    "t": general.start_task,
    "g": general.start_command,
    "c": connecting.start_channel,
    "i": connecting.start_invitation,
}
"""What a link opens, by the first letter of its payload: a task, a command, a channel to connect, an invitation."""

ACTIONS: Mapping[str, Handler] = {
    "claim": taking.claim,
    "wait": taking.wait,
    "move": taking.move,
    "leave": taking.leave,
    "no": taking.leave,
    "yes": taking.accept,
    "undo": taking.undo,
    "connect": connecting.connect,
    "connect_here": connecting.connect_here,
    "publish": posting.publish,
    "discard": posting.discard,
    "post": posting.post_pressed,
    "fix": posting.fix,
    "field": posting.field,
    "preview": posting.preview,
    "back": posting.back,
    "skip": posting.skip,
    "span": posting.span,
}
"""Buttons that change something."""

SCREENS: Mapping[str, Screen] = {
    "home": general.home,
    "help": general.help_card,
    "task": taking.task_page,
    "find": finding.page,
    "mine": browsing.mine_card,
    "connect_ask": connecting.question,
    "draft": posting.draft_card,
}
"""What can be shown again and again, in private: the buttons that change nothing, and lost answers."""
