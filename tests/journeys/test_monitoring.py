"""Whoever watches over the real program: metrics and readiness from outside, and an alert that arrives."""

from pathlib import Path

import aiohttp
from aiohttp.test_utils import unused_port

from bot.alerting import CALM
from bot.vitals import Part
from sandbox import Sandbox, SandboxClock
from tests.journeys.stage import Process, connects, posts, running, says
from tests.people import NOW


async def test_what_people_do_is_counted_and_nobody_is_named(tmp_path: Path) -> None:
    async with Sandbox() as sandbox, aiohttp.ClientSession(f"http://127.0.0.1:{(port := unused_port())}") as session:
        karen, marta = sandbox.add_person("Karen"), sandbox.add_person("Märta")
        channel = sandbox.add_channel("Frivillige i Lyngby", karen)
        process = Process(sandbox, tmp_path / "tjans.db", karen, METRICS_LISTEN=f"127.0.0.1:{port}")
        await process.start()
        await connects(sandbox, karen, channel)
        card = await posts(sandbox, karen, channel, places="1")
        sandbox.start(marta)
        for person in (marta, karen):
            await sandbox.press(person, card, card.buttons[0]).answer()
        await says(sandbox, channel, "Fyldt op")
        async with session.get("/metrics") as answer:
            page = await answer.text()
        for line in (
            'tjans_claims_total{state="held"} 1.0',
            'tjans_updates_total{kind="pressed",network="telegram",outcome="refused"} 1.0',
            'tjans_refusals_total{reason="Full"} 1.0',
            'tjans_sends_total{network="telegram",outcome="sent",urgency="stale_card",what="edit"} 1.0',
            'tjans_network_calls_total{method="answerCallbackQuery",network="telegram",status="200"}',
            "tjans_inbox_updates 0.0",
        ):
            assert line in page
        assert [word for word in ("Karen", "Märta", "Lyngby", "suppe", str(marta.id)) if word in page] == []
        for path in ("/live", "/ready"):
            async with session.get(path) as answer:
                assert answer.status == 200, await answer.text()
        assert await process.stop() == 0


async def test_an_admin_is_told_what_stays_wrong_and_when_it_is_over(tmp_path: Path) -> None:
    async with Sandbox(clock=SandboxClock(NOW)) as sandbox:
        karen = sandbox.add_person("Karen", "en")
        async with running(sandbox, tmp_path / "tjans.db", karen) as program:
            seconds = 0.0
            program.vitals._now = lambda: seconds  # the one stopwatch of the alerts
            sandbox.start(karen)
            await says(sandbox, karen, "Welcome")
            program.vitals.fails(Part.BACKUP)
            await program.alerting.look()
            await says(sandbox, karen, "The backup of my data fails", "Since today")
            program.vitals.works(Part.BACKUP)
            seconds = CALM
            await program.alerting.look()
            await says(sandbox, karen, "The backup of my data works again", "It lasted from today")
