"""`tjans tour`: the whole main job on both networks, played against the sandbox and checked on the way."""

import sys
from datetime import datetime, timedelta

from bot.rules import UNDO
from demo.guide import PATIENCE, Astray, Tour
from demo.stage import ORGANISATION, ZONE, cast, curtain, neighbour, performing
from demo.story import one_line
from sandbox import Message, Sandbox
from sandbox.discord import Message as DiscordMessage

Cards = tuple[Message, DiscordMessage]
"""The same task on Telegram and on Discord."""
FORM = ("Bag boller", "{day} 10-12", "Ungdomshuset", "2", "Alle, der kommer forbi")


async def tour(now: datetime) -> int:
    """Play it from this moment on. 0 if everything was as it should be; else 1, after one line that says what not."""
    async with Sandbox(name="Frivillige i Lyngby", clock=curtain(now)) as sandbox, neighbour(sandbox) as discord:
        players = cast(sandbox, discord)
        async with performing(sandbox, discord, players, seeded=False):
            try:
                await _play(Tour(sandbox, discord, players))
            except Astray as reason:
                sys.stdout.write(f"\nNot as it should be: {reason}\n")
                return 1
    sys.stdout.write("\nThe tour is over. Everything was as it should be.\n")
    return 0


async def _play(tour: Tour) -> None:
    await _connect(tour)
    await _connect_discord(tour)
    cards = await _post(tour)
    await _take(tour, cards)
    await _wait(tour, cards)
    await _give_back(tour)
    await _remind(tour)
    await _call_off(tour)
    refusals = [str(call) for call in [*tour.sandbox.refusals, *tour.discord.refusals]]
    tour.check(f"the networks refused calls: {refusals}", lambda: not refusals)


async def _connect(tour: Tour) -> None:
    karen, channel = tour.players.karen, tour.players.channel
    tour.tells("Karen, an admin, adds the bot to her channel on Telegram")
    tour.sandbox.start(karen)
    await tour.sees(karen, "Velkommen")
    for volunteer in (tour.players.anna, tour.players.yusuf, tour.players.james):
        tour.sandbox.start(volunteer)
    tour.sandbox.add_bot(channel, by=karen)
    question = await tour.sees(karen, channel.title, "?")
    await tour.presses(karen, question, question.labels[0], expect="")
    await tour.sees(karen, "Tilsluttet")


async def _connect_discord(tour: Tour) -> None:
    freja, channel = tour.players.freja, tour.players.text_channel
    tour.tells("Freja, an admin on Discord, connects her channel to the same organisation")
    asked = await tour.is_answered(tour.discord.command(freja, channel, "tilslut"), "?")
    await tour.clicks(freja, asked, "Tilslut", "privat")
    question = await tour.reads(freja, channel.name, "?")
    await tour.clicks(freja, question, ORGANISATION, "Tilsluttet")


async def _post(tour: Tour) -> Cards:
    karen = tour.players.karen
    tour.tells("Karen posts a task in one line; it stands on both networks")
    tour.sandbox.write(karen, None, one_line(tour.sandbox.clock.now()))
    preview = await tour.sees(karen, "Lav suppe", button="Udgiv")
    await tour.presses(karen, preview, "Udgiv", expect="")
    return (
        await tour.sees(tour.players.channel, "Lav suppe", "4 ledige pladser", button="Jeg er med"),
        await tour.reads(tour.players.text_channel, "Lav suppe", "4 ledige pladser", "<t:", button="Jeg er med"),
    )


async def _both_say(tour: Tour, *words: str, button: str) -> None:
    await tour.sees(tour.players.channel, *words, button=button)
    await tour.reads(tour.players.text_channel, *words, button=button)


async def _take(tour: Tour, cards: Cards) -> None:
    players, (card, on_discord) = tour.players, cards
    tour.tells("Anna and Yusuf take a place on Telegram, Malte on Discord; each card counts all three")
    await tour.presses(players.anna, card, "Jeg er med", expect="Du er med")
    await tour.presses(players.yusuf, card, "Jeg er med", expect="Du er med")
    told = await tour.clicks(players.malte, on_discord, "Jeg er med", "Du er med")
    tour.check("what Malte is told in the channel is for his eyes only", lambda: told.only_for is players.malte)
    await tour.reads(players.malte, "Lav suppe", button="Meld afbud")
    await _both_say(tour, "1 ledig plads", button="Jeg er med")
    tour.tells("Mads, who has never written to the bot, takes the last one on Telegram")
    await tour.presses(players.mads, card, "Jeg er med", expect="?start=t")
    await tour.sees(players.mads, "Du er med", button="Meld afbud")
    await _both_say(tour, "Fyldt op", button="Skriv mig på venteliste")


async def _wait(tour: Tour, cards: Cards) -> None:
    players, (card, on_discord) = tour.players, cards
    tour.tells("There is one line: Signe stands in it from Discord, James after her from Telegram")
    await tour.clicks(players.signe, on_discord, "Skriv mig på venteliste", "number 1")
    await tour.presses(players.james, card, "Skriv mig på venteliste", expect="number 2")
    await _both_say(tour, "2 venter", button="Skriv mig på venteliste")


async def _give_back(tour: Tour) -> None:
    players = tour.players
    tour.tells("Anna gives her place back on Telegram; it is offered to Signe on Discord")
    page = await tour.sees(players.anna, "Du er med", button="Meld afbud")
    await tour.presses(players.anna, page, "Meld afbud", expect="meldt afbud")
    offer = await tour.reads(players.signe, "place for you", button="Yes please")
    await tour.clicks(players.signe, offer, "Yes please", "You are in")
    tour.tells("Malte gives his back on Discord; it is offered to James on Telegram")
    mine = await tour.reads(players.malte, "Du er med", button="Meld afbud")
    await tour.clicks(players.malte, mine, "Meld afbud", "meldt afbud")
    offered = await tour.sees(players.james, "place for you", button="Yes please")
    await tour.presses(players.james, offered, "Yes please", expect="You are in")
    await _both_say(tour, "Fyldt op\n", button="Skriv mig på venteliste")


async def _remind(tour: Tour) -> None:
    players = tour.players
    tour.tells("Time passes: a day before, and two hours before, everyone where they are")
    await tour.sandbox.travel_to_next()
    await tour.sees(players.yusuf, "Husk: i morgen", "Sognegården", button="Meld afbud")
    await tour.sees(players.mads, "Husk: i morgen", "Sognegården", button="Meld afbud")
    await tour.sees(players.james, "Remember: tomorrow", button="I can't come")
    await tour.reads(players.signe, "Remember: tomorrow", button="I can't come")
    await tour.sandbox.travel_to_next()
    await tour.sees(players.mads, "Husk: i dag")
    await tour.reads(players.signe, "Remember: today")
    tour.tells("The day after, both cards are closed by themselves")
    await tour.sandbox.travel_by(timedelta(days=1).total_seconds())
    await tour.sees(players.channel, "Afsluttet")
    await tour.reads(players.text_channel, "Afsluttet")


async def _call_off(tour: Tour) -> None:
    players = tour.players
    tour.tells("Freja posts a task in a form on Discord, and James takes a place on Telegram")
    opened = tour.discord.command(players.freja, players.text_channel, "opret")
    await opened.answered(PATIENCE)
    day = f"{tour.sandbox.clock.now().astimezone(ZONE).date() + timedelta(days=5):%d-%m-%Y}"
    filled = {f"field{number}": words.format(day=day) for number, words in enumerate(FORM)}
    preview = await tour.is_answered(tour.discord.submit(players.freja, opened, filled), "Bag boller", button="Udgiv")
    tour.discord.press(players.freja, preview, "Udgiv")
    card = await tour.sees(players.channel, "Bag boller", button="Jeg er med")
    await tour.presses(players.james, card, "Jeg er med", expect="You are in")
    await tour.reads(players.text_channel, "Bag boller", "1 ledig plads")
    tour.tells("She calls it off; when she can no longer undo that, James is told")
    page = await tour.is_answered(tour.discord.command(players.freja, None, "styr"), "Bag boller")
    task = await tour.clicks(players.freja, page, "2. Bag boller", "Bag boller")
    question = await tour.clicks(players.freja, task, "Aflys", "?")
    await tour.clicks(players.freja, question, "Aflys", "Aflyst")
    await tour.sandbox.travel_by((UNDO + timedelta(minutes=1)).total_seconds())
    await tour.sees(players.james, "cancelled", "Bag boller")
    await tour.sees(players.channel, "Bag boller", "Aflyst")
    await tour.reads(players.text_channel, "Bag boller", "Aflyst")
