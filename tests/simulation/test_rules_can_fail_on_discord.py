"""The rules read Discord, too: a violation that only its people could notice is found under its name."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from bot.cards import Card
from bot.incoming import Address, Incoming, Network
from bot.model import Claim, ClaimState, Slot
from handlers.networks.discord.messenger import DiscordMessenger
from handlers.routes import Routes
from simulation.options import Options
from simulation.year import Year
from storage import claims, inbox
from tests.simulation.test_rules_can_fail import broken, on_day

BUSY = Options(seed=3, people=150, tasks=30, days=7, crashes=0, faults=0.0)


def test_i3_told_and_not_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only for those who press on Discord."""
    add, handle, here = claims.Claims.add, Routes.handle, [False]

    async def note_where(self: Routes, tx: Any, incoming: Incoming, now: datetime) -> Any:
        here[0] = incoming.chat.address.network is Network.DISCORD
        return await handle(self, tx, incoming, now)

    def in_vain(self: claims.Claims, slot: Slot, person_id: int, state: ClaimState, now: datetime) -> Claim:
        kept = ClaimState.RELEASED if here[0] else state
        return replace(add(self, slot, person_id, kept, now), state=state)

    monkeypatch.setattr(Routes, "handle", note_where)
    monkeypatch.setattr(claims.Claims, "add", in_vain)
    assert "I3" in broken(BUSY)


def test_i5_heard_and_not_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the second day: on the first the town is opened, and would not be without its coordinators' words."""
    store, opened = inbox.Inbox.store, BUSY.begins + timedelta(days=1)

    async def lose_some(self: inbox.Inbox, network: Network, bot_id: int, arrivals: Any, now: datetime) -> Any:
        kept = [one for one in arrivals if network is Network.TELEGRAM or now < opened or one.number % 3]
        return await store(self, network, bot_id, kept, now)

    monkeypatch.setattr(inbox.Inbox, "store", lose_some)
    assert "I5" in broken(BUSY)


def test_i6_recorded_as_sent_and_never_said(monkeypatch: pytest.MonkeyPatch) -> None:
    send, numbers = DiscordMessenger.send, count(1)

    async def keep_quiet(self: DiscordMessenger, to: Address, card: Card, *more: Any, **named: Any) -> int:
        if not named["key"].startswith("post:") and not card.headline.startswith("Hvem"):
            return next(numbers)
        return await send(self, to, card, *more, **named)

    monkeypatch.setattr(DiscordMessenger, "send", keep_quiet)
    assert "I6" in broken(BUSY)


def test_i7_a_card_that_is_not_what_the_database_says() -> None:
    def deface(year: Year) -> None:
        for organisation in year.town.organisations:
            for card in organisation.elsewhere.messages.values() if organisation.elsewhere else ():
                card.become(replace(card.content, text="Noget helt andet\n\nOpgave 1"), year.clock.now())

    assert "I7" in broken(BUSY, on_day(4.5, deface))
