"""How calls reach the Bot API: one aiohttp session behind python-telegram-bot's own extension point."""

import asyncio
import json
import os
from collections.abc import Callable, Sequence
from typing import Any

import aiohttp
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # what RequestData is documented to be made of
from yarl import URL

from handlers.networks.leaving import proxy_to

_DONE = b'{"ok":true,"result":true}'
_JSON = {"Content-Type": "application/json"}
STOPPED = -1
"""A call that was cut off by us says nothing about the network."""
_READ_BY_STATUS = (400, 401, 403, 404, 409)
"""python-telegram-bot takes these for Telegram's word, be the body a proxy's page: blocked, or a token refused."""
_LONGEST_DELAY = 10**6
"""Seconds. The longest delays that are known of Telegram are of some hours."""
_Seconds = object
"""A float, None for no limit, or `BaseRequest.DEFAULT_NONE` for the usual one."""


class AiohttpRequest(BaseRequest):
    """`telegram.request.BaseRequest` over one aiohttp session: ten times the calls a core of PTB's default.

    Args:
        read_timeout, connect_timeout: seconds; what a call may take in all is their sum.
        connections: how many sockets are open at most, the long poll among them. More calls wait for one.
        traces: aiohttp's own way to look at each call.
        called: told of each call its method and the HTTP status of the answer; 0: there was none.
    """

    def __init__(
        self,
        *,
        read_timeout: float = 10.0,
        connect_timeout: float = 5.0,
        connections: int = 50,
        traces: Sequence[aiohttp.TraceConfig] = (),
        called: Callable[[str, int], None] | None = None,
    ) -> None:
        # python-telegram-bot's own switch: RetryAfter carries a timedelta, and no warning comes with it.
        os.environ.setdefault("PTB_TIMEDELTA", "1")
        self._read_timeout = read_timeout
        self._connect_timeout = connect_timeout
        self._connections = connections
        self._traces = list(traces)
        self._called = called or _nobody_counts
        self._usual = aiohttp.ClientTimeout(total=read_timeout + connect_timeout, sock_connect=connect_timeout)
        self._session: aiohttp.ClientSession | None = None
        self._ways: dict[str, tuple[URL, str | None]] = {}

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                trace_configs=self._traces,
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def ask(self, url: str, /, *, read_timeout: float | None = None, **parameters: object) -> Any:
        """The raw result of a method, unread by python-telegram-bot; raises what the Bot's methods raise.

        For what its classes are too strict for: one unreadable update, or one missing field, spoils all.
        """
        timeout = BaseRequest.DEFAULT_NONE if read_timeout is None else read_timeout
        given = [RequestParameter(name, value, None) for name, value in parameters.items() if value is not None]
        return await self.post(url, RequestData(given), read_timeout=timeout)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body. TimedOut: perhaps delivered. NetworkError: the connection failed or broke."""
        if self._session is None:
            raise NetworkError("the session is closed")
        sent, headers = _encoded(request_data)
        timeout = self._timeout(read_timeout, write_timeout, connect_timeout, pool_timeout)
        status = 0
        try:
            asked, proxy = self._way(url)
            async with self._session.request(
                method, asked, data=sent, headers=headers, timeout=timeout, proxy=proxy
            ) as response:
                body = await response.read()
                status = response.status
            if status in _READ_BY_STATUS and not _is_answer(body):
                raise NetworkError(f"a page with status {status}, none of the Bot API")
            return status, body if status != 200 else worth_reading(url, body)
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientConnectionError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error
        except (aiohttp.ClientError, OSError) as error:  # their words may quote the URL, and that has the token
            raise NetworkError(type(error).__name__) from None
        except asyncio.CancelledError:
            status = STOPPED
            raise
        finally:
            if status != STOPPED:
                self._called(url.rpartition("/")[2], status)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dict; of a message that was sent, no more than which one it is.

        Unlike python-telegram-bot's own it never logs the payload, which holds what people wrote.
        """
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            raise TelegramError("the answer is not JSON") from None
        if not isinstance(answer, dict) or ("result" not in answer and "description" not in answer):
            raise TelegramError("the answer is none of the Bot API")
        if not isinstance(answer.get("description", ""), str):
            raise TelegramError("the answer is none of the Bot API")
        answer["parameters"] = _hints(answer.get("parameters"))
        result = answer.get("result")
        if isinstance(result, dict) and "message_id" in result and "chat" in result:
            answer["result"] = _which(result)
        return answer

    def _way(self, url: str) -> tuple[URL, str | None]:
        """The address, and the proxy on the way there."""
        known = self._ways.get(url)
        if known is None:  # one for each method, so some twenty
            known = self._ways[url] = URL(url), proxy_to(url)
        return known

    def _timeout(self, read: _Seconds, write: _Seconds, connect: _Seconds, pool: _Seconds) -> aiohttp.ClientTimeout:
        unset = BaseRequest.DEFAULT_NONE
        if read is unset and write is unset and connect is unset and pool is unset:
            return self._usual
        reading = self._read_timeout if read is unset else read
        connecting = self._connect_timeout if connect is unset else connect
        parts = [reading, connecting, 0.0 if write is unset else write, 0.0 if pool is unset else pool]
        known = [part for part in parts if isinstance(part, int | float)]
        return aiohttp.ClientTimeout(
            total=sum(known) if len(known) == len(parts) else None,
            sock_connect=connecting if isinstance(connecting, int | float) else None,
        )


def _nobody_counts(method: str, status: int) -> None: ...


def _encoded(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str] | None]:
    """JSON, or a multipart form where there is a file in it (Bot API, Making requests)."""
    if request_data is None:
        return None, None
    if not request_data.contains_files:
        return json.dumps(request_data.parameters).encode(), _JSON
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mimetype)
    return form, None


def worth_reading(url: str, body: bytes) -> bytes:
    """An edited message comes back whole and says nothing new: reading it costs as much as the call itself."""
    return _DONE if url.endswith("/editMessageText") and body.startswith(b"{") else body


def _is_answer(body: bytes) -> bool:
    """Whether the Bot API speaks, and not whoever stands before it (Bot API, Making requests)."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(answer, dict) and "description" in answer


def _hints(given: object) -> dict[str, int]:
    """ResponseParameters that can be heeded: python-telegram-bot believes whatever stands there."""
    if not isinstance(given, dict):
        return {}
    delay, moved_to = given.get("retry_after"), given.get("migrate_to_chat_id")
    hints = {"retry_after": delay} if type(delay) is int and 0 < delay < _LONGEST_DELAY else {}
    return hints | ({"migrate_to_chat_id": moved_to} if type(moved_to) is int and abs(moved_to) < 2**63 else {})


def _which(message: dict[str, Any]) -> dict[str, Any]:
    """Enough of a Message for python-telegram-bot to make one: reading all of it costs more than sending."""
    chat = message["chat"]
    return {
        "message_id": message["message_id"],
        "date": message.get("date", 0),
        "chat": {"id": chat.get("id", 0), "type": chat.get("type", "")},
    }
