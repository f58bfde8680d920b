"""The gateway: raw events onto disk, in batches, and a watch over each interaction until it is answered.

Two kinds of questions are answered before anything is stored, as Discord wants it: which form a press opens, and what
names a command offers. They change nothing; one that is lost in a crash was never answered, and can be asked again.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from bot.cards import Choice, Form
from bot.incoming import Arrival, Incoming
from bot.ports import Enquiries, Receive
from handlers.networks.discord.answering import Answering
from handlers.networks.discord.calls import Calls
from handlers.networks.discord.events import AUTOCOMPLETE, Raw
from handlers.networks.discord.forms import modal_of
from handlers.networks.discord.mishaps import FAILURES
from handlers.networks.discord.payload import Payload, cut
from handlers.networks.discord.reading import arrival_of, id_of, read_event

T = TypeVar("T")

log = logging.getLogger(__name__)

NAMES, MODAL = 8, 9
"""Docs, Interaction Callback Type: names to choose from, and a form, which can only be the first answer."""
FORM_WITHIN, NAMES_WITHIN = 1.0, 2.0
"""Seconds. A press that opens no form after all still has its three seconds from Discord, less this."""
MOST_NAMES, MAX_NAME = 25, 100
"""Docs, Application Command Option Choice."""
RETRY = 1.0


class NoEnquiries:
    """Opens no form and offers no names."""

    def may_open(self, incoming: Incoming) -> bool:
        return False

    async def form(self, incoming: Incoming) -> Form | None:
        return None

    async def choices(self, incoming: Incoming) -> list[Choice]:
        return []


class Listener:
    """Takes what the gateway delivers. Nothing of it can be fetched again: it is stored before anything else.

    Args:
        enquiries: what is answered on the spot.
        name_of: what a guild is called; None if we are not in it, or have not heard of it yet.
    """

    def __init__(
        self,
        calls: Calls,
        answering: Answering,
        enquiries: Enquiries,
        name_of: Callable[[int], str | None] = lambda guild: None,
    ) -> None:
        self._calls = calls
        self._answering = answering
        self._enquiries = enquiries
        self._name_of = name_of
        self._heard: asyncio.Queue[Arrival] = asyncio.Queue()
        self._questions: set[asyncio.Task[Any]] = set()

    def hear(self, text: str) -> None:
        """A payload of the gateway as it came."""
        payload: Any = json.loads(text)
        if isinstance(payload, dict) and isinstance(payload.get("d"), dict) and payload.get("t"):
            self.happened(payload["t"], payload["d"])

    def happened(self, name: str, body: Raw) -> None:
        """One event: stored, unless it is a question that is answered on the spot."""
        if is_question(name, body):
            self._spawn(self._offer(body))
        elif (arrival := arrival_of(name, self._named(body))) is not None:
            incoming = _read(arrival)
            if incoming is not None and self._enquiries.may_open(incoming):
                self._spawn(self._open(incoming, arrival))
            else:
                self._keep(arrival, incoming)

    def _named(self, body: Raw) -> Raw:
        """A gesture names the guild it was made in by its id alone."""
        name = self._name_of(id_of(body, "guild_id"))
        return body | {"guild": {"name": name}} if name else body

    async def run(self, receive: Receive) -> None:
        """Hand over what was heard, all that waits in one transaction, until cancelled."""
        while True:
            arrivals = [await self._heard.get()]
            while not self._heard.empty():
                arrivals.append(self._heard.get_nowait())
            await self._store(receive, arrivals)

    async def _store(self, receive: Receive, arrivals: list[Arrival]) -> None:
        while True:
            try:
                return await receive(arrivals)
            except Exception as error:  # noqa: BLE001 - whatever it is, they are not on disk and must not be lost
                log.error("storing events failed, trying again: %s", type(error).__name__)
                await asyncio.sleep(RETRY)

    def _keep(self, arrival: Arrival, incoming: Incoming | None, came: float | None = None) -> None:
        """Onto disk, and under the watch of the clock. What cannot be read the inbox closes, and says so.

        Args:
            came: see `Answering.watch`.
        """
        if incoming is not None and incoming.answer_to:
            self._answering.watch(incoming, came)
        self._heard.put_nowait(arrival)

    async def _open(self, incoming: Incoming, arrival: Arrival) -> None:
        """A form may only be the first answer: nothing is deferred until it is known that none is opened."""
        came = asyncio.get_running_loop().time()
        form = await self._asked(self._enquiries.form(incoming), FORM_WITHIN)
        if form is None:
            return self._keep(arrival, incoming, came)
        return await self._answer(incoming, MODAL, modal_of(form))

    async def _offer(self, body: Raw) -> None:
        with suppress(ValueError):
            incoming = read_event(json.dumps({"t": "INTERACTION_CREATE", "d": body}))
            found = await self._asked(self._enquiries.choices(incoming), NAMES_WITHIN)
            if found is not None:
                names = [{"name": cut(one.label, MAX_NAME), "value": one.word} for one in found[:MOST_NAMES]]
                await self._answer(incoming, NAMES, {"choices": names})

    async def _asked(self, question: Coroutine[Any, Any, T], within: float) -> T | None:
        """Its answer; None if that takes longer. A disk that is slow takes its time also to be interrupted, and that
        is not waited for."""
        asked = self._spawn(question)
        done, _ = await asyncio.wait({asked}, timeout=within)
        if not done:
            asked.cancel()
            return None
        return asked.result()

    async def _answer(self, incoming: Incoming, kind: int, data: Payload) -> None:
        number, _, token = incoming.answer_to.partition("/")
        try:
            await self._calls.call_back(int(number), token, kind, data)
        except FAILURES as error:
            log.info("a form could not be opened, or names not offered: %s", type(error).__name__)

    def _spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.ensure_future(work)
        self._questions.add(task)
        task.add_done_callback(self._questions.discard)
        return task


def is_question(name: str, body: Raw) -> bool:
    """Words are being typed into a command: to be answered, and forgotten."""
    return name == "INTERACTION_CREATE" and body.get("type") == AUTOCOMPLETE


def _read(arrival: Arrival) -> Incoming | None:
    try:
        return read_event(arrival.raw)
    except ValueError:
        return None
