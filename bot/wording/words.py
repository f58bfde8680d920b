"""One language's voice: sentences, plurals, dates and clock times in the community's zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.support import NullTranslations, Translations

from bot.errors import Unworkable

CATALOGUES = Path(__file__).parents[2] / "locales"
LANGUAGES = {"da": "da_DK", "en": "en_GB"}
"""The languages spoken, and the locale that formats their dates (domain 3.7: `da` alone has wrong week numbers)."""

_DATE = {"da": "EEEE 'den' d. MMMM", "en": "EEEE d MMMM"}
_DATE_AND_YEAR = {"da": "EEEE 'den' d. MMMM y", "en": "EEEE d MMMM y"}
_CLOCK = {"da": "'kl.' HH.mm", "en": "HH:mm"}
_BARE_CLOCK = {"da": "HH.mm", "en": "HH:mm"}
_MIDNIGHT = {"da": "24.00", "en": "00:00"}
_SHORT = {"da": "EEE d/M 'kl.' HH.mm", "en": "EEE d/M HH:mm"}


@cache
def catalogue(language: str) -> NullTranslations | GNUTranslations:
    """The compiled catalogue of a language.

    Raises:
        Unworkable: it is not there (`make setup` compiles it).
    """
    found = Translations.load(str(CATALOGUES), [language], domain="tjans")
    if not isinstance(found, Translations):
        raise Unworkable(f"locales: the catalogue of {language} is not compiled; run `make setup`")
    return found


def language_for(chosen: str | None, client: str | None, default: str) -> str:
    """What a person chose, else what their client says, else English for foreign clients, else the community's."""
    for wish in (chosen, (client or "").replace("_", "-").split("-")[0].lower()):
        if wish in LANGUAGES:
            return wish
    if client and client.split("-")[0].lower() in ("nb", "nn", "no", "sv", "fo", "kl"):
        return "da"
    return "en" if client else default


@dataclass(frozen=True, slots=True)
class Words:
    """How to say things in one language. `say` and `count` take literal sentences, found by pybabel."""

    language: str
    zone: ZoneInfo

    @property
    def locale(self) -> Locale:
        return Locale.parse(LANGUAGES[self.language])

    def say(self, sentence: str, /, **holes: object) -> str:
        """The sentence in this language, with its named holes filled."""
        translated = catalogue(self.language).gettext(sentence)
        return translated.format(**holes) if holes else translated

    def count(self, one: str, many: str, /, n: int, **holes: object) -> str:
        """The right plural for `n`, which is itself a hole."""
        return catalogue(self.language).ngettext(one, many, n).format(n=n, **holes)

    # Times: public cards say the whole date, private texts say "tomorrow" where it helps.

    def whole_date(self, moment: datetime) -> str:
        """`lørdag den 23. januar 2027`"""
        return self.calendar_day(self._here(moment).date())

    def calendar_day(self, day: date) -> str:
        """`lørdag den 23. januar 2027`, of a local day."""
        return str(format_date(day, _DATE_AND_YEAR[self.language], self.locale))

    def weekday(self, number: int) -> str:
        """`mandag` for 0."""
        return str(format_date(date(2024, 1, 1 + number), "EEEE", self.locale))  # the first was a Monday

    def clock(self, moment: datetime) -> str:
        """`kl. 14.00`"""
        return self._format(moment, _CLOCK)

    def short(self, moment: datetime) -> str:
        """`lør. 23/1 kl. 14.00`"""
        return self._format(moment, _SHORT)

    def at(self, moment: datetime) -> str:
        """`lørdag den 23. januar 2027 kl. 14.00`"""
        return self.say("{day}, {clock}", day=self.whole_date(moment), clock=self.clock(moment))

    def span(self, starts_at: datetime, ends_at: datetime) -> str:
        """`lørdag den 23. januar 2027 kl. 14.00–17.00`, with both dates if the end is on another day."""
        return self._span(self.whole_date(starts_at), starts_at, ends_at)

    def span_on(self, day: datetime, starts_at: datetime, ends_at: datetime) -> str:
        """`kl. 14.00–17.00` where that day has been said already, else as `span`."""
        hours = self._hours(starts_at, ends_at)
        if hours and self._here(starts_at).date() == self._here(day).date():
            return hours
        return self.span(starts_at, ends_at)

    def span_near(self, starts_at: datetime, ends_at: datetime, now: datetime) -> str:
        """`i morgen, tirsdag den 24. november, kl. 14.00–17.00`"""
        return self._span(self._day(starts_at, now), starts_at, ends_at)

    def moment(self, moment: datetime, now: datetime) -> str:
        """`i morgen, tirsdag den 24. november, kl. 14.00`"""
        return self.say("{day}, {clock}", day=self._day(moment, now), clock=self.clock(moment))

    def listing(self, things: Iterable[str]) -> str:
        """One thing a line."""
        return "\n".join(things)

    def each(self, things: Iterable[str]) -> str:
        """`Se kanal og Send beskeder`"""
        return str(format_list(list(things), locale=self.locale))

    def either(self, things: Iterable[str]) -> str:
        """`kl. 2, kl. 3 eller kl. 4`"""
        return format_list(list(things), style="or", locale=self.locale)

    def _day(self, moment: datetime, now: datetime) -> str:
        """The day before a clock time, always with its weekday, and in nearer words where they help."""
        near = abs(moment - now) < timedelta(days=300)
        pattern = (_DATE if near else _DATE_AND_YEAR)[self.language]
        date = str(format_date(self._here(moment), pattern, self.locale))
        away = (self._here(moment).date() - self._here(now).date()).days
        if away == 0:
            return self.say("today, {date}", date=date)
        if away == 1:
            return self.say("tomorrow, {date}", date=date)
        if 2 <= away <= 6:
            return self.say("this {date}", date=date)
        return date

    def _span(self, day: str, starts_at: datetime, ends_at: datetime) -> str:
        if hours := self._hours(starts_at, ends_at):
            return self.say("{day}, {clock}", day=day, clock=hours)
        return self.say("{day}, {clock} – {end}", day=day, clock=self.clock(starts_at), end=self.short(ends_at))

    def _hours(self, starts_at: datetime, ends_at: datetime) -> str:
        """`kl. 14.00–17.00`; empty if it ends on another day."""
        start, end = self._here(starts_at), self._here(ends_at)
        clock = self.clock(starts_at)
        if start.date() == end.date():
            return self.say("{clock}–{end}", clock=clock, end=self._format(ends_at, _BARE_CLOCK))
        if start.date() == (end - timedelta(microseconds=1)).date():
            return self.say("{clock}–{end}", clock=clock, end=_MIDNIGHT[self.language])
        return ""

    def _format(self, moment: datetime, patterns: dict[str, str]) -> str:
        here = self._here(moment)
        clock = str(format_datetime(here, patterns[self.language], locale=self.locale))
        if here.replace(fold=0).utcoffset() == here.replace(fold=1).utcoffset():
            return clock
        if here.dst():  # the hour that comes twice in the autumn night
            return self.say("{clock} (summer time)", clock=clock)
        return self.say("{clock} (winter time)", clock=clock)

    def _here(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)


def sentence(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def quoted(text: str, most: int = 40) -> str:
    """Somebody's own words, cut to a length that does not bury ours."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def lines(*parts: str | None) -> str:
    """The parts that say something, one a line."""
    return "\n".join(part for part in parts if part)


def paragraphs(*parts: str | None) -> str:
    """The parts that say something, with an empty line between."""
    return "\n\n".join(part for part in parts if part)
