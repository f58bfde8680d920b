"""The command line as a service manager and a newcomer meet it."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

NOBODY_THERE = "http://127.0.0.1:9"
WITHOUT_THE_SANDBOX = (
    "import sys; sys.modules['aiogram'] = None; from bot.__main__ import main; sys.argv = ['tjans', 'demo']; main()"
)

STOPPED_WHILE_LOADING = """
import signal, sys
from bot import __main__ as program, arguments
stop = getattr(signal, sys.argv.pop())
arguments.import_module = lambda name: signal.raise_signal(stop)
program.main()
"""


async def _tjans(*arguments: str, database: Path) -> asyncio.subprocess.Process:
    environment = os.environ | {
        "TJANS_TELEGRAM_TOKEN": "1:token",
        "TJANS_TELEGRAM_API": NOBODY_THERE,
        "TJANS_DATABASE": str(database),
    }
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-u",
        *arguments,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def _status(*arguments: str, database: Path) -> int:
    process = await _tjans(*arguments, database=database)
    await process.communicate()
    return process.returncode or 0


async def test_a_bot_that_waits_for_a_network_is_alive(tmp_path: Path) -> None:
    """Else whoever watches over it would start it again and again while the network is away."""
    database = tmp_path / "tjans.db"
    running = await _tjans("-m", "bot", "run", database=database)
    assert running.stderr
    while b"trying again" not in (line := await running.stderr.readline()):
        assert line, "it has ended"
    assert await _status("-m", "bot", "health", database=database) == 0
    running.terminate()
    await running.communicate()
    assert running.returncode == 0


async def test_the_demo_without_the_sandbox_says_what_to_do(tmp_path: Path) -> None:
    process = await _tjans("-c", WITHOUT_THE_SANDBOX, database=tmp_path / "tjans.db")
    _, said = await process.communicate()
    assert process.returncode == 1
    assert (
        said.decode().strip() == "demo, tour, simulate: aiogram is not installed; `make setup` installs all they need"
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["demo", "tour"])
async def test_a_stop_is_no_error(tmp_path: Path, command: str, stop: signal.Signals) -> None:
    """With its first line the tour has begun; the demo says that a port is taken long before it is ready."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = ["--port", str(taken.getsockname()[1])] if command == "demo" else []
        process = await _tjans("-m", "bot", command, *port, database=tmp_path / "tjans.db")
        assert process.stdout
        assert await process.stdout.readline()
        process.send_signal(stop)
        _, said = await process.communicate()
    assert process.returncode == 0, said.decode()
    assert "Traceback" not in said.decode()


@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM"])
async def test_a_stop_while_the_program_still_loads_is_no_error(tmp_path: Path, stop: str) -> None:
    process = await _tjans("-c", STOPPED_WHILE_LOADING, "demo", stop, database=tmp_path / "tjans.db")
    said, why = await process.communicate()
    assert (process.returncode, said, why) == (0, b"", b"")


async def test_the_demo_says_why_its_page_is_at_another_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = await _tjans("-m", "bot", "demo", "--port", str(port), database=tmp_path / "tjans.db")
        assert process.stdout
        why = (await process.stdout.readline()).decode()
        where = (await process.stdout.readline()).decode()
        process.terminate()
        await process.communicate()
    assert why == f"Port {port} cannot be had (address already in use), so the next free one was taken.\n"
    assert where.startswith("Open http://127.0.0.1:")
    assert f":{port} " not in where


async def test_the_demo_begins_anew_with_another_world_and_database(tmp_path: Path) -> None:
    process = await _tjans("-m", "bot", "demo", "--port", "0", database=tmp_path / "tjans.db")
    assert process.stdout
    url = (await process.stdout.readline()).decode().split()[1]
    async with aiohttp.ClientSession(url) as page:
        before = await _state(page)
        await page.post("/sandbox/act", json={"act": "told", "step": 0})
        await page.post("/sandbox/act", json={"act": "begin_anew"})
        assert await process.stdout.readline() == b"The demo began anew.\n"
        after = await _state(page)
    process.terminate()
    await process.communicate()
    assert process.returncode == 0
    assert before["world"] != after["world"]
    assert after["story"]["told"] == []
    names = [person["first_name"] for person in before["people"]]
    assert [person["first_name"] for person in after["people"]] == names


async def _state(page: aiohttp.ClientSession) -> dict[str, Any]:
    async with page.get("/sandbox/state") as answer:
        state: dict[str, Any] = await answer.json()
        return state


@pytest.mark.parametrize("port", ["99999", "-1"])
async def test_what_is_no_port_is_refused_in_one_line(tmp_path: Path, port: str) -> None:
    process = await _tjans("-m", "bot", "demo", f"--port={port}", database=tmp_path / "tjans.db")
    _, said = await process.communicate()
    assert process.returncode == 1
    assert said.decode() == f"--port: {port} is no port; they go from 0 (any free one) to 65535\n"
