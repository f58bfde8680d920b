"""Taking a place, waiting, giving it back: the buttons of cards, pages, offers and reminders."""

from bot import claiming, undoing
from bot.admitting import refuse_hidden
from bot.cards import Action, Card, Reply
from bot.claiming import Now, Outcome
from bot.incoming import ChatKind
from bot.model import NoticeKind, Standing
from bot.refusals import NoSuchTask
from bot.store import Tx
from bot.wording import claims as wording
from bot.wording import shut, tasks
from handlers.ask import Ask


async def claim(ask: Ask, tx: Tx) -> Reply:
    task_id, slot_id = ask.action.number(0), ask.action.number(1)
    _adopt(ask, tx, task_id)
    outcome = await claiming.claim(
        tx, ask.person, task_id, slot_id, ask.now, in_private=_stays(ask), key=ask.action.word(2)
    )
    return await told(ask, tx, outcome)


async def wait(ask: Ask, tx: Tx) -> Reply:
    task_id, slot_id = ask.action.number(0), ask.action.number(1)
    _adopt(ask, tx, task_id)
    outcome = await claiming.wait(
        tx, ask.person, task_id, slot_id, ask.now, in_private=_stays(ask), key=ask.action.word(2)
    )
    return await told(ask, tx, outcome)


async def move(ask: Ask, tx: Tx) -> Reply:
    task_id, slot_id = ask.action.number(0), ask.action.number(1)
    return await told(ask, tx, await claiming.move(tx, ask.person, task_id, slot_id, ask.now, in_private=_stays(ask)))


async def leave(ask: Ask, tx: Tx) -> Reply:
    return await told(ask, tx, await claiming.leave(tx, ask.person, ask.action.number(0), ask.now))


async def decline(ask: Ask, tx: Tx) -> Reply:
    return await told(ask, tx, await claiming.decline(tx, ask.person, ask.action.number(0), ask.now))


async def undo(ask: Ask, tx: Tx) -> Reply:
    return await told(ask, tx, await undoing.undo(tx, ask.person, ask.action.number(0), ask.now))


async def accept(ask: Ask, tx: Tx) -> Reply:
    outcome = await claiming.accept(tx, ask.person, ask.action.number(0), ask.now, in_private=_stays(ask))
    return await told(ask, tx, outcome)


async def task_page(ask: Ask, tx: Tx) -> Card:
    """`task:<task>`, and `task:<task>:<key>` where it is only for its channel."""
    return await page_of(ask, tx, ask.action.number(0), ask.action.word(1))


async def page_of(ask: Ask, tx: Tx, task_id: int, key: str = "") -> Card:
    """The task's page, as it stands for this person."""
    standing = await _standing(ask, tx, task_id)
    await refuse_hidden(tx, ask.person, standing, key)
    return _page(ask, tx, standing)


async def _standing(ask: Ask, tx: Tx, task_id: int) -> Standing:
    standing = await tx.tasks.standing(ask.person.id, task_id)
    if standing is None:
        raise NoSuchTask
    return standing


def _page(ask: Ask, tx: Tx, standing: Standing) -> Card:
    if standing.live:
        _says_it_all(ask, tx, standing.task.id)
    return tasks.page(standing, ask.words, ask.now)


def _says_it_all(ask: Ask, tx: Tx, task_id: int) -> None:
    """The page says what the private message to whoever holds a place would say, if it stays to be found again."""
    if _stays(ask):
        tx.notices.settle(ask.person.id, task_id, (NoticeKind.CLAIMED,), ask.now)


def _stays(ask: Ask) -> bool:
    """Whether the answer is there later, too: what is shown aside is gone as soon as they look away."""
    return ask.chat.kind is ChatKind.PRIVATE


def _adopt(ask: Ask, tx: Tx, task_id: int) -> None:
    if not ask.private and ask.message_id is not None:
        tx.posts.adopt(task_id, ask.chat.address, ask.message_id)


async def told(ask: Ask, tx: Tx, outcome: Outcome) -> Reply:
    """In private the page (or the question) in place of what was pressed; in a channel a toast, or the way to us.

    An offer is answered where it is asked about, if only this person sees that: who was called by name in the channel
    has no other message to answer it on.
    """
    screen = Action.of("task", outcome.task.id)
    toast = await _toast(ask, tx, outcome)
    if ask.private:
        promised = not _stays(ask) and outcome.now in (Now.IN, Now.MOVED)
        return Reply(screen=screen, card=await _private_card(ask, tx, outcome), toast=toast, promised=promised)
    if outcome.now is Now.MAY_MOVE:
        return _ask_to_move(ask, outcome, screen, toast)
    if outcome.now is Now.OFFERED and ask.chat.asides:
        return Reply(screen=screen, card=await _private_card(ask, tx, outcome), toast=toast)
    if outcome.now is not Now.IN:
        return Reply(screen=screen, toast=toast)
    if ask.person.reachable:
        return Reply(screen=screen, toast=toast, promised=True)
    return Reply(screen=screen, opens=tasks.link_payload(outcome.task), promised=True)


async def _toast(ask: Ask, tx: Tx, outcome: Outcome) -> str:
    """What it came to; and, to whoever lets nobody write to them, what that means."""
    network, reachable = ask.chat.address.network, ask.person.reachable
    if not reachable and network in ask.community.calls_by_name:
        channel = await tx.posts.channel_with(outcome.task.id, network)
        if said := shut.toast(outcome, ask.words, called=channel is not None):
            return said
    return wording.toast(outcome, ask.words, reachable=reachable, in_private=ask.private)


async def _private_card(ask: Ask, tx: Tx, outcome: Outcome) -> Card:
    if outcome.now is Now.MAY_MOVE:
        return wording.may_move(outcome, ask.words)
    if outcome.now in (Now.LEFT, Now.LEFT_LINE, Now.NOT_IN):
        return wording.left(outcome, ask.words, ask.now)
    if outcome.standing is not None:
        return _page(ask, tx, outcome.standing)
    _says_it_all(ask, tx, outcome.task.id)  # asked after it, the standing takes it along: no trip of its own
    return tasks.page(await _standing(ask, tx, outcome.task.id), ask.words, ask.now)


def _ask_to_move(ask: Ask, outcome: Outcome, screen: Action, toast: str) -> Reply:
    if not ask.person.reachable:
        return Reply(screen=screen, opens=tasks.link_payload(outcome.task))
    return Reply(screen=screen, toast=toast, card=wording.may_move(outcome, ask.words))
