"""Logs that hold nobody's words: what happened, where in the program, and numbers; as text or as JSON lines.

Errors quote what they choke on: pydantic the input, SQLite the value, Telegram the text. So of an error only its
type and the way to it are written, and of other people's records only what stands in their code.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Literal

OURS = ("tjans", "bot", "handlers", "storage", "monitoring", "sandbox", "demo")
MOST_FRAMES = 30
MOST_CAUSES = 8

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_SMALL = 100_000
_QUOTING = "<({'\""

Style = Literal["text", "json"]


def set_up(style: Style, level: str) -> None:
    """Write to stderr from now on. `level` is that of our own loggers; the libraries' warnings come in any case.

    Also what would have gone there by itself: an error that ends the program, or a thread.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if style == "json" else _Text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level.upper())
    logging.captureWarnings(True)
    sys.excepthook = _stopped
    sys.unraisablehook = _lost
    threading.excepthook = _thread_stopped


class _Careful(logging.Formatter):
    """What both styles share."""

    def words(self, record: logging.LogRecord) -> str:
        """Our own message; of a library's only what stands in its code."""
        if record.name.partition(".")[0] in OURS:
            return record.getMessage()
        template = str(record.msg).partition("\n")[0]
        if record.args:
            if _are_numbers(record.args):
                return record.getMessage().partition("\n")[0]
            return template if any(map(str.isalpha, template.replace("%s", ""))) else "a library warns"
        cut = min((at for sign in _QUOTING if (at := template.find(sign)) >= 0), default=len(template))
        return template[:cut].rstrip()

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """What was given as `extra`."""
        if record.name.partition(".")[0] not in OURS:
            return {}
        return {name: value for name, value in vars(record).items() if name not in _STANDARD}

    def error(self, record: logging.LogRecord) -> BaseException | None:
        return record.exc_info[1] if record.exc_info else None


def _are_numbers(given: object) -> bool:
    """Seconds, counts, the number of a shard; what is larger may be somebody's id."""
    return isinstance(given, tuple) and all(
        one is None or (isinstance(one, int | float) and abs(one) < _SMALL) for one in given
    )


class _Text(_Careful):
    def format(self, record: logging.LogRecord) -> str:
        fields = "".join(f" {name}={value}" for name, value in self.fields(record).items())
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {self.words(record)}{fields}"
        error = self.error(record)
        return line if error is None else "\n".join([line, *(f"  {step}" for step in way_to(error))])


class _Json(_Careful):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self.words(record),
        }
        line |= self.fields(record)
        if (error := self.error(record)) is not None:
            line |= {"error": type(error).__name__, "trace": list(way_to(error))}
        return json.dumps(line, ensure_ascii=False, default=lambda one: type(one).__name__)


def way_to(error: BaseException) -> Iterator[str]:
    """The error, what caused it, and the calls that led there: types and places, never the words of an error."""
    seen: set[int] = set()
    waiting: list[tuple[str, BaseException]] = [("", error)]
    while waiting and len(seen) < MOST_CAUSES:
        relation, one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield f"{relation}{type(one).__module__}.{type(one).__qualname__}"
        for frame in traceback.extract_tb(one.__traceback__)[-MOST_FRAMES:]:
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}"
        waiting += _causes(one)


def _causes(error: BaseException) -> Iterator[tuple[str, BaseException]]:
    if isinstance(error, BaseExceptionGroup):
        yield from (("of the group: ", inner) for inner in error.exceptions)
    if error.__cause__ is not None:
        yield "caused by: ", error.__cause__
    elif error.__context__ is not None and not error.__suppress_context__:
        yield "while handling: ", error.__context__


def _stopped(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    logging.getLogger("tjans").critical("stopped by a bug", exc_info=error)


def _thread_stopped(given: threading.ExceptHookArgs) -> None:
    logging.getLogger("tjans").critical("a thread was stopped by a bug", exc_info=given.exc_value)


def _lost(given: Any) -> None:
    logging.getLogger("tjans").error("an error was lost", exc_info=given.exc_value)
