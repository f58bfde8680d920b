"""The places and the person of the samples, as the core sees them; and the reading under test."""

import json

from bot.incoming import Address, Chat, ChatKind, Incoming, Network, Sender
from handlers.networks.telegram.reading import read_update
from tests.networks.telegram.samples import ME, Json

SENDER = Sender(native_id=77, name="Anna Bæk", language="da")


def place(chat_id: int, kind: ChatKind, title: str = "", topic: int = 0) -> Chat:
    return Chat(address=Address(network=Network.TELEGRAM, chat_id=chat_id, topic=topic), kind=kind, title=title)


IN_PRIVATE = place(77, ChatKind.PRIVATE)
IN_GROUP = place(-1001, ChatKind.GROUP, "Nørrebro")
IN_SMALL_GROUP = place(-44, ChatKind.GROUP, "Nørrebro")
IN_TOPIC = place(-1001, ChatKind.GROUP, "Nørrebro", topic=9)
IN_CHANNEL = place(-1002, ChatKind.CHANNEL, "Tjanser")
NOWHERE = place(0, ChatKind.PRIVATE)


def read(update: Json) -> Incoming:
    return read_update(json.dumps(update), ME)
