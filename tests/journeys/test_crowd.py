"""300 people press at once for 20 places: all known to the bot, all strangers; or half of them on each network."""

import asyncio
from pathlib import Path

import pytest

from measure import both
from sandbox import CallbackAnswer, Message, Person, Press, Sandbox
from tests.journeys.stage import Process, connects, posts, says

CROWD, PLACES = 300, 20
PATIENCE = 60.0


async def _stage(sandbox: Sandbox, tmp_path: Path, *, known: bool) -> tuple[Process, Person, list[Person], Message]:
    karen = sandbox.add_person("Karen")
    channel = sandbox.add_channel("Frivillige i Lyngby", karen)
    crowd = [sandbox.add_person(f"Person {number}") for number in range(CROWD)]
    for person in crowd:
        sandbox.join(person, channel)
    process = Process(sandbox, tmp_path / "tjans.db", karen)
    await process.start()
    await connects(sandbox, karen, channel)
    card = await posts(sandbox, karen, channel, places=str(PLACES))
    if known:
        for person in crowd:
            sandbox.start(person)
        await sandbox.until(lambda: all(len(sandbox.messages(person)) > 1 for person in crowd), timeout=60)
    return process, karen, crowd, card


def _press_all(sandbox: Sandbox, crowd: list[Person], card: Message) -> list[Press]:
    button = card.buttons[0]
    return [sandbox.press(person, card, button) for person in crowd]


async def _answers(presses: list[Press]) -> list[CallbackAnswer]:
    return await asyncio.gather(*(press.answer(timeout=30) for press in presses))


@pytest.mark.parametrize("known", [True, False], ids=["known", "strangers"])
async def test_twenty_hold_and_everyone_is_told_the_truth(tmp_path: Path, *, known: bool) -> None:
    async with Sandbox() as sandbox:
        process, _, crowd, card = await _stage(sandbox, tmp_path, known=known)
        presses = _press_all(sandbox, crowd, card)
        answers = await _answers(presses)
        told_in = [answer for answer in answers if "Du er med" in answer.text or "?start=t" in answer.url]
        told_full = [answer for answer in answers if "Fyldt op" in answer.text]
        assert (len(told_in), len(told_full)) == (PLACES, CROWD - PLACES)
        await says(sandbox, card.chat, "Fyldt op", seconds=10)
        if known:
            holders = [person for person, answer in zip(crowd, answers, strict=True) if answer in told_in]
            await sandbox.until(
                lambda: all("Du er med" in sandbox.last(person).text for person in holders), timeout=15
            )
        assert [call.method for call in sandbox.refusals] == []
        assert await process.stop() == 0


async def test_a_stranger_who_opens_the_link_is_told_in_private(tmp_path: Path) -> None:
    async with Sandbox() as sandbox:
        process, _, crowd, card = await _stage(sandbox, tmp_path, known=False)
        press = sandbox.press(crowd[0], card, card.buttons[0])
        sandbox.follow_link(crowd[0], (await press.answer()).url)
        page = await says(sandbox, crowd[0], "Du er med", "Sognegården")
        assert "Meld afbud" in page.labels
        assert len([message for message in sandbox.messages(crowd[0]) if message.by_bot]) == 1
        await process.stop()


async def test_a_crowd_on_each_network_shares_twenty_places() -> None:
    """What `make bench` does with five hundred on each."""
    figures = await both.measure(CROWD // 2)
    assert (figures.told_in, figures.unanswered, figures.refused) == (PLACES, 0, 0)
    assert figures.cards_right_after < PATIENCE
