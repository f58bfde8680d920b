"""`tjans doctor` beside the real program, and after it; what it says, and what it never says."""

import asyncio
import os
import sys
from pathlib import Path

from sandbox import Rights, Sandbox
from tests.journeys.stage import Process, connects, posts


async def _doctor(sandbox: Sandbox, database: Path, status: int) -> dict[str, str]:
    """Each line by what it is about."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "doctor"),
        env=os.environ
        | {
            "TJANS_TELEGRAM_TOKEN": sandbox.token,
            "TJANS_TELEGRAM_API": sandbox.base_url,
            "TJANS_DATABASE": str(database),
            "TJANS_ADMINS": "telegram:1",
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    said = out.decode()
    assert process.returncode == status, said
    for secret in (sandbox.token, "Karen", "Lav suppe", "Frivillige i Lyngby"):
        assert secret not in said
    return {line[7:].split(": ")[0]: line for line in said.splitlines()}


async def test_beside_a_running_bot_and_without_it(tmp_path: Path) -> None:
    database = tmp_path / "tjans.db"
    async with Sandbox() as sandbox:
        karen = sandbox.add_person("Karen")
        channel, other = sandbox.add_channel("Frivillige i Lyngby", karen), sandbox.add_channel("Andre", karen)
        process = Process(sandbox, database, karen)
        await process.start()
        await connects(sandbox, karen, channel)
        await connects(sandbox, karen, other)
        await posts(sandbox, karen, channel)
        lines = await _doctor(sandbox, database, 0)
        assert lines["bot"] == "ok     bot: alive"
        assert lines["updates"].startswith("ok     updates: by polling")
        assert [line for line in lines.values() if line.startswith("wrong")] == []
        channels = [line for what, line in lines.items() if what.startswith("channel ")]
        assert [line.endswith("the bot may post") for line in channels] == [True, True]

        assert await process.stop() == 0
        sandbox.add_bot(other, by=karen, rights=Rights(can_post_messages=False))
        lines = await _doctor(sandbox, database, 1)
        channels = [line for what, line in lines.items() if what.startswith("channel ")]
        assert [line.split("  ")[0] for line in channels] == ["ok", "wrong"]
        assert "1 wait at Telegram" in lines["updates"]
    lines = await _doctor(sandbox, database, 1)
    assert lines["Telegram"].startswith("wrong  Telegram: no answer from 127.0.0.1")
    assert lines["database"].startswith("ok")
