"""Who is where: people, guilds, roles, channels and threads, and what the bot is told of it."""

from collections.abc import Mapping

from sandbox.discord.messages import Message
from sandbox.discord.people import NOTHING, OF_EVERYONE, OF_THE_BOT, Overwrite, Permission, Role, User
from sandbox.discord.places import ANNOUNCEMENT, TEXT, THREAD, Channel, Guild
from sandbox.discord.world import World


class Residents:
    """Making and changing places."""

    world: World

    def add_user(self, name: str, locale: str = "da", *, note: Mapping[str, str] | None = None) -> User:
        """Somebody with a Discord account, in no guild yet."""
        user = User(id=self.world.snowflake(), name=name, locale=locale, note=note or {})
        self.world.users[user.id] = user
        self.world.watch.changed()
        return user

    def add_guild(self, name: str, owner: User, *, locale: str = "da") -> Guild:
        """A server the bot is not in."""
        number = self.world.snowflake()
        guild = Guild(id=number, name=name, owner=owner, locale=locale)
        guild.roles[number] = Role(id=number, name="@everyone", permissions=OF_EVERYONE)
        guild.members[owner.id] = set()
        self.world.guilds[number] = guild
        self.world.watch.changed()
        return guild

    def add_bot(self, guild: Guild, permissions: Permission = OF_THE_BOT) -> Role:
        """Invite the bot: it gets a role of its own with these permissions."""
        role = Role(id=self.world.snowflake(), name=self.world.bot.name, permissions=permissions, position=1)
        guild.roles[role.id] = role
        guild.members[self.world.bot.id] = {role.id}
        self.world.tell("GUILD_CREATE", guild.json(self.world.bot, self.world.clock.now()))
        self.world.watch.changed()
        return role

    def remove_bot(self, guild: Guild) -> None:
        """Throw the bot out."""
        del guild.members[self.world.bot.id]
        self.world.tell("GUILD_DELETE", {"id": str(guild.id)})
        self.world.watch.changed()

    def join(self, user: User, guild: Guild) -> None:
        """Become a member; without the members intent the bot hears nothing of it."""
        guild.members[user.id] = set()
        self.world.watch.changed()

    def leave(self, user: User, guild: Guild) -> None:
        """Leave the guild."""
        del guild.members[user.id]
        self.world.watch.changed()

    def add_role(self, guild: Guild, name: str, permissions: Permission = NOTHING) -> Role:
        """A new role."""
        role = Role(id=self.world.snowflake(), name=name, permissions=permissions, position=len(guild.roles))
        guild.roles[role.id] = role
        self._tell_in(guild, "GUILD_ROLE_CREATE", {"guild_id": str(guild.id), "role": role.json()})
        return role

    def change_role(self, guild: Guild, role: Role, permissions: Permission) -> None:
        """Give a role other permissions."""
        role.permissions = permissions
        self._tell_in(guild, "GUILD_ROLE_UPDATE", {"guild_id": str(guild.id), "role": role.json()})

    def give_role(self, guild: Guild, user: User, role: Role) -> None:
        """Put somebody into a role."""
        guild.members[user.id].add(role.id)
        self.world.watch.changed()

    def take_role(self, guild: Guild, user: User, role: Role) -> None:
        """Take somebody out of a role."""
        guild.members[user.id].discard(role.id)
        self.world.watch.changed()

    def add_channel(self, guild: Guild, name: str, *, announcement: bool = False) -> Channel:
        """A text channel."""
        channel = Channel(
            id=self.world.snowflake(), kind=ANNOUNCEMENT if announcement else TEXT, name=name, guild=guild
        )
        self.world.channels[channel.id] = guild.channels[channel.id] = channel
        self._tell_of(channel, "CHANNEL_CREATE")
        return channel

    def add_thread(self, channel: Channel, name: str) -> Channel:
        """A public thread somebody starts."""
        if channel.guild is None or channel.thread:
            raise ValueError("A thread needs a text channel of a guild.")
        thread = Channel(id=self.world.snowflake(), kind=THREAD, name=name, guild=channel.guild, parent=channel)
        self.world.channels[thread.id] = channel.guild.channels[thread.id] = thread
        self._tell_of(thread, "THREAD_CREATE")
        return thread

    def lock(self, thread: Channel, *, locked: bool = True) -> None:
        """Archive and lock a thread, or open it again."""
        thread.locked = thread.archived = locked
        self._tell_of(thread, "THREAD_UPDATE")

    def archive(self, thread: Channel) -> None:
        """Nobody wrote in the thread for a while."""
        thread.archived = True
        self._tell_of(thread, "THREAD_UPDATE")

    def set_overwrite(self, channel: Channel, of: Role | User, *, allow: int = 0, deny: int = 0) -> None:
        """Allow and deny something in one channel."""
        one = Overwrite(of.id, isinstance(of, User), Permission(allow), Permission(deny))
        channel.overwrites[of.id] = one
        self._tell_of(channel, "CHANNEL_UPDATE")

    def delete_channel(self, channel: Channel) -> None:
        """Delete a channel or thread, and with a channel its threads."""
        channel.deleted = True
        for thread in [one for one in self.world.channels.values() if one.parent is channel]:
            thread.deleted = True
        self._tell_of(channel, "THREAD_DELETE" if channel.thread else "CHANNEL_DELETE")

    def delete_message(self, message: Message) -> None:
        """Delete a message for everyone; with the GUILDS intent alone the bot hears nothing of it."""
        self.world.delete(message)

    def close_dms(self, user: User, *, closed: bool = True) -> None:
        """Take no direct messages from members of shared servers; the bot is told nothing."""
        user.closed = closed
        self.world.watch.changed()

    def _tell_of(self, channel: Channel, event: str) -> None:
        if channel.guild is not None:
            self._tell_in(channel.guild, event, channel.json())

    def _tell_in(self, guild: Guild, event: str, body: dict[str, object]) -> None:
        if self.world.bot.id in guild.members:
            self.world.tell(event, body)
        self.world.watch.changed()
