"""Hostile traffic through the real program, with bugs planted in it: nobody's words are in any log."""

import asyncio
import json
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import unused_port

from sandbox import Person, Sandbox
from tests.bounds import too_long
from tests.journeys.stage import connects, posts, says

WITH_BUGS = """
import sqlite3
from pydantic import BaseModel, TypeAdapter
from bot.__main__ import main
from handlers.routes import Routes
from telegram.error import BadRequest

route = Routes._route

async def with_bugs(self, ask, tx, incoming):
    text = ask.text
    if "BUG1" in text:
        raise RuntimeError(f"{ask.person.name} wrote {text}")
    if "BUG2" in text:
        TypeAdapter(int).validate_python(text)
    if "BUG3" in text:
        try:
            {}[text]
        except KeyError as error:
            raise sqlite3.IntegrityError(f"CHECK constraint failed: {text}") from error
    if "BUG4" in text:
        raise ExceptionGroup(text, [BadRequest(text), UnicodeDecodeError("utf-8", text.encode(), 0, 1, text)])
    if "BUG5" in text:
        await tx.people.get({text: ask.person})
    return await route(self, ask, tx, incoming)

Routes._route = with_bugs
main()
"""

MARTA = "Märta Ærlig"
CPR = "241226-1234"
WORDS = "hemmelig besked om Storegade 5"
SECRET_WORDS = (MARTA, "Märta", "Ærlig", CPR, "2412261234", "hemmelig", "Storegade", "Kvitfjord")


class Logged:
    """`tjans run` with bugs in it; everything it writes is kept."""

    def __init__(self, sandbox: Sandbox, folder: Path, admin: Person, **more: str) -> None:
        self.database, self.out = folder / "tjans.db", folder / "log"
        self._environment = os.environ | {
            "TJANS_TELEGRAM_TOKEN": sandbox.token,
            "TJANS_TELEGRAM_API": sandbox.base_url,
            "TJANS_DATABASE": str(self.database),
            "TJANS_ADMINS": f"telegram:{admin.id}",
            "TJANS_LOG_LEVEL": "debug",
            **{f"TJANS_{name}": value for name, value in more.items()},
        }

    async def __aenter__(self) -> "Logged":
        with self.out.open("wb") as out:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-X", "dev", "-c", WITH_BUGS, "run"), env=self._environment, stdout=out, stderr=out
            )
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._process.returncode is None:
            self._process.terminate()
        await self._process.wait()

    def said(self) -> str:
        return self.out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("style", "by_webhook"), [("json", False), ("text", True)], ids=["json, polling", "text, webhook"]
)
async def test_nobodys_words_are_in_any_log(tmp_path: Path, style: str, *, by_webhook: bool) -> None:
    port = unused_port()
    webhook = {
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
        "TELEGRAM_WEBHOOK_SECRET": "Kvitfjord_1",
    }
    async with Sandbox(token="7000000001:Kvitfjord-token") as sandbox:
        karen = sandbox.add_person("Karen")
        marta = sandbox.add_person("Märta", last_name="Ærlig")
        sandbox.webhook.first_wait = 0.05
        async with Logged(sandbox, tmp_path, karen, LOG_FORMAT=style, **(webhook if by_webhook else {})) as program:
            await _traffic(sandbox, karen, marta)
        said = program.said()
    assert [word for word in SECRET_WORDS if word.lower() in said.lower()] == []
    for name in ("RuntimeError", "ValidationError", "IntegrityError", "KeyError", "ExceptionGroup", "with_bugs"):
        assert name in said
    assert said.count("an update could not be handled") == 3 * 5 + 2
    if style == "json":
        assert {"time", "level", "logger", "message"} <= set.intersection(
            *map(set, map(json.loads, said.splitlines()))
        )
    assert _kept(program.database) == []
    assert too_long(program.database) == {}


async def _traffic(sandbox: Sandbox, karen: Person, marta: Person) -> None:
    channel = sandbox.add_channel(f"Kanal {WORDS}", karen)
    await connects(sandbox, karen, channel)
    card = await posts(sandbox, karen, channel, title="Lav suppe")
    sandbox.start(marta)
    await says(sandbox, marta, "Velkommen")
    for bug in range(1, 6):
        sandbox.write(marta, None, f"BUG{bug} {WORDS} {CPR}")
    sandbox.write(marta, None, f"mit nummer er {CPR}")
    sandbox.write(marta, None, f"/find {WORDS}")
    sandbox.press_data(marta, card, f"{WORDS}"[:30])
    sandbox.world.updates.put_raw({"message": f"{WORDS} {CPR}"})
    sandbox.world.updates.put_raw({"message": {"text": WORDS, "chat": {"id": WORDS}, "from": {"id": 1}}})
    sandbox.faults.fail("sendMessage", 400, f'Bad Request: can\'t parse entities: Unsupported start tag "{WORDS}"')
    sandbox.faults.fail("answerCallbackQuery", 500, f'Internal Server Error: "{WORDS}"')
    sandbox.faults.drop_after("sendMessage", times=2)
    sandbox.press(marta, card, card.buttons[0])
    sandbox.write(marta, None, "SIDSTE ord")
    sandbox.write(marta, None, "/hjaelp")
    await sandbox.until(
        lambda: any("Sådan virker det" in message.text for message in sandbox.messages(marta)), timeout=60
    )


def _kept(path: Path) -> list[Any]:
    """Nor is any of it left in the inbox, or in what is written down about trouble."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(
            "SELECT raw, trouble FROM inbox UNION ALL SELECT facts, trouble FROM notices"
            " UNION ALL SELECT '', trouble FROM posts"
        ).fetchall()
    return [row for row in rows if any(word in str(row) for word in SECRET_WORDS)]
