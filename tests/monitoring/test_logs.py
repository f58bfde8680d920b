"""Whatever goes wrong, the logs hold nobody's words; and still say what went wrong, and where."""

import asyncio
import gc
import io
import json
import logging
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from pydantic import BaseModel
from telegram.error import BadRequest

from handlers.networks.telegram.mishaps import undelivered, words_of
from monitoring import logs

ANNA = "Anna Ågesen 241226-1234"
STYLES: tuple[Literal["text", "json"], ...] = ("text", "json")


class Model(BaseModel):
    age: int


def bound_wrongly() -> None:
    sqlite3.connect(":memory:").execute(f"PRAGMA {ANNA}")


def triggered() -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE t (x TEXT CHECK (x != 'Anna Ågesen 241226-1234'))")
    database.execute("INSERT INTO t VALUES (?)", (ANNA,))


def validated() -> None:
    Model.model_validate({"age": ANNA})


def converted() -> None:
    int(ANNA)


def looked_up() -> None:
    {"x": 1}[ANNA]


def chained() -> None:
    try:
        converted()
    except ValueError as error:
        raise RuntimeError(f"about {ANNA}") from error


def while_handling() -> None:
    try:
        looked_up()
    except KeyError:
        converted()


def grouped() -> None:
    try:
        converted()
    except ValueError as error:
        raise ExceptionGroup(
            f"about {ANNA}", [error, ExceptionGroup(ANNA, [BadRequest(f'unsupported tag "{ANNA}"')])]
        ) from None


MISHAPS: list[Callable[[], None]] = [
    bound_wrongly,
    triggered,
    validated,
    converted,
    looked_up,
    chained,
    while_handling,
    grouped,
]


@contextmanager
def written(style: Literal["text", "json"], level: str = "debug") -> Iterator[io.StringIO]:
    """What is written meanwhile; afterwards all is as it was."""
    root, hooks = logging.getLogger(), (sys.excepthook, sys.unraisablehook, threading.excepthook)
    before, root_level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.OURS}
    logs.set_up(style, level)
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    try:
        yield stream
    finally:
        logging.captureWarnings(False)
        root.handlers[:] = before
        root.setLevel(root_level)
        for name, known in levels.items():
            logging.getLogger(name).setLevel(known)
        sys.excepthook, sys.unraisablehook, threading.excepthook = hooks


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("mishap", MISHAPS)
def test_of_an_error_only_its_type_and_the_way_to_it(
    mishap: Callable[[], None], style: Literal["text", "json"]
) -> None:
    with written(style) as stream:
        for name in ("bot.inbox", "aiohttp.server"):
            try:
                mishap()
            except Exception:  # each mishap raises another type, and all are to be logged
                logging.getLogger(name).exception("it failed")
    said = stream.getvalue()
    assert "Anna" not in said
    assert "241226" not in said
    assert said.count(mishap.__name__) >= 2
    assert said.count("it failed") == 2


def test_every_cause_is_named() -> None:
    with written("json") as stream:
        for mishap in (chained, while_handling, grouped):
            try:
                mishap()
            except Exception:  # each mishap raises another type, and all are to be logged
                logging.getLogger("tjans").exception("it failed")
    first, second, third = (json.loads(line) for line in stream.getvalue().splitlines())
    assert first["error"] == "RuntimeError"
    assert "caused by: builtins.ValueError" in first["trace"]
    assert "while handling: builtins.KeyError" in second["trace"]
    assert [step for step in third["trace"] if "group" in step and "in " not in step] == [
        "of the group: builtins.ValueError",
        "of the group: builtins.ExceptionGroup",
        "of the group: telegram.error.BadRequest",
    ]


def test_an_error_that_causes_itself_ends() -> None:
    one, other = ValueError("1"), KeyError("2")
    one.__cause__, other.__cause__ = other, one
    assert list(logs.way_to(one)) == ["builtins.ValueError", "caused by: builtins.KeyError"]


def test_a_json_line_has_time_level_logger_message_and_fields() -> None:
    with written("json") as stream:
        logging.getLogger("bot.inbox").warning("it %s", "waits", extra={"inbox_row": 7, "kind": "press"})
    (line,) = map(json.loads, stream.getvalue().splitlines())
    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "warning", "logger": "bot.inbox", "message": "it waits", "inbox_row": 7, "kind": "press"}


def test_a_text_line_has_them_too() -> None:
    with written("text") as stream:
        logging.getLogger("bot.inbox").warning("it %s", "waits", extra={"inbox_row": 7})
    assert stream.getvalue().endswith(" WARNING bot.inbox: it waits inbox_row=7\n")


@pytest.mark.parametrize(("level", "ours"), [("debug", 4), ("info", 3), ("error", 1)])
def test_the_level_is_that_of_our_own_loggers(level: str, ours: int) -> None:
    with written("text", level) as stream:
        for name in ("bot.inbox", "aiosqlite", "telegram.Bot", "apscheduler"):
            logger = logging.getLogger(name)
            for at in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
                logger.log(at, "something")
    lines = stream.getvalue().splitlines()
    assert sum(" bot.inbox: " in line for line in lines) == ours
    assert sum(" aiosqlite: " in line for line in lines) == 2
    assert len(lines) == ours + 6


@pytest.mark.parametrize(
    ("message", "args", "said"),
    [
        ("Error handling request from %s", (ANNA,), "Error handling request from %s"),
        (f"Exception in callback write('{ANNA}')", (), "Exception in callback write"),
        (f"Task was destroyed\ntask: <Task result={ANNA!r}>", (), "Task was destroyed"),
        ("shard ID %s is %.1fs behind.\nSent by %s", (None, 12.34, 7), "shard ID None is 12.3s behind."),
        ("user %s waits for %.1fs", (241226123400, 12.3), "user %s waits for %.1fs"),
        ("%s", (f"{__file__}:1: UserWarning: {ANNA}",), "a library warns"),
    ],
)
def test_of_a_librarys_record_only_what_stands_in_its_code(message: str, args: tuple[object, ...], said: str) -> None:
    with written("json") as stream:
        logging.getLogger("library").error(message, *args, extra={"payload": ANNA})
    (line,) = map(json.loads, stream.getvalue().splitlines())
    assert (line["message"], "payload" in line) == (said, False)


async def test_an_asyncio_task_that_nobody_asked_about() -> None:
    async def fails() -> None:
        raise ValueError(ANNA)

    with written("text") as stream:
        task = asyncio.ensure_future(fails())
        await asyncio.wait([task])
        del task
        gc.collect()
    said = stream.getvalue()
    assert "Task exception was never retrieved" in said
    assert "builtins.ValueError" in said
    assert "Anna" not in said


def test_a_thread_that_stops() -> None:
    with written("text") as stream:
        thread = threading.Thread(target=converted)
        thread.start()
        thread.join()
    assert "a thread was stopped by a bug" in stream.getvalue()
    assert "Anna" not in stream.getvalue()


@pytest.mark.parametrize("style", STYLES)
def test_an_error_that_ends_the_program(style: str) -> None:
    script = (
        f"from monitoring import logs; logs.set_up({style!r}, 'info')\n"
        f"def reached(name): raise ValueError(name)\n"
        f"reached({ANNA.upper()!r}.title())"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "stopped by a bug" in ended.stderr
    assert "builtins.ValueError" in ended.stderr
    assert "in reached" in ended.stderr
    assert ANNA.title() not in ended.stderr


def test_what_telegram_quotes_is_not_repeated() -> None:
    error = BadRequest(f'Can\'t parse entities: unsupported start tag "{ANNA}" at byte offset 3')
    assert words_of(error) == 'Can\'t parse entities: unsupported start tag "…" at byte offset 3'
    assert "Anna" not in undelivered(error, 5).detail
