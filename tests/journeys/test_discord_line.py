"""Discord's own limits and its line, over real sockets: answers in time, a gateway that goes and comes, old cards."""

from datetime import timedelta
from pathlib import Path

from sandbox import SandboxClock
from sandbox.discord import Answer, DiscordSandbox
from tests.journeys.discord_stage import Village
from tests.people import NOW


async def test_a_slow_disk_defers_the_answer_and_opens_no_form_too_late(tmp_path: Path) -> None:
    async with DiscordSandbox(clock=SandboxClock(NOW, frozen=True)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(tmp_path / "tjans.db") as program:
            await village.connect()
            card = await village.post()
            async with program.storage.transaction():
                press = sandbox.press(village.bo, card, "Jeg er med")
                form = sandbox.command(village.karen, village.channel, "opret")
                names = sandbox.complete(village.bo, village.channel, "mine", "task", "")
                assert await press.answered() is Answer.DEFERRED_MESSAGE
                assert await form.answered() is Answer.DEFERRED_MESSAGE
            assert (await village.told(press, "Du er med")).only_for is village.bo
            assert (await village.told(form, "Hvad", button="Skriv svaret")).only_for is village.karen
            assert names.answer in (None, Answer.CHOICES)
        assert [str(call) for call in sandbox.refusals] == []


async def test_an_invalid_session_is_begun_anew(tmp_path: Path) -> None:
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(tmp_path / "tjans.db"):
            await village.connect()
            card = await village.post()
            sandbox.world.sessions.invalidate()
            await sandbox.until(
                lambda: len(sandbox.world.sessions.identified) == 2 and sandbox.world.sessions.connected, 20
            )
            await village.told(sandbox.press(village.bo, card, "Jeg er med"), "Du er med")


async def test_discord_goes_away_and_comes_back(tmp_path: Path) -> None:
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        async with village.running(tmp_path / "tjans.db"):
            await village.connect()
            card = await village.post()
            port = int(sandbox.base_url.rpartition(":")[2])
            await sandbox.stop()
            await sandbox.until(lambda: not sandbox.world.sessions.connected, 10)
            await sandbox.listen(port)
            await sandbox.connected(60)
            await village.told(sandbox.press(village.bo, card, "Jeg er med"), "Du er med")
            await village.says(village.channel, "1 ledig plads")


async def test_a_card_of_days_ago_is_edited_within_what_discord_allows(tmp_path: Path) -> None:
    """30046: few edits of messages older than an hour. They are spaced out, and the last state wins."""
    async with DiscordSandbox(clock=SandboxClock(NOW)) as sandbox:
        village = Village.of(sandbox)
        users = [sandbox.add_user(f"P{number}") for number in range(12)]
        for user in users:
            sandbox.join(user, village.guild)
        async with village.running(tmp_path / "tjans.db"):
            await village.connect()
            card = await village.post(places=12)
            sandbox.clock.move_to(NOW + timedelta(days=1))
            for press in [sandbox.press(user, card, "Jeg er med") for user in users]:
                await village.told(press, "Du er med")
            await village.says(village.channel, "Fyldt op", seconds=20)
        assert [str(call) for call in sandbox.refusals] == []
        edits = [call for call in sandbox.calls if call.method.startswith("PATCH /channels")]
        assert len(edits) < len(users)
