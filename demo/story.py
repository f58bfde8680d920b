"""The story of the page: one task from the first word to the last reminder."""

from datetime import datetime, timedelta

from babel.dates import format_date

from demo.stage import ZONE, Cast
from sandbox.story import Step

TITLE = "Lav suppe"
"""By it the story finds its card among the examples: no example's title may hold these words."""
DAYS_AHEAD = 4
"""Far enough for a reminder the day before, near enough to be named by its weekday."""


def one_line(now: datetime) -> str:
    """What Karen writes: a task four days ahead, by its weekday."""
    weekday = format_date(now.astimezone(ZONE) + timedelta(days=DAYS_AHEAD), "EEEE", "da_DK")
    return f"/opret {TITLE} | på {weekday} 14-17 | Sognegården, Kgs. Lyngby | 4 | Gæster i suppekøkkenet"


def story(players: Cast, now: datetime) -> list[Step]:
    """The steps, in order. Each works with the buttons and words a person would use."""
    return [*_posted(players, now), *_taken(players), *_passed_on(players), *_reminded(players)]


def _posted(players: Cast, now: datetime) -> list[Step]:
    karen = players.karen
    return [
        Step(
            words={"da": "Karen skriver en ny opgave på én linje.", "en": "Karen writes a new task in one line."},
            person=karen,
            write=one_line(now),
        ),
        Step(
            words={
                "da": "Hun ser, hvad folk vil se, og trykker Udgiv.",
                "en": "She sees what people will see, and presses Udgiv (Publish).",
            },
            person=karen,
            press="Udgiv",
        ),
    ]


def _taken(players: Cast) -> list[Step]:
    channel, text_channel = players.channel, players.text_channel
    return [
        Step(
            words={"da": "Anna tager en plads i kanalen.", "en": "Anna takes a place in the channel."},
            person=players.anna,
            chat=channel,
            message=TITLE,
            press="Jeg er med",
        ),
        Step(
            words={"da": "Yusuf tager en plads.", "en": "Yusuf takes a place."},
            person=players.yusuf,
            chat=channel,
            message=TITLE,
            press="Jeg er med",
        ),
        Step(
            words={
                "da": "Malte tager en plads på Discord. Begge opslag tæller den med.",
                "en": "Malte takes a place on Discord. Both cards count it.",
            },
            person=players.malte,
            chat=text_channel,
            message=TITLE,
            press="Jeg er med",
        ),
        Step(
            words={
                "da": "Mads har aldrig skrevet til botten. Han får den sidste plads med det samme.",
                "en": "Mads has never written to the bot. He gets the last place at once.",
            },
            person=players.mads,
            chat=channel,
            message=TITLE,
            press="Jeg er med",
        ),
        Step(
            words={
                "da": "Mads trykker Start, så botten må minde ham om det.",
                "en": "Mads presses Start, so that the bot may remind him.",
            },
            person=players.mads,
            start="",
        ),
        Step(
            words={
                "da": "Fyldt op: det står der både på Telegram og på Discord.",
                "en": "Full (Fyldt op): it says so both on Telegram and on Discord.",
            },
            chat=text_channel,
        ),
    ]


def _passed_on(players: Cast) -> list[Step]:
    return [
        Step(
            words={
                "da": "Signe skriver sig på venteliste på Discord.",
                "en": "Signe joins the waiting list on Discord.",
            },
            person=players.signe,
            chat=players.text_channel,
            message=TITLE,
            press="Skriv mig på venteliste",
        ),
        Step(
            words={
                "da": "Anna kan ikke alligevel. Hun melder afbud med ét tryk på Telegram.",
                "en": "Anna cannot come after all. She gives the place back with one press on Telegram.",
            },
            person=players.anna,
            press="Meld afbud",
        ),
        Step(
            words={
                "da": "Signe får pladsen tilbudt på Discord og siger ja tak.",
                "en": "Signe is offered the place on Discord and says yes please.",
            },
            person=players.signe,
            press="Yes please",
        ),
    ]


def _reminded(players: Cast) -> list[Step]:
    return [
        Step(
            words={
                "da": "Tiden går. Dagen før kommer påmindelserne.",
                "en": "Time passes. The day before, the reminders arrive.",
            },
            person=players.yusuf,
            forward="next",
        ),
        Step(
            words={
                "da": "To timer før er det snart tid: den sidste påmindelse.",
                "en": "Two hours before, it is almost time: the last reminder.",
            },
            person=players.signe,
            forward="next",
        ),
    ]
