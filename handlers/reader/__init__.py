"""Reads what people type, in Danish and English: times, slots, one-line posts and wishes. Pure; asks no clock."""

from bot.unclear import Part, Reason, Unclear, When
from handlers.reader.moments import read_deadline, read_moment
from handlers.reader.numbers import read_number
from handlers.reader.posts import OneLine, split_one_line
from handlers.reader.slots import SlotSpec, read_slots
from handlers.reader.when import read_when
from handlers.reader.wishes import Wish, Wished, read_wish

__all__ = [
    "OneLine",
    "Part",
    "Reason",
    "SlotSpec",
    "Unclear",
    "When",
    "Wish",
    "Wished",
    "read_deadline",
    "read_moment",
    "read_number",
    "read_slots",
    "read_when",
    "read_wish",
    "split_one_line",
]
