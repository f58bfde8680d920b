"""The vocabulary, Danish and English side by side; keys as `tokens.fold` writes them."""

from handlers.reader.items import Before, Day, Half, Item, Length, PartOfDay, Until
from handlers.reader.tokens import fold


def _table(rows: dict[int, str]) -> dict[str, int]:
    return {fold(word): value for value, words in rows.items() for word in words.split()}


WEEKDAYS = _table(
    {
        0: "mandag man monday mon",
        1: "tirsdag tirs tir tuesday tues tue",
        2: "onsdag ons wednesday wed weds",
        3: "torsdag tors tor thursday thurs thur thu",
        4: "fredag fre friday fri",
        5: "lørdag lør lordag lor saturday sat",
        6: "søndag søn sondag son sunday sun",
    }
)
MONTHS = _table(
    {
        1: "januar january jan",
        2: "februar february feb",
        3: "marts march mar",
        4: "april apr",
        5: "maj may",
        6: "juni june jun",
        7: "juli july jul",
        8: "august aug",
        9: "september sept sep",
        10: "oktober october okt oct",
        11: "november nov",
        12: "december dec",
    }
)
NUMBERS = _table(
    {
        1: "en et én ét one",
        2: "to two",
        3: "tre three",
        4: "fire four",
        5: "fem five",
        6: "seks six",
        7: "syv seven",
        8: "otte eight",
        9: "ni nine",
        10: "ti ten",
    }
)
UNITS_IN_MINUTES = _table({60: "time timer hour hours hr hrs h t", 1: "minut minutter min mins minute minutes m"})
UNITS_IN_DAYS = _table({1: "dag dage døgn day days", 7: "uge uger week weeks"})
HALVES = {"am": Half.AM, "pm": Half.PM, "fm": Half.AM, "em": Half.PM, "a": Half.AM, "p": Half.PM}

NEXT = {"naeste", "next"}
EITHER = {"naeste"}
COMING = {"kommende", "foerstkommende", "coming", "this", "denne", "nu"}
IN = {"om", "in"}
THE = {"den", "d", "the"}
O_CLOCK = {"kl", "klokken", "at", "@"}
ORDINALS = {"st", "nd", "rd", "th"}
WEEK = {"uge", "week", "wk"}
NOONS = {"noon", "midday", "middag"}
MIDNIGHTS = {"midnat", "midnight"}
BETWEEN = {"mellem", "between"}
AND = {"og", "and"}
NO_LATER_THAN = {"senest", "inden", "foer", "by", "before"}
BEFORE = {"foer", "before", "inden"}
THE_START = {
    "start",
    "starten",
    "starter",
    "starts",
    "begynder",
    "begins",
    "opgaven",
    "den",
    "det",
    "it",
    "the",
    "task",
}

_SAYS: dict[str, tuple[Item, ...]] = {
    "nu på": (),
    "i dag": (Day(ahead=0),),
    "idag": (Day(ahead=0),),
    "today": (Day(ahead=0),),
    "i morgen": (Day(ahead=1),),
    "imorgen": (Day(ahead=1),),
    "tomorrow": (Day(ahead=1),),
    "i overmorgen": (Day(ahead=2),),
    "overmorgen": (Day(ahead=2),),
    "the day after tomorrow": (Day(ahead=2),),
    "day after tomorrow": (Day(ahead=2),),
    "i går": (Day(ahead=-1),),
    "igår": (Day(ahead=-1),),
    "yesterday": (Day(ahead=-1),),
    "i formiddag": (Day(ahead=0), PartOfDay.MORNING),
    "this morning": (Day(ahead=0), PartOfDay.MORNING),
    "i eftermiddag": (Day(ahead=0), PartOfDay.AFTERNOON),
    "this afternoon": (Day(ahead=0), PartOfDay.AFTERNOON),
    "i aften": (Day(ahead=0), PartOfDay.EVENING),
    "iaften": (Day(ahead=0), PartOfDay.EVENING),
    "this evening": (Day(ahead=0), PartOfDay.EVENING),
    "tonight": (Day(ahead=0), PartOfDay.EVENING),
    "i denne uge": (Day(weeks_ahead=0),),
    "denne uge": (Day(weeks_ahead=0),),
    "this week": (Day(weeks_ahead=0),),
    "næste uge": (Day(weeks_ahead=1),),
    "next week": (Day(weeks_ahead=1),),
    "samme dag": (Day(before=0),),
    "same day": (Day(before=0),),
    "på dagen": (Day(before=0),),
    "dagen før": (Day(before=1),),
    "dagen for": (Day(before=1),),
    "dagen inden": (Day(before=1),),
    "day before": (Day(before=1),),
    "aftenen før": (Day(before=1), PartOfDay.EVENING),
    "evening before": (Day(before=1), PartOfDay.EVENING),
    "night before": (Day(before=1), PartOfDay.EVENING),
    "ved start": (Before(length=Length()),),
    "at start": (Before(length=Length()),),
    "at the start": (Before(length=Length()),),
    "næste dag": (Day(before=-1),),
    "next day": (Day(before=-1),),
    "dagen efter": (Day(before=-1),),
    "day after": (Day(before=-1),),
}
_MORNING = "tidlig morgen formiddag formiddagen morning early"
_AFTERNOON = "eftermiddag eftermiddagen afternoon"
_EVENING = "aften aftenen evening"
_UNTIL = "- til to until till indtil"
_EMPTY = (
    "kl klokken at @ o'clock den d the of på paa on om in i for fra from , . : ; ! ? ( ) + varer varighed lasting"
)


def _phrases() -> dict[tuple[str, ...], tuple[Item, ...]]:
    """Everything that is found by looking it up; words that say nothing stand for no item."""
    says: dict[str, tuple[Item, ...]] = dict.fromkeys(_EMPTY.split(), ())
    says |= dict.fromkeys(sorted(BETWEEN), ())
    says |= dict.fromkeys(_UNTIL.split(), (Until(),))
    says |= dict.fromkeys(_MORNING.split(), (PartOfDay.MORNING,))
    says |= dict.fromkeys(_AFTERNOON.split(), (PartOfDay.AFTERNOON,))
    says |= dict.fromkeys(_EVENING.split(), (PartOfDay.EVENING,))
    return {tuple(fold(words).split()): items for words, items in (says | _SAYS).items()}


PHRASES = _phrases()
LONGEST_PHRASE = max(map(len, PHRASES))
