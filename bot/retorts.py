"""What is kept of what waits for an answer, until it is answered: so that neither a crash nor silence hangs it up."""

from bot.cards import Action, Reply
from bot.incoming import Address, Chat, ChatKind, Incoming, Pressed
from bot.model import InboxRow, Retort


def retort_to(incoming: Incoming, reply: Reply | None) -> Retort | None:
    """What answers it for good. An answer with a card is owed as one, and what waits for it comes to rest."""
    press_id = incoming.what.press_id if isinstance(incoming.what, Pressed) else incoming.answer_to
    if reply is None or not press_id:
        return None
    if reply.card is None and reply.document is None:
        return Retort(press_id=press_id, toast=reply.toast, alert=reply.alert, opens=reply.opens)
    return Retort(press_id=press_id, owed=True) if incoming.answer_to else None


def come_to_rest(incoming: Incoming) -> Reply | None:
    """Nothing to say, but that it was heard: where a button spins, or the network shows that an answer is coming."""
    waits = bool(incoming.answer_to) or isinstance(incoming.what, Pressed)
    return Reply(screen=Action.of("home"), promised=True) if waits else None


def pressed_again(row: InboxRow, retort: Retort) -> Incoming:
    """It again, as far as it takes to answer it: a command, too, is answered as a press is."""
    nowhere = Chat(address=Address(network=row.network, chat_id=0), kind=ChatKind.PRIVATE)
    return Incoming(sender=None, chat=nowhere, what=Pressed(press_id=retort.press_id, action=None, message_id=None))


def said_again(row: InboxRow, retort: Retort) -> Reply:
    """The answer as it was; where nothing is kept of it but this, a notice says the same."""
    return Reply(
        screen=Action.unpack(row.answer),
        toast=retort.toast,
        alert=retort.alert,
        opens=retort.opens,
        promised=retort.owed or not row.answer,
    )
