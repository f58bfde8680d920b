"""The readable site map: every command, button, link and screen, and the function that answers it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.cards import Card, Form, Reply
from bot.model import Task
from bot.store import Tx
from handlers import (
    browsing,
    choosing,
    connecting,
    editing,
    filling,
    finding,
    general,
    linking,
    managing,
    messaging,
    opening,
    posting,
    privacy,
    servers,
    settings,
    staffing,
    suggesting,
    taking,
    writing,
)
from handlers.ask import Ask

Handler = Callable[[Ask, Tx], Awaitable[Reply]]
Screen = Callable[[Ask, Tx], Awaitable[Card]]
Opener = Callable[[Ask, Tx], Awaitable[Form | None]]
Suggest = Callable[[Ask, Tx], Awaitable[list[Task]]]

COMMANDS: Mapping[str, Handler] = {
    "start": general.start,
    "help": general.help_,
    "hjaelp": general.help_,
    "find": finding.find,
    "opgaver": finding.find,
    "mine": browsing.mine,
    "post": posting.post,
    "opret": posting.post,
    "manage": managing.manage,
    "styr": managing.manage,
    "settings": settings.settings,
    "indstillinger": settings.settings,
    "link": linking.link,
    "forbind": linking.link,
    "privacy": privacy.privacy,
    "data": privacy.privacy,
}
"""Commands in private. Each Danish alias stands under its canonical name (design, Commands)."""

GROUP_COMMANDS: Mapping[str, Handler] = {
    "connect": connecting.connect_group,
    "tilslut": connecting.connect_group,
}


async def start_command(ask: Ask, tx: Tx) -> Reply:
    """A command that was written in a group, answered in private by its link."""
    return await COMMANDS.get(ask.text[1:], general.help_)(replace(ask, text=""), tx)


STARTS: Mapping[str, Handler] = {
    "t": general.start_task,
    "g": start_command,
    "c": connecting.start_channel,
    "i": connecting.start_invitation,
}
"""What a link opens, by the first letter of its payload: a task, a command, a channel to connect, an invitation."""

ACTIONS: Mapping[str, Handler] = {
    "claim": taking.claim,
    "wait": taking.wait,
    "move": taking.move,
    "leave": taking.leave,
    "no": taking.decline,
    "yes": taking.accept,
    "undo": taking.undo,
    "connect": connecting.connect,
    "connect_here": connecting.connect_here,
    "publish": posting.publish,
    "discard": posting.discard,
    "post": posting.post_pressed,
    "fix": posting.fix,
    "answer": writing.ask_again,
    "field": posting.field,
    "preview": posting.preview,
    "back": posting.back,
    "skip": posting.skip,
    "span": posting.span,
    "resume": posting.resume,
    "more": posting.more,
    "only_channel": choosing.only_channel,
    "in_channel": choosing.in_channel,
    "for_org": choosing.for_organisation,
    "edit": editing.begin,
    "save": editing.save,
    "keep": editing.keep,
    "cancel": managing.cancel,
    "restore": managing.restore,
    "close": managing.close,
    "reopen": managing.reopen,
    "again": managing.post_again,
    "also": managing.show_also,
    "invite": managing.invite,
    "role": servers.name_role,
    "unrole": servers.drop_role,
    "events": servers.events,
    "remove": staffing.take_off,
    "unremove": staffing.put_back,
    "seat": staffing.seat,
    "add": staffing.begin_adding,
    "put": staffing.put_on,
    "line": staffing.put_in_line,
    "guest": staffing.guest,
    "guest_line": staffing.guest_in_line,
    "message": messaging.begin,
    "rewrite": messaging.rewrite,
    "also_waiting": messaging.also_waiting,
    "send": messaging.send,
    "speak": settings.speak,
    "remind": settings.remind,
    "hush": settings.hush,
    "hush_write": settings.hush_write,
    "hush_stop": settings.hush_stop,
    "speak_in": settings.speak_in,
    "link_code": linking.code,
    "unlink": linking.unlink,
    "fetch": privacy.fetch,
    "erase": privacy.erase,
}
"""Buttons that change something."""

OPENS: Mapping[str, Opener] = {
    "post": opening.new_task,
    "answer": opening.answer,
    "field": opening.field,
    "message": opening.message,
    "rewrite": opening.rewrite,
    "hush_write": opening.quiet,
}
"""Buttons, and commands that say nothing more, that open a form in one go where a network has such."""

FILLED: Mapping[str, Handler] = {
    "post": filling.task,
    "answer": filling.answer,
    "message": filling.message,
    "hush_write": filling.quiet,
}
"""Such forms, filled in."""

SUGGESTS: Mapping[str, Suggest] = {
    "find": suggesting.open_tasks,
    "mine": suggesting.own_tasks,
    "manage": suggesting.steered_tasks,
}
"""Commands that offer names while they are typed, where a network lets them."""

SCREENS: Mapping[str, Screen] = {
    "home": general.home,
    "help": general.help_card,
    "task": taking.task_page,
    "find": finding.page,
    "mine": browsing.mine_card,
    "connect_ask": connecting.question,
    "draft": writing.draft_card,
    "manage": managing.page,
    "steer": managing.task_card,
    "cancel_ask": managing.cancel_question,
    "server": servers.server,
    "roster": staffing.roster,
    "whom": staffing.more_people,
    "sent": messaging.sent,
    "settings": settings.overview,
    "language": settings.language,
    "reminders": settings.reminders,
    "quiet": settings.quiet,
    "channels": settings.channels,
    "channel": settings.channel,
    "linking": linking.page,
    "unlink_ask": linking.unlink_question,
    "privacy": privacy.privacy_card,
    "my_data": privacy.my_data,
    "forget": privacy.confirm,
}
"""What can be shown again and again, in private: the buttons that change nothing, and lost answers."""
