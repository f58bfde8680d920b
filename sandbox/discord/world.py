"""All this Discord knows: people, guilds, channels, messages, interactions and the bot's commands."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

from sandbox.clock import SandboxClock
from sandbox.discord.commands import Command
from sandbox.discord.errors import Refused, missing_access, missing_permissions, unknown
from sandbox.discord.interactions import Interaction
from sandbox.discord.messages import Content, Message
from sandbox.discord.people import Permission, User
from sandbox.discord.places import DM, Channel, Guild
from sandbox.discord.rates import Rates
from sandbox.discord.sessions import Sessions
from sandbox.people import Json
from sandbox.watching import Watch

_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)  # docs, reference, Snowflakes


class World:
    """The state behind the server; it knows nothing of HTTP."""

    def __init__(
        self,
        bot: User,
        application: int,
        clock: SandboxClock,
        *,
        rates: bool = True,
        timer: Callable[[], float] = time.monotonic,
        watch: Watch | None = None,
    ) -> None:
        self.bot = bot
        self.application = application
        self.clock = clock
        self.timer = timer
        self.rates = Rates(timer, on=rates)
        self.watch = watch or Watch()
        self.sessions = Sessions()
        self.users: dict[int, User] = {bot.id: bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.gateway_url = ""
        self.interactions: dict[int, Interaction] = {}
        self.by_token: dict[str, Interaction] = {}
        self.commands: dict[int, Command] = {}
        self.commands_of_guild: dict[int, dict[int, Command]] = {}
        self.opened: set[int] = set()  # people whose direct messages the bot has opened
        self.new_dms: int | None = None  # how many more it may open before Discord finds it too fast (40003)
        self.connections_left = 999  # how often the bot may still identify itself today
        self._dms: dict[int, Channel] = {}
        self._numbers = 0

    def snowflake(self) -> int:
        """A new id, later than all before it (docs, reference, Snowflakes)."""
        self._numbers += 1
        milliseconds = int((self.clock.now() - _EPOCH).total_seconds() * 1000)
        return (milliseconds << 22) + self._numbers

    def channel(self, channel_id: int) -> Channel:
        """The channel; 10003 for one that is gone or of a guild the bot is not in, 50001 for one it cannot see."""
        found = self.channels.get(channel_id)
        if found is None or found.deleted:
            raise unknown("Channel")
        if found.guild is not None:
            if self.bot.id not in found.guild.members:
                raise missing_access()
            if not self.may(found, Permission.VIEW_CHANNEL):
                raise missing_access()
        elif found.recipient is not None and self._dms.get(found.recipient.id) is not found:
            raise missing_access()  # between that person and another bot
        return found

    def may(self, channel: Channel, wanted: Permission) -> bool:
        """May the bot do that here? In direct messages it may do all a bot does."""
        if channel.guild is None:
            return True
        return wanted in channel.guild.permissions(self.bot, channel)

    def must(self, channel: Channel, wanted: Permission) -> None:
        """Refuse unless the bot may do that here."""
        if not self.may(channel, wanted):
            raise missing_permissions()

    def must_write(self, channel: Channel) -> None:
        """Refuse unless the bot may send here."""
        if channel.recipient is not None:
            return self._must_reach(channel.recipient)
        self.must(channel, Permission.SEND_MESSAGES_IN_THREADS if channel.thread else Permission.SEND_MESSAGES)
        if channel.thread and channel.locked and not self.may(channel, Permission.MANAGE_THREADS):
            raise Refused(403, 160005, "The thread is locked")
        return None

    def _must_reach(self, person: User) -> None:
        if not any({person.id, self.bot.id} <= guild.members.keys() for guild in self.guilds.values()):
            raise Refused(403, 50278, "Cannot send messages to this user due to having no mutual guilds")
        if person.closed:
            raise Refused(403, 50007, "Cannot send messages to this user")

    def guild(self, guild_id: int) -> Guild:
        """The guild; 10004 where the bot is not in it."""
        found = self.guilds.get(guild_id)
        if found is None or self.bot.id not in found.members:
            raise unknown("Guild")
        return found

    def dm(self, person: User) -> Channel:
        """The direct messages of the bot and this person; made when first needed."""
        if person.id not in self._dms:
            channel = Channel(id=self.snowflake(), kind=DM, recipient=person)
            self._dms[person.id] = self.channels[channel.id] = channel
        return self._dms[person.id]

    def add(
        self,
        channel: Channel,
        content: Content,
        *,
        flags: int = 0,
        nonce: str | None = None,
        only_for: User | None = None,
        author: User | None = None,
    ) -> Message:
        """Put a message, of the bot if it is nobody else's, into a channel, or before one person's eyes."""
        message = Message(
            id=self.snowflake(),
            channel=channel,
            author=author or self.bot,
            at=self.clock.now(),
            content=content,
            flags=flags,
            nonce=nonce,
            only_for=only_for,
        )
        if only_for is None:
            channel.messages[message.id] = message
            channel.archived = False
        self.watch.changed()
        return message

    def change(self, message: Message, content: Content) -> None:
        """Make a message show something else."""
        message.become(content, self.clock.now())
        self.watch.changed()

    def delete(self, message: Message) -> None:
        """Remove a message; what holds on to it sees `deleted`."""
        message.deleted = True
        message.channel.messages.pop(message.id, None)
        self.watch.changed()

    def be_of(self, bot: User, application: int) -> None:
        """Another application's bot: what the one before has opened, registered and been told is not its own."""
        self.bot, self.application = bot, application
        self.users[bot.id] = bot
        self.sessions.current = None
        for known in (
            self.interactions,
            self.by_token,
            self.commands,
            self.commands_of_guild,
            self.opened,
            self._dms,
        ):
            known.clear()

    def tell(self, event: str, body: Json) -> None:
        """Dispatch an event to the bot, if it has a session."""
        self.sessions.dispatch(event, body)
        self.watch.stir()
