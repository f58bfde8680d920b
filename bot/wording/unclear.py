"""What was not understood in a date, a count or a line, asked back kindly."""

from bot.errors import Refusal
from bot.wording.words import Words


def reason(unclear: Refusal, words: Words) -> str:
    """One or two sentences."""
    return words.say("I did not understand that.")
