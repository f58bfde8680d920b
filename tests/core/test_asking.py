"""Facts asked of a network: where it cannot be asked, what the person did is handled all the same."""

from bot.asking import with_roles, with_standing
from bot.errors import Unworkable
from bot.incoming import Address, Chat, ChatKind, Incoming, Membership, Network, Sender, Wrote
from tests.core.recorder import Recorder

BOB = Sender(native_id=102, name="Bob")
HERE = Address(network=Network.TELEGRAM, chat_id=-100)
SAID = Incoming(sender=BOB, chat=Chat(address=HERE, kind=ChatKind.GROUP), what=Wrote(text="/connect", message_id=1))


class Broken(Recorder):
    """A network whose token is refused just now, or whose adapter has a bug."""

    async def ask_admin(self, where: Address, who: Sender) -> bool | None:
        raise Unworkable("the token is refused")

    async def ask_roles(self, server: int, native_id: int) -> frozenset[int] | None:
        raise RuntimeError("a member without roles")


async def test_nobody_is_an_administrator_where_that_cannot_be_asked() -> None:
    """Red when the error leaves: the lane of whoever did it is held up until the next start."""
    assert (await with_standing(SAID, BOB, HERE, Broken())).sender_is_admin is False


async def test_roles_that_cannot_be_asked_are_not_known() -> None:
    """Red when the error leaves; the last known roles stand then."""
    one = Membership(network=Network.DISCORD, server=7, account=900)
    assert (await with_roles(SAID, [one], {Network.DISCORD: Broken()})).roles == {one: None}
