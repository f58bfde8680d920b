"""A Bot API small enough to read at a glance: it notes each call, and answers what the test laid ready."""

import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "1:token"
Answer = tuple[int, dict[str, Any]] | tuple[int, str] | Callable[[], Awaitable[tuple[int, dict[str, Any]]]]


def done(result: Any) -> tuple[int, dict[str, Any]]:
    """Making requests: "'ok' equals True and the result can be found in 'result'"."""
    return 200, {"ok": True, "result": result}


def refusal(code: int, description: str, **parameters: int) -> tuple[int, dict[str, Any]]:
    """Making requests: "an error_code and a description"; `parameters` are ResponseParameters."""
    refused: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    return code, {**refused, "parameters": parameters} if parameters else refused


@dataclass
class BotApi:
    base: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    laid_ready: dict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))

    def lay_ready(self, method: str, *answers: Answer) -> None:
        """What the next calls of this method are answered; later ones get the usual answer."""
        self.laid_ready[method].extend(answers)

    def methods(self) -> list[str]:
        return [method for method, _ in self.calls]

    def called(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each call of this method."""
        return [parameters for name, parameters in self.calls if name == method]

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        parameters = await _parameters(request)
        self.calls.append((method, parameters))
        ready = self.laid_ready[method]
        answer = ready.popleft() if ready else usual(method, parameters)
        status, body = answer if isinstance(answer, tuple) else await answer()
        if isinstance(body, str):
            return web.Response(text=body, content_type="text/html", status=status)
        return web.json_response(body, status=status)


def usual(method: str, parameters: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    if method == "getMe":
        return done({"id": 1, "is_bot": True, "first_name": "Tjans", "username": "tjans_bot"})
    if method in {"sendMessage", "sendDocument", "editMessageText"}:
        chat = {"id": int(parameters["chat_id"]), "type": "private"}
        return done({"message_id": 6, "date": 1769250000, "chat": chat, "text": "hej", "unheard_of": {}})
    return done({"url": ""} if method == "getWebhookInfo" else True)


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        parsed = json.loads(await request.read())
        assert isinstance(parsed, dict)
        return parsed
    form = await request.post()
    return {
        name: (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
        for name, value in form.items()
    }


@asynccontextmanager
async def bot_api() -> AsyncIterator[BotApi]:
    """A server on a free port of loopback."""
    api = BotApi()
    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/{{method}}", api.handle)
    async with TestServer(app) as server:
        api.base = str(server.make_url("")).rstrip("/")
        yield api
