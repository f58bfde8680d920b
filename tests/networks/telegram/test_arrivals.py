"""Number and lane, before anything is read."""

import json
import logging
from typing import Any

import pytest

from bot.incoming import Arrival, Ignored
from handlers.networks.telegram.reading import LONGEST_UPDATE, arrival_of, read_update
from tests.networks.telegram.samples import (
    ANONYMOUS,
    CHANNEL,
    GROUP,
    ME,
    SERVICE,
    Json,
    message,
    moved,
    posted,
    pressed,
    written,
)


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        (written("hej"), "telegram:u:77"),
        (written("hej", GROUP), "telegram:u:77"),
        (pressed(message=message(CHANNEL)), "telegram:u:77"),
        (pressed(inline_message_id="x"), "telegram:u:77"),
        (moved(GROUP, {"status": "left"}, {"status": "member"}), "telegram:u:77"),
        (posted("hej"), "telegram:c:-1002"),
        (written("/find", GROUP, ANONYMOUS, sender_chat=GROUP), "telegram:c:-1001"),
        (written("x", GROUP, SERVICE, sender_chat=CHANNEL, is_automatic_forward=True), "telegram:c:-1001"),
        (moved(GROUP, {"status": "left"}, {"status": "member"}, ANONYMOUS), "telegram:c:-1001"),
        ({"update_id": 1}, "telegram:c:0"),
        ({"update_id": 1, "message": None}, "telegram:c:0"),
        ({"update_id": 1, "message": []}, "telegram:c:0"),
        ({"update_id": 1, "message": {"from": 7, "chat": "x"}}, "telegram:c:0"),
        ({"update_id": 1, "message": {"from": {"id": "77"}, "chat": {"id": True}}}, "telegram:c:0"),
        ({"update_id": 1, "callback_query": {"from": {}, "message": "x"}}, "telegram:c:0"),
    ],
)
def test_the_lane(update: Json, lane: str) -> None:
    arrival = arrival_of(update)
    assert arrival is not None
    assert (arrival.number, arrival.lane) == (update["update_id"], lane)
    assert json.loads(arrival.raw) == update


@pytest.mark.parametrize(
    "update",
    [written("x"), pressed(), posted("/x"), moved(GROUP, {"status": "left"}, {"status": "member"}, ANONYMOUS)],
)
def test_the_lane_is_the_senders_exactly_where_there_is_a_sender(update: Json) -> None:
    arrival = arrival_of(update)
    assert arrival is not None
    has_sender = read_update(arrival.raw, ME).sender is not None
    assert arrival.lane.startswith("telegram:u:") is has_sender


@pytest.mark.parametrize("raw", [{}, {"update_id": "1"}, {"update_id": True}, {"update_id": 2**70}, [], None, "x"])
def test_without_a_number_it_is_skipped_and_logged(raw: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert arrival_of(raw) is None
    assert "without a number" in caplog.text


def test_half_a_character_survives_the_way_to_the_disk() -> None:
    arrival = arrival_of(written("\ud83d"))
    assert arrival is not None
    assert arrival.raw.encode()


def test_a_giant_keeps_its_number_only(caplog: pytest.LogCaptureFixture) -> None:
    arrival = arrival_of({"update_id": 7, "message": {"from": {"id": 5}, "text": "Anna" * LONGEST_UPDATE}})
    assert arrival == Arrival(number=7, lane="telegram:u:5", raw='{"update_id": 7}')
    assert read_update(arrival.raw, "tjans_bot").what == Ignored()
    assert "Anna" not in caplog.text
    assert len(caplog.records) == 1


def test_what_is_nested_too_deeply_is_acknowledged_and_means_nothing() -> None:
    """Red when the error is let out: it ends polling, and the update comes again at each start."""
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    arrival = arrival_of({"update_id": 7, "message": {"from": {"id": 77}, "text": deep}})
    assert arrival is not None
    assert (arrival.number, arrival.lane) == (7, "telegram:u:77")
    assert read_update(arrival.raw, ME).what == Ignored()
