"""How long to wait before the next try, and how little to say about it."""

import logging

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.errors import Unworkable
from handlers.networks.telegram.mishaps import REFUSED_TOKEN, delay_of, words_of

LONGEST = 30.0


class Patience:
    """Trouble that passes: tried again after 1, 2, 4 … 30 s, one line in the log when it begins and one when it ends.

    Args:
        what: what fails, as the log names it.
    """

    def __init__(self, what: str, log: logging.Logger) -> None:
        self._what = what
        self._log = log
        self._failures = 0

    def after(self, error: BaseException) -> float:
        """Seconds to wait before the next try; Unworkable if no waiting helps, because the token is refused."""
        if isinstance(error, InvalidToken):
            raise Unworkable(REFUSED_TOKEN) from None
        self._failures += 1
        if self._failures == 1:
            self._log.warning("%s fails, trying again until it works: %s", self._what, _named(error))
        if isinstance(error, RetryAfter):
            return delay_of(error).total_seconds()
        return float(min(LONGEST, 2.0 ** min(self._failures - 1, 10)))

    def over(self) -> None:
        """It worked."""
        if self._failures:
            self._log.warning("%s works again", self._what)
        self._failures = 0


def _named(error: BaseException) -> str:
    return words_of(error) if isinstance(error, TelegramError) else type(error).__name__
