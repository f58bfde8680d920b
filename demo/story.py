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
    return f"/opret {TITLE} | på {weekday} 14-17 | Sognegården, Kgs. Lyngby | 3 | Gæster i suppekøkkenet"


def story(players: Cast, now: datetime) -> list[Step]:
    """The steps, in order. Each works with the buttons and words a person would use."""
    karen, channel = players.karen, players.channel
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
                "da": "Mads har aldrig skrevet til botten. Hans plads tæller med det samme.",
                "en": "Mads has never written to the bot. His place counts at once.",
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
                "da": "Nu er der fyldt op. James skriver sig på venteliste.",
                "en": "Now it is full. James joins the waiting list.",
            },
            person=players.james,
            chat=channel,
            message=TITLE,
            press="Skriv mig på venteliste",
        ),
        Step(
            words={
                "da": "Anna kan ikke alligevel. Hun melder afbud med ét tryk.",
                "en": "Anna cannot come after all. She gives the place back with one press.",
            },
            person=players.anna,
            press="Meld afbud",
        ),
        Step(
            words={
                "da": "James får pladsen tilbudt og siger ja tak.",
                "en": "James is offered the place and says yes please.",
            },
            person=players.james,
            press="Yes please",
        ),
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
            person=players.james,
            forward="next",
        ),
    ]
