"""The two networks of one town, each as the harness asks it: what is wrong, what is on its way, what came twice."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Protocol

from proofs import checks
from proofs.discord import checks as discord_checks
from proofs.discord.traffic import Traffic as DiscordTraffic
from proofs.discord.village import Village
from proofs.evidence import Card, Evidence
from proofs.town import PATIENCE, Town
from proofs.traffic import Traffic

EDIT_EVERY = 3.1
"""Seconds between two calls to one channel: what its twenty a minute leave. The first one waits as long, and an edit
that took effect just before the kill is made again."""


class Side(Protocol):
    """One network."""

    name: str

    async def act(self, seconds: float, a_second: float) -> None:
        """Traffic."""

    def coordinate(self) -> None:
        """Every coordinator takes a step."""

    async def killed(self) -> None:
        """The process is gone: note it."""

    async def up(self, since: float) -> float:
        """When the process that was started at `since` made its first call, in monotonic seconds."""

    def at_rest(self) -> list[str]:
        """What is wrong at any moment."""

    def unsettled(self) -> tuple[list[str], float]:
        """What is on its way, and how many seconds the network's own limits need for it."""

    def when_settled(self) -> list[str]:
        """What is wrong when nothing is on its way."""

    def again(self) -> tuple[int, int]:
        """Messages to people, and cards, that came once more than they should."""

    def counts(self) -> dict[str, int | str]:
        """For the report."""


class TelegramSide:
    """Most of the town, and those who coordinate its tasks."""

    name = "Telegram"

    def __init__(self, town: Town, database: Path) -> None:
        self._town = town
        self._database = database
        self._traffic = Traffic(town)

    async def act(self, seconds: float, a_second: float) -> None:
        await self._traffic.run(seconds, a_second)

    def post_everywhere(self) -> None:
        self._traffic.post_everywhere()

    def coordinate(self) -> None:
        self._traffic.coordinate_all()

    async def killed(self) -> None:
        """Telegram keeps what was not fetched."""

    async def up(self, since: float) -> float:
        calls = self._town.sandbox.calls
        call = await self._town.sandbox.until(
            lambda: next((one for one in reversed(calls) if one.method == "getMe" and one.at > since), None), PATIENCE
        )
        assert call is not None  # noqa: S101 - `until` gives only what is something
        return call.at

    def at_rest(self) -> list[str]:
        return checks.at_rest(self._evidence(), self._town)

    def unsettled(self) -> tuple[list[str], float]:
        evidence = self._evidence()
        return checks.unsettled(evidence, self._town), _edits(checks.wrong_cards(evidence, self._town))

    def when_settled(self) -> list[str]:
        evidence, town = self._evidence(), self._town
        wrong = [*checks.at_rest(evidence, town), *checks.said_and_not_sent(evidence, town)]
        wrong += checks.owed_and_not_told(evidence, town, _now(town))
        return [*wrong, *checks.strange_refusals(town)]

    def again(self) -> tuple[int, int]:
        evidence = self._evidence()
        return checks.repeats(evidence, self._town), checks.stray_cards(evidence, self._town)

    def counts(self) -> dict[str, int | str]:
        evidence, town = self._evidence(), self._town
        return {
            "updates": len(evidence.inbox),
            "presses": len(town.ledger.presses),
            "presses told by a notice instead": len(evidence.told_instead),
            "presses answered again after a kill": checks.answered_again(town),
            "tasks": sum(evidence.titles.values()),
            "claims": sum(len(found) for found in evidence.claims.values()),
            "messages to everyone": sum(evidence.texts.values()),
            "places changed by the form": sum(place != "Sted 0000" for place in evidence.places.values()),
            **_notices(evidence),
            "calls": len(town.sandbox.calls),
            "calls refused as too many (429)": sum("Too Many" in str(call) for call in town.sandbox.refusals),
        }

    def _evidence(self) -> Evidence:
        return Evidence(self._database)


class DiscordSide:
    """The rest of the town, on the same tasks; and Egon, who posts his own."""

    name = "Discord"

    def __init__(self, village: Village, town: Town, database: Path) -> None:
        self._village = village
        self._town = town
        self._database = database
        self._traffic = DiscordTraffic(village)

    async def act(self, seconds: float, a_second: float) -> None:
        await self._traffic.run(seconds, a_second)

    def coordinate(self) -> None:
        self._traffic.coordinate()

    async def killed(self) -> None:
        """Discord drops its end of the socket; until then a gesture may have been on its way."""
        sandbox = self._village.sandbox
        await sandbox.until(lambda: not sandbox.world.sessions.connected, PATIENCE)
        self._village.kills.append(sandbox.clock.now())

    async def up(self, since: float) -> float:
        sandbox = self._village.sandbox
        await sandbox.until(lambda: sandbox.world.sessions.connected, PATIENCE)
        return next(one.at for one in sandbox.calls if one.method == "GET /users/@me" and one.at > since)

    def at_rest(self) -> list[str]:
        return discord_checks.at_rest(self._evidence(), self._village)

    def unsettled(self) -> tuple[list[str], float]:
        """Direct messages are opened one a second."""
        evidence, village = self._evidence(), self._village
        edits = _edits(discord_checks.wrong_cards(evidence, village))
        return discord_checks.unsettled(evidence, village), max(edits, float(evidence.unopened))

    def when_settled(self) -> list[str]:
        evidence, village = self._evidence(), self._village
        wrong = [*discord_checks.at_rest(evidence, village), *discord_checks.said_and_not_sent(evidence, village)]
        wrong += discord_checks.owed_and_not_told(evidence, village, self._town.ledger, _now(self._town))
        return [*wrong, *discord_checks.strange_refusals(village)]

    def again(self) -> tuple[int, int]:
        evidence = self._evidence()
        return discord_checks.repeats(evidence, self._village), discord_checks.stray_cards(evidence, self._village)

    def counts(self) -> dict[str, int | str]:
        evidence, village = self._evidence(), self._village
        acts, refusals = village.ledger.acts, [str(call) for call in village.sandbox.refusals]
        return {
            "gestures": len(acts),
            "of these came to nothing at a kill": sum(act.done.id not in evidence.inbox for act in acts),
            "told by a notice instead": len(evidence.told_instead),
            "tasks posted by slash command": sum(bool(evidence.titles[title]) for title in village.ledger.posts),
            "claims": sum(len(found) for found in evidence.claims.values()),
            **_notices(evidence),
            "calls": len(village.sandbox.calls),
            "calls refused as too many (429)": sum("429" in one for one in refusals),
            "calls refused as answered already": sum("40060" in one for one in refusals),
        }

    def _evidence(self) -> Evidence:
        return Evidence(self._database, "discord")


def _edits(cards: list[Card]) -> float:
    """Seconds until the channel with most wrong cards may be right."""
    most = max(Counter(card.chat_id for card in cards).values(), default=0)
    return EDIT_EVERY * (most + 2)


def _notices(evidence: Evidence) -> dict[str, int | str]:
    states = evidence.states()
    return {
        "notices sent": states["sent"],
        "of these notices": ", ".join(f"{kind} {number}" for kind, number in evidence.kinds().most_common()),
        "notices no longer true": states["dropped"],
        "notices for people who cannot be reached": states["unreachable"],
    }


def _now(town: Town) -> datetime:
    return town.sandbox.clock.now()
