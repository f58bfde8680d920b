"""Presses answered by words alone: what is kept of one until it is answered, so that a crash does not end it."""

from bot.cards import Action, Reply
from bot.incoming import Address, Chat, ChatKind, Incoming, Pressed
from bot.model import InboxRow, Retort


def retort_to(incoming: Incoming, reply: Reply | None) -> Retort | None:
    """What answers a press for good: an answer with a card is owed as one."""
    if reply is None or not isinstance(incoming.what, Pressed) or reply.card or reply.document:
        return None
    return Retort(press_id=incoming.what.press_id, toast=reply.toast, alert=reply.alert, opens=reply.opens)


def come_to_rest(incoming: Incoming) -> Reply | None:
    """Nothing to say, but that the button was heard."""
    return Reply(screen=Action.of("home")) if isinstance(incoming.what, Pressed) else None


def pressed_again(row: InboxRow, retort: Retort) -> Incoming:
    """The press again, as far as it takes to answer it."""
    nowhere = Chat(address=Address(network=row.network, chat_id=0), kind=ChatKind.PRIVATE)
    return Incoming(sender=None, chat=nowhere, what=Pressed(press_id=retort.press_id, action=None, message_id=None))


def said_again(row: InboxRow, retort: Retort) -> Reply:
    """The answer as it was; where nothing is kept of it but this, a notice says the same."""
    return Reply(
        screen=Action.unpack(row.answer),
        toast=retort.toast,
        alert=retort.alert,
        opens=retort.opens,
        promised=not row.answer,
    )
