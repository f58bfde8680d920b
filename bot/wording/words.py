"""One language's voice: sentences, plurals, dates and clock times in the community's zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.support import NullTranslations, Translations

from bot.errors import Unworkable

CATALOGUES = Path(__file__).parents[2] / "locales"
LANGUAGES = {"da": "da_DK", "en": "en_GB"}
"""The languages spoken, and the locale that formats their dates (domain 3.7: `da` alone has wrong week numbers)."""

_DATE = {"da": "EEEE 'den' d. MMMM", "en": "EEEE d MMMM"}
_DATE_AND_YEAR = {"da": "EEEE 'den' d. MMMM y", "en": "EEEE d MMMM y"}
_CLOCK = {"da": "'kl.' HH.mm", "en": "HH:mm"}
_BARE_CLOCK = {"da": "HH.mm", "en": "HH:mm"}
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

    def date(self, moment: datetime) -> str:
        """`lørdag den 23. januar 2027`"""
        return str(format_date(self._here(moment), _DATE_AND_YEAR[self.language], self.locale))

    def clock(self, moment: datetime) -> str:
        """`kl. 14.00`"""
        return self._format(moment, _CLOCK)

    def short(self, moment: datetime) -> str:
        """`lør. 23/1 kl. 14.00`"""
        return self._format(moment, _SHORT)

    def span(self, starts_at: datetime, ends_at: datetime) -> str:
        """`lørdag den 23. januar 2027 kl. 14.00–17.00`, with both dates if the end is on another day."""
        return self._span(self.date(starts_at), starts_at, ends_at)

    def span_near(self, starts_at: datetime, ends_at: datetime, now: datetime) -> str:
        """`i morgen, tirsdag den 24. november, kl. 14.00–17.00`"""
        return self._span(self.day(starts_at, now), starts_at, ends_at)

    def moment(self, moment: datetime, now: datetime) -> str:
        """`i morgen, tirsdag den 24. november, kl. 14.00`"""
        return self.say("{day} {clock}", day=self.day(moment, now), clock=self.clock(moment))

    def day(self, moment: datetime, now: datetime) -> str:
        """The day, always with its weekday, and in nearer words where they help."""
        date = format_date(self._here(moment), self._day_pattern(moment, now), self.locale)
        away = (self._here(moment).date() - self._here(now).date()).days
        if away == 0:
            return self.say("today, {date},", date=date)
        if away == 1:
            return self.say("tomorrow, {date},", date=date)
        if 2 <= away <= 6:
            return self.say("this {date}", date=date)
        return str(date)

    def listing(self, things: Iterable[str]) -> str:
        """One thing a line."""
        return "\n".join(things)

    def _day_pattern(self, moment: datetime, now: datetime) -> str:
        near = abs(moment - now) < timedelta(days=300)
        return (_DATE if near else _DATE_AND_YEAR)[self.language]

    def _span(self, day: str, starts_at: datetime, ends_at: datetime) -> str:
        if self._here(starts_at).date() == self._here(ends_at).date():
            end = self._format(ends_at, _BARE_CLOCK)
            return self.say("{day} {clock}–{end}", day=day, clock=self.clock(starts_at), end=end)
        return self.say("{day} {clock} – {end}", day=day, clock=self.clock(starts_at), end=self.short(ends_at))

    def _format(self, moment: datetime, patterns: dict[str, str]) -> str:
        return str(format_datetime(self._here(moment), patterns[self.language], locale=self.locale))

    def _here(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)


def sentence(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def lines(*parts: str | None) -> str:
    """The parts that say something, one a line."""
    return "\n".join(part for part in parts if part)


def paragraphs(*parts: str | None) -> str:
    """The parts that say something, with an empty line between."""
    return "\n\n".join(part for part in parts if part)
