"""The gateway: raw events onto disk, in batches, and a watch over each interaction until it is answered."""

import asyncio
import json
import logging
from typing import Any

from bot.incoming import Arrival
from bot.ports import Receive
from handlers.networks.discord.answering import Answering
from handlers.networks.discord.calls import Calls
from handlers.networks.discord.events import COMMAND, COMPONENT, Raw
from handlers.networks.discord.forms import FormOf, modal_of
from handlers.networks.discord.mishaps import FAILURES
from handlers.networks.discord.payload import Payload
from handlers.networks.discord.reading import arrival_of, read_event
from handlers.networks.discord.saying import WRITE
from handlers.networks.discord.showing import form_for

log = logging.getLogger(__name__)

MODAL = 9
"""Docs, Interaction Callback Type: a form, which can only be the first answer."""
RETRY = 1.0


class Listener:
    """Takes what the gateway delivers. Nothing of it can be fetched again: it is stored before anything else.

    Args:
        form_of: which commands open a form.
    """

    def __init__(self, calls: Calls, answering: Answering, form_of: FormOf) -> None:
        self._calls = calls
        self._answering = answering
        self._form_of = form_of
        self._heard: asyncio.Queue[Arrival] = asyncio.Queue()
        self._forms: set[asyncio.Task[None]] = set()

    def hear(self, text: str) -> None:
        """A payload of the gateway as it came."""
        payload: Any = json.loads(text)
        if isinstance(payload, dict) and isinstance(payload.get("d"), dict) and payload.get("t"):
            self.happened(payload["t"], payload["d"])

    def happened(self, name: str, body: Raw) -> None:
        """One event. A form is opened on the spot; it changes nothing, and may not come after a deferral."""
        if name == "INTERACTION_CREATE" and (modal := self._asked_for(body)) is not None:
            form = asyncio.ensure_future(self._open_form(body, modal))
            self._forms.add(form)
            form.add_done_callback(self._forms.discard)
        elif (arrival := arrival_of(name, body)) is not None:
            self._watch(arrival)
            self._heard.put_nowait(arrival)

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

    def _watch(self, arrival: Arrival) -> None:
        try:
            incoming = read_event(arrival.raw)
        except ValueError:
            return  # the inbox closes it, and says so
        if incoming.answer_to:
            self._answering.watch(incoming)

    def _asked_for(self, body: Raw) -> Payload | None:
        if label := asks_for_words(body):
            return form_for(label)
        command = bare_command(body)
        form = self._form_of(command, body.get("locale")) if command else None
        return modal_of(command, form) if form is not None else None

    async def _open_form(self, body: Raw, modal: Payload) -> None:
        try:
            await self._calls.call_back(int(body["id"]), str(body["token"]), MODAL, modal)
        except FAILURES as error:
            log.info("a form could not be opened: %s", type(error).__name__)


def bare_command(body: Raw) -> str:
    """The name of the command that was given without any words; empty for every other interaction."""
    data = body.get("data")
    if body.get("type") != COMMAND or not isinstance(data, dict) or data.get("options"):
        return ""
    return str(data.get("name") or "")


def asks_for_words(body: Raw) -> str:
    """What the pressed button for typed words is called; empty for every other interaction."""
    data = body.get("data")
    if body.get("type") != COMPONENT or not isinstance(data, dict) or data.get("custom_id") != WRITE:
        return ""
    return _label_in(body.get("message")) or "…"


def _label_in(message: object) -> str:
    rows = message.get("components") if isinstance(message, dict) else None
    for row in rows if isinstance(rows, list) else []:
        for button in row.get("components", []) if isinstance(row, dict) else []:
            if isinstance(button, dict) and button.get("custom_id") == WRITE:
                return str(button.get("label") or "")
    return ""
