"""The Bot API without HTTP: the same rules, the same answers, the same journal."""

import json
from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.asking import Upload
from sandbox.faults import Dropped
from sandbox.people import Json


async def _call(sandbox: Sandbox, method: str, token: str | None = None, **given: Any) -> tuple[int, Json]:
    async def parameters() -> tuple[Json, dict[str, Upload]]:
        return given, {}

    status, body = await sandbox.api.answer(token or sandbox.token, method, parameters)
    return status, json.loads(body)


async def test_a_message_arrives() -> None:
    sandbox = Sandbox()
    bob = sandbox.add_person("Bob")
    sandbox.start(bob)
    status, answer = await _call(sandbox, "sendMessage", chat_id=bob.id, text="<b>Hej</b>", parse_mode="HTML")
    assert (status, answer["ok"]) == (200, True)
    assert sandbox.last(bob).text == "Hej"
    assert [call.method for call in sandbox.calls] == ["sendMessage"]


@pytest.mark.parametrize(
    ("method", "given", "status", "words"),
    [
        ("sendMessage", {"chat_id": 42, "text": "Hej"}, 400, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": 42, "text": "Hej", "txet": "?"}, 400, "Bad Request: unknown parameter 'txet'"),
        ("sendNothing", {}, 404, "Not Found"),
        ("getMe", {"token": "1:wrong"}, 401, "Unauthorized"),
    ],
)
async def test_a_refusal_has_the_status_and_the_words_of_the_server(
    method: str, given: dict[str, Any], status: int, words: str
) -> None:
    sandbox = Sandbox()
    found, answer = await _call(sandbox, method, **given)
    assert (found, answer["error_code"], answer["description"]) == (status, status, words)
    assert len(sandbox.refusals) == 1


async def test_a_broken_connection_is_told_to_the_caller() -> None:
    sandbox = Sandbox()
    sandbox.faults.drop_after("getMe")
    with pytest.raises(Dropped):
        await _call(sandbox, "getMe")
    assert sandbox.calls[0].done
