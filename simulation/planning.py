"""What the coordinators mean to do this year: which tasks, when, how many people; and how they write it down."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from simulation.options import ZONE, Options

UTC = ZoneInfo("UTC")
DOING = [
    "Lav suppe",
    "Reparér cykler",
    "Gå en tur med Birthe",
    "Ryd op på stranden",
    "Hjælp med lektier",
    "Bag boller",
    "Kør ud med mad",
    "Vand haven",
    "Syng for",
    "Sortér tøj",
    "Stil borde op",
    "Læs højt",
    "Vask op",
    "Del flyers ud",
    "Pas boden",
]
PLACES = [
    "Sognegården",
    "Biblioteket",
    "Kulturhuset",
    "Stationen",
    "Skolen",
    "Strandvej 4",
    "Rådhuspladsen",
    "Hallen",
]
BENEFIT = ["Gæster i suppekøkkenet", "Nye i byen", "Ældre i området", "Alle børn", "Naturen", "Familier i krise"]
ROLES = ("kok", "hjælper", "chauffør", "vært")
WEEKDAYS = ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A task as its coordinator means it. `mark` stands in its title; `written` is what they write for the time."""

    mark: int
    posted_at: datetime
    organisation: int
    coordinator: int
    title: str
    place: str
    benefit: str
    starts_at: datetime
    ends_at: datetime
    slots: tuple[tuple[str, int], ...]
    crowd: bool
    by_form: bool
    on_discord: bool = False
    """Posted by whoever looks after the organisation's channel there, if there is somebody."""

    @property
    def how_many(self) -> str:
        """As it is written: `4`, or `kok 1, hjælper 3`."""
        if len(self.slots) == 1:
            return str(self.slots[0][1])
        return ", ".join(f"{name} {capacity}" for name, capacity in self.slots)

    @property
    def capacity(self) -> int:
        """All places."""
        return sum(capacity for _, capacity in self.slots)

    @property
    def be_there_at(self) -> datetime:
        """A quarter of an hour before, for those that are posted by the form."""
        return self.starts_at - timedelta(minutes=15) if self.by_form else self.starts_at

    def when(self, now: datetime, dice: Random) -> str:
        """The time as somebody would write it on that day."""
        return written(self.starts_at, self.ends_at, now, dice)


def written(starts_at: datetime, ends_at: datetime, now: datetime, dice: Random) -> str:
    """`i morgen 14-17`, `lør 23/1 kl. 14-17`, `24. januar 17.30-20`"""
    here, end, today = starts_at.astimezone(ZONE), ends_at.astimezone(ZONE), now.astimezone(ZONE).date()
    away = (here.date() - today).days
    clock = f"{_clock(here)}-{_clock(end)}"
    ways = [f"{here.day}/{here.month} {clock}", f"{WEEKDAYS[here.weekday()][:3]} {here.day}/{here.month} kl. {clock}"]
    if away == 1:
        ways.append(f"i morgen {clock}")
    if 2 <= away <= 6:
        ways.append(f"{WEEKDAYS[here.weekday()]} {clock}")
    return dice.choice(ways)


def _clock(here: datetime) -> str:
    return f"{here.hour}" if here.minute == 0 else f"{here.hour}.{here.minute:02}"


def year(options: Options, organisations: int) -> list[Plan]:
    """Every task that will be posted, by the moment of posting."""
    dice = options.dice("plans")
    moments = sorted(_posting(dice, options) for _ in range(options.tasks))
    return [_plan(dice, mark, moment, organisations) for mark, moment in enumerate(moments, start=1)]


def _posting(dice: Random, options: Options) -> datetime:
    """By day; nothing on the first, which is for connecting the channels."""
    day = options.begins.date() + timedelta(days=dice.randint(1, max(1, options.days - 2)))
    return datetime.combine(day, time(8), ZONE) + timedelta(seconds=dice.randint(0, 11 * 3600))


def _plan(dice: Random, mark: int, posted_at: datetime, organisations: int) -> Plan:
    starts_at, ends_at = _span(dice, posted_at)
    roles = dice.sample(ROLES, dice.choice((1, 1, 1, 2, 3)))
    crowd = dice.random() < 0.01
    slots = tuple((role, 20 if crowd else dice.choice((1, 2, 3, 3, 4, 5, 6, 8, 10, 12))) for role in roles)
    return Plan(
        mark=mark,
        posted_at=posted_at,
        organisation=dice.randrange(organisations),
        coordinator=int(dice.random() < 0.3),
        title=f"T{mark:04} {dice.choice(DOING)}",
        place=dice.choice(PLACES),
        benefit=dice.choice(BENEFIT),
        starts_at=starts_at,
        ends_at=ends_at,
        slots=slots,
        crowd=crowd,
        by_form=dice.random() < 0.12,
        on_discord=dice.random() < 0.15,
    )


def _span(dice: Random, posted_at: datetime) -> tuple[datetime, datetime]:
    """Mostly in the next two weeks, mostly by day; now and then over midnight or on the night of a clock change."""
    here = posted_at.astimezone(ZONE)
    if dice.random() < 0.06:  # today still
        soon = (here + timedelta(hours=dice.randint(2, 4))).replace(minute=dice.choice((0, 30)), second=0)
        return _utc(soon.date(), soon.time()), _utc(soon.date(), soon.time()) + timedelta(minutes=90)
    day = here.date() + timedelta(days=1 + min(45, int(dice.expovariate(1 / 8))))
    if dice.random() < 0.1 and (night := _clock_change_soon(here.date())):
        day = night
    begins = time(dice.choice((8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 19)), dice.choice((0, 0, 0, 15, 30, 45)))
    minutes = dice.choice((60, 90, 120, 180, 240))
    if dice.random() < 0.06:
        begins, minutes = time(22), dice.choice((90, 180, 360))  # the last over any hour that a clock change takes
    end = datetime.combine(day, begins) + timedelta(minutes=minutes)
    return _utc(day, begins), _utc(end.date(), end.time())


def _clock_change_soon(today: date) -> date | None:
    """The day of a clock change within the next six weeks, or the day before or after it."""
    for away in range(3, 42):
        day = today + timedelta(days=away)
        noon = datetime.combine(day, time(12), ZONE)
        if noon.utcoffset() != (noon - timedelta(days=1)).utcoffset():
            return day + timedelta(days=today.day % 3 - 1)
    return None


def _utc(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZONE).astimezone(UTC)
