"""What people did on Discord and what they were shown for it, as they would remember it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from proofs.ledger import Deed, Told, title_in, told_by
from sandbox.discord import DiscordSandbox, Interaction, Message, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One gesture of one person.

    Args:
        title: of the task it is about; empty where it is about none.
        deed: None for a question, which changes nothing.
        listening: the bot had its gateway open, so that the gesture reached it. None can be fetched later.
    """

    user: User
    title: str
    deed: Deed | None
    done: Interaction
    listening: bool


@dataclass(slots=True)
class Ledger:
    """Everything the people did, in order. `posts`: by title, the presses that were to publish it."""

    acts: list[Act] = field(default_factory=list)
    of_user: defaultdict[int, list[Act]] = field(default_factory=lambda: defaultdict(list))
    posts: dict[str, list[Act]] = field(default_factory=dict)

    def note(self, act: Act) -> None:
        self.acts.append(act)
        self.of_user[act.user.id].append(act)


def plain(text: str) -> str:
    """Without bold and without the marks that keep what people wrote from being anything else."""
    return text.replace("**", "").replace("\\", "")


def answers_to(act: Act) -> list[str]:
    """What the person was shown for it; a message that only "thinks" says nothing yet."""
    return [plain(message.text) for message in act.done.shown if not message.thinking]


def is_answered(act: Act) -> bool:
    """By words, or by a form."""
    return act.done.modal is not None or bool(answers_to(act))


def written_to(sandbox: DiscordSandbox, ledger: Ledger, user: User, title: str = "") -> list[Message]:
    """What the bot wrote to this person of its own accord (about this task), oldest first."""
    replies = {id(message) for act in ledger.of_user[user.id] for message in act.done.shown if _is_new(message, act)}
    mine = (message for message in sandbox.messages(user) if id(message) not in replies)
    return [message for message in mine if not title or title_in(message.text) == title]


def _is_new(message: Message, act: Act) -> bool:
    """A message of its own, not the pressed one that changed."""
    return message is not act.done.message


def first_line(message: Message) -> str:
    """What the message said first when it arrived."""
    return plain((message.versions or [message.content])[0].text).partition("\n")[0]


def told(act: Act, sandbox: DiscordSandbox, ledger: Ledger) -> Told | None:
    """What its person has been told since, on any screen, about where they stand on the task; None if nothing yet."""
    said = [(at, where) for at, where in _said(act, sandbox, ledger) if at > act.done.at]
    return max(said, key=lambda one: one[0])[1] if said else None


def _said(act: Act, sandbox: DiscordSandbox, ledger: Ledger) -> Iterator[tuple[datetime, Told]]:
    aside = [message for one in ledger.of_user[act.user.id] if one.title == act.title for message in one.done.shown]
    direct = [message for message in sandbox.messages(act.user) if title_in(message.text) == act.title]
    for message in [*aside, *direct]:
        where = told_by(plain(message.text))
        if where is not None and not message.deleted:
            yield message.edited or message.at, where
