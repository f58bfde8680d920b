"""`POST /sandbox/act`: what each act needs and what it answers."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from sandbox.people import Json, Person
from sandbox.said import Said, Unclear
from sandbox.state import message_json

if TYPE_CHECKING:
    from sandbox.server import Sandbox

DONE: Json = {"done": True}
ANSWER_WITHIN = 5.0  # real seconds a press waits for its answer before the page is told there is none


async def act(sandbox: "Sandbox", said: Said) -> Json:
    """Carry out one act; Unclear for what does not make sense."""
    name = said.text("act", "")
    if name in _ACTS:
        return _ACTS[name](sandbox, said) or DONE
    if name in _WAITING:
        return await _WAITING[name](sandbox, said)
    raise Unclear(f"`act` has to be one of {', '.join(sorted([*_ACTS, *_WAITING]))}.")


async def _press(sandbox: "Sandbox", said: Said) -> Json:
    """By `button` (its label) or `data`; `answer` is null when the bot gave none in time."""
    person, message = said.person(), said.message()
    if "data" in said.body:
        press = sandbox.press_data(person, message, said.text("data"))
    else:
        press = sandbox.press(person, message, said.text("button"))
    try:
        answer = await press.answer(ANSWER_WITHIN)
    except TimeoutError:
        return {"answer": None}
    return {"answer": {"text": answer.text, "show_alert": answer.show_alert, "url": answer.url}}


async def _begin_anew(sandbox: "Sandbox", said: Said) -> Json:
    """Ask whoever tells the story to put everything back to the start; not while a clock is being moved."""
    if (begin_anew := sandbox.story.begin_anew) is None:
        raise Unclear("Nothing here can begin anew.")
    await sandbox.settled()
    begin_anew()
    return DONE


def _write(sandbox: "Sandbox", said: Said) -> Json:
    person = said.person()
    chat = None if said.body.get("chat") in (None, person.id) else said.shared()
    if chat and chat.kind == "channel":
        raise Unclear("In a channel one does not write but post.")
    written = sandbox.write(
        person,
        chat,
        said.text("text"),
        thread=said.thread(chat),
        anonymous=chat is not None and said.flag("anonymous"),
        reply_to=said.reply_to(chat or sandbox.private(person)),
    )
    return {"message": message_json(written)}


def _post(sandbox: "Sandbox", said: Said) -> Json:
    if (chat := said.shared()).kind != "channel":
        raise Unclear("Only in channels one posts.")
    return {"message": message_json(sandbox.post(chat, said.text("text")))}


def _start(sandbox: "Sandbox", said: Said) -> Json:
    """With `payload`, or by a `url` that links to the bot."""
    if "url" in said.body:
        return {"message": message_json(sandbox.follow_link(said.person(), said.text("url")))}
    return {"message": message_json(sandbox.start(said.person(), said.text("payload", "")))}


def _edit(sandbox: "Sandbox", said: Said) -> Json:
    message = said.message()
    if message.by_bot:
        raise Unclear("That is the bot's message; nobody else can edit it.")
    sandbox.edit(message, said.text("text"))
    return {"message": message_json(message)}


def _add_person(sandbox: "Sandbox", said: Said) -> Json:
    return {"person": sandbox.add_person(said.text("first_name"), said.text("language", "da")).id}


def _add_channel(sandbox: "Sandbox", said: Said) -> Json:
    return {"chat": sandbox.add_channel(said.text("title"), said.person()).id}


def _add_group(sandbox: "Sandbox", said: Said) -> Json:
    forum, basic = said.flag("forum"), said.flag("basic")
    return {"chat": sandbox.add_group(said.text("title"), said.person(), forum=forum, supergroup=not basic).id}


def _add_topic(sandbox: "Sandbox", said: Said) -> Json:
    return {"thread": sandbox.add_topic(said.shared(), said.text("name")).thread}


def _migrate(sandbox: "Sandbox", said: Said) -> Json:
    return {"chat": sandbox.migrate(said.shared()).id}


def _told(sandbox: "Sandbox", said: Said) -> None:
    if not 0 <= (step := said.number("step")) < len(sandbox.story.steps):
        raise Unclear(f"The story has no step {step}.")
    sandbox.story.told.add(step)
    sandbox.world.watch.changed()


def _by(said: Said) -> Person | None:
    return said.person() if "person" in said.body else None


_ACTS: dict[str, Callable[["Sandbox", Said], Json | None]] = {
    "write": _write,
    "post": _post,
    "start": _start,
    "edit": _edit,
    "add_person": _add_person,
    "add_channel": _add_channel,
    "add_group": _add_group,
    "add_topic": _add_topic,
    "migrate": _migrate,
    "block": lambda sandbox, said: sandbox.block(said.person()),
    "unblock": lambda sandbox, said: sandbox.unblock(said.person()),
    "deactivate": lambda sandbox, said: sandbox.deactivate(said.person()),
    "join": lambda sandbox, said: sandbox.join(said.person(), said.shared()),
    "leave": lambda sandbox, said: sandbox.leave(said.person(), said.shared()),
    "promote": lambda sandbox, said: sandbox.promote(said.person(), said.shared(), said.rights()),
    "demote": lambda sandbox, said: sandbox.demote(said.person(), said.shared()),
    "add_bot": lambda sandbox, said: sandbox.add_bot(said.shared(), _by(said), said.rights()),
    "promote_bot": lambda sandbox, said: sandbox.promote(sandbox.bot, said.shared(), said.rights()),
    "demote_bot": lambda sandbox, said: sandbox.demote(sandbox.bot, said.shared()),
    "remove_bot": lambda sandbox, said: sandbox.remove_bot(said.shared(), _by(said)),
    "told": _told,
    "delete_message": lambda sandbox, said: sandbox.delete_message(said.message()),
}
_WAITING: dict[str, Callable[["Sandbox", Said], Awaitable[Json]]] = {"press": _press, "begin_anew": _begin_anew}
