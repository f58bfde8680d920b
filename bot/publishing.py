"""Live cards: each Post is a projection of the database (design, One tap 4)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot import connecting, lining, telling
from bot.cards import Card
from bot.errors import Undelivered, Unstored, Why
from bot.incoming import Network
from bot.model import NoticeKind, Post, Task
from bot.outage import Outages
from bot.persisting import a_moment, until_stored
from bot.ports import Clock, Messenger, Urgency
from bot.stopping import finish
from bot.store import Storage, Tx

log = logging.getLogger(__name__)

SPACING = 3.1
"""Seconds between two edits in one chat: twenty a minute is what Telegram allows a group or channel."""

BATCH = 50
"""Cards compared in one transaction: few enough that a press made meanwhile does not wait."""

MOST_REFUSALS = 3
"""Refusals for no known reason, one after the other, before a card counts as gone."""
AGAIN, LONGEST = 5.0, 300.0
"""Seconds after which a chat that failed is tried again; doubled with each failure, up to five minutes."""

Render = Callable[[Task, str, datetime], Card]
"""A task as a public card in a language, now."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A post with what it should show."""

    post: Post
    task: Task
    card: Card


class Publisher:
    """Keeps every card equal to a fresh rendering: the first edit at once, then evenly spaced, newest state wins."""

    def __init__(
        self,
        storage: Storage,
        messengers: Mapping[Network, Messenger],
        render: Render,
        clock: Clock,
        outages: Outages,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        promised: Callable[[], None] = lambda: None,
    ) -> None:
        """Wire it.

        Args:
            outages: shared with whoever else sends.
            sleep: in real seconds.
            promised: told when a coordinator may have to be told what is in the way.
        """
        self._storage = storage
        self._messengers = messengers
        self._render = render
        self._clock = clock
        self._outages = outages
        self._sleep = sleep
        self._promised = promised
        self._failures: dict[tuple[Network, int], int] = {}
        self._wake = asyncio.Event()
        self._busy: dict[tuple[Network, int], asyncio.Task[None]] = {}
        self._pausing: set[tuple[Network, int]] = set()
        self._not_before: dict[tuple[Network, int], float] = {}
        self._doubted_from: int | None = None

    def nudge(self) -> None:
        """A card may be stale: look now."""
        self._wake.set()

    async def recover(self) -> None:
        """At start no card is trusted: each is compared with a fresh rendering."""
        async with self._storage.transaction() as tx:
            tx.posts.doubt_all()
        self._doubted_from = 0
        self.nudge()

    async def run(self) -> None:
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                try:
                    await self._believe_what_is_right()
                    await self._look()
                except Exception as error:  # the cards are still stale
                    if not isinstance(error, Unstored):
                        log.exception("cards could not be looked at, trying again")
                    await a_moment()
                    self.nudge()
        finally:
            for chat in self._pausing:
                self._busy[chat].cancel()
            await finish(self._busy.values())

    async def _believe_what_is_right(self) -> None:
        """After a start: of the cards in doubt only those that differ from a fresh rendering are left stale."""
        while self._doubted_from is not None:
            posts = await self._believe(self._doubted_from)
            self._doubted_from = posts[-1].id if posts else None

    async def _believe(self, after: int) -> list[Post]:
        async with self._storage.transaction() as tx:
            posts = await tx.posts.doubted(after, BATCH)
            tasks = {task.id: task for task in await tx.tasks.many({post.task_id for post in posts})}
            for post in posts:
                task = tasks[post.task_id]
                if self._render(task, post.channel.language, self._clock.now()).fingerprint() == post.shown:
                    tx.posts.shows(post.id, post.shown, task.revision)
        return posts

    async def _look(self) -> None:
        async with self._storage.transaction() as tx:
            stale = await tx.posts.stale()
        for post in stale:
            chat = _chat(post)
            if chat not in self._busy and self._has_room(chat[0], len(stale)):
                self._busy[chat] = asyncio.ensure_future(self._renew(post))

    def _has_room(self, network: Network, most: int) -> bool:
        """While a network is away, its cards are tried one at a time; before it is reached, none."""
        if not self._messengers[network].reached:
            return False
        outage = self._outages.of(network)
        if not outage.lasts:
            return True
        return outage.room(most, sum(busy is network for busy, _ in self._busy)) > 0

    async def _renew(self, post: Post) -> None:
        chat = _chat(post)
        loop = asyncio.get_running_loop()
        try:
            await self._pause(chat)
            if (fresh := await self._freshen(post.id)) is not None:
                self._not_before[chat] = loop.time() + await self._show(fresh)
        except Unstored:  # nothing was sent: what was is recorded until the disk takes it
            await a_moment()
        except Exception:  # one bad card never stops the others
            log.exception("a card could not be shown", extra={"post": post.id})
            self._not_before[chat] = loop.time() + 30
        finally:
            del self._busy[chat]
            self.nudge()

    async def _pause(self, chat: tuple[Network, int]) -> None:
        """Until the chat may be edited again; the only part of the work that a stop does not wait for."""
        self._pausing.add(chat)
        try:
            await self._sleep(max(0.0, self._not_before.get(chat, 0.0) - asyncio.get_running_loop().time()))
        finally:
            self._pausing.discard(chat)

    async def _freshen(self, post_id: int) -> Fresh | None:
        """What the post should show now; None if it shows that already.

        From here until it is recorded nobody knows what it shows, also after a kill: it is not compared with that.
        """
        async with self._storage.transaction() as tx:
            post = await tx.posts.get(post_id)
            task = await tx.tasks.get(post.task_id) if post else None
            if post is None or task is None:
                return None
            card = self._render(task, post.channel.language, self._clock.now())
            if post.message_id is not None and card.fingerprint() == post.shown:
                tx.posts.shows(post.id, post.shown, task.revision)
                return None
            tx.posts.unsure(post.id)
        return Fresh(post, task, card)

    async def _show(self, fresh: Fresh) -> float:
        """Show the card and record it, or what was in the way; how many seconds the chat is left alone."""
        try:
            message_id = await self._put_up(fresh)
        except Undelivered as error:
            lost = error
            self._note(fresh.post, lost)
            left_alone = await until_stored(lambda: self._trouble(fresh.post, lost))
            self._promised()
            return left_alone
        self._note(fresh.post, None)
        await until_stored(lambda: self._record(fresh, message_id))
        return SPACING

    def _note(self, post: Post, lost: Undelivered | None) -> None:
        """Count the chat's failures in a row. Whatever is answered has got through."""
        chat = _chat(post)
        if lost is not None and lost.why is Why.UNCERTAIN:
            self._outages.of(chat[0]).failed()
        else:
            self._outages.of(chat[0]).got_through()
        if lost is not None and lost.why in (Why.UNCERTAIN, Why.REFUSED):
            self._failures[chat] = self._failures.get(chat, 0) + 1
        else:
            self._failures.pop(chat, None)

    async def _put_up(self, fresh: Fresh) -> int:
        post = fresh.post
        messenger = self._messengers[post.channel.address.network]
        if post.message_id is None:
            return await messenger.send(
                post.channel.address, fresh.card, Urgency.ANNOUNCEMENT, key=f"post:{post.id}:{post.round}"
            )
        await messenger.edit(post.channel.address, post.message_id, fresh.card, Urgency.STALE_CARD)
        return post.message_id

    async def _record(self, fresh: Fresh, message_id: int) -> None:
        """However long the disk takes: a card that is sent and not known would be sent again."""
        async with self._storage.transaction() as tx:
            if fresh.post.message_id is None:
                tx.posts.sent(fresh.post.id, message_id)
            tx.posts.shows(fresh.post.id, fresh.card.fingerprint(), fresh.task.revision)
            if fresh.post.message_id is None:
                # the task is read anew: it may have been closed or moved while its card was on the way
                await lining.can_be_called(tx, fresh.task.id, self._clock.now())
                self._promised()

    async def _trouble(self, post: Post, error: Undelivered) -> float:
        """Write what is wrong with the card or its channel; how many seconds the chat is left alone."""
        now, failures = self._clock.now(), self._failures.get(_chat(post), 0)
        again = min(AGAIN * 2.0 ** max(0, min(failures, 20) - 1), LONGEST)
        async with self._storage.transaction() as tx:
            match error.why:
                case Why.SLOW_DOWN | Why.NO_NEW_CHATS:
                    return error.retry_in.total_seconds() if error.retry_in else AGAIN
                case Why.UNCERTAIN:
                    return again
                case Why.REFUSED if failures < MOST_REFUSALS:
                    return again
                case Why.MOVED if error.moved_to is not None:
                    address = post.channel.address
                    tx.channels.move_chat(address.network, address.chat_id, error.moved_to)
                case Why.NO_RIGHTS | Why.CHAT_GONE | Why.BLOCKED:
                    await connecting.rights_lost(tx, post.channel, now, error.lacks)
                case _:
                    await self._card_is_gone(tx, post, error)
        return SPACING

    async def _card_is_gone(self, tx: Tx, post: Post, error: Undelivered) -> None:
        """Deleted by somebody: the coordinator is told, "post again" is offered."""
        tx.posts.gone(post.id, f"{error.why}: {error.detail}"[:200])
        task = await tx.tasks.get(post.task_id)
        if task is not None:
            key = f"card_gone:{post.id}:{post.message_id}"
            await telling.tell_coordinator(
                tx, task, NoticeKind.CARD_GONE, key, self._clock.now(), facts={"post": post.id}
            )


def _chat(post: Post) -> tuple[Network, int]:
    return post.channel.address.network, post.channel.address.chat_id
