"""The bot to compare with: python-telegram-bot as its documentation shows it, sequential, on SQLite."""

import os
import sqlite3
from contextlib import closing

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import TelegramError
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

PLACES = 20
SCHEMA = """
CREATE TABLE IF NOT EXISTS sign_ups (person INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS presses (person INTEGER);
CREATE TABLE IF NOT EXISTS tasks (id INTEGER PRIMARY KEY, title TEXT, starts_at INTEGER);
"""
database = sqlite3.connect(os.environ.get("TJANS_DATABASE", ":memory:"))


def keyboard() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("I'm in", callback_data="join")]])


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        await update.message.reply_text("Welcome")


async def post(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if context.args:
        await context.bot.send_message(int(context.args[0]), f"0 of {PLACES}", reply_markup=keyboard())


async def find(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    rows = database.execute("SELECT id, title FROM tasks ORDER BY starts_at LIMIT 5").fetchall()
    if update.message is not None:
        await update.message.reply_text("\n".join(f"{number}. {title}" for number, title in rows) or "Nothing")


async def remind(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Everybody from one id to another; whom Telegram refuses is not told."""
    first, last = (int(word) for word in context.args or ("0", "0"))
    for person in range(first, last + 1):
        try:
            await context.bot.send_message(person, "Remember: in two hours")
        except TelegramError:
            continue


def _sign_up(person: int) -> tuple[bool, int, int]:
    """Whether the person is in, how many are, and how many asked."""
    with database:
        database.execute("INSERT INTO presses VALUES (?)", (person,))
        (taken,) = database.execute("SELECT COUNT(*) FROM sign_ups").fetchone()
        if taken < PLACES:
            database.execute("INSERT OR IGNORE INTO sign_ups VALUES (?)", (person,))
    (taken,) = database.execute("SELECT COUNT(*) FROM sign_ups").fetchone()
    (asked,) = database.execute("SELECT COUNT(*) FROM presses").fetchone()
    is_in = database.execute("SELECT 1 FROM sign_ups WHERE person = ?", (person,)).fetchone() is not None
    return is_in, taken, asked


async def join(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer, then edit the message: what the documentation's inline keyboard example does at every press."""
    query = update.callback_query
    if query is None:
        return
    is_in, taken, asked = _sign_up(query.from_user.id)
    await query.answer("You are in" if is_in else "Full")
    try:
        await query.edit_message_text(f"{taken} of {PLACES}, {asked} asked", reply_markup=keyboard())
    except TelegramError:
        return


def main() -> None:
    with closing(database):
        database.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; {SCHEMA}")
        token, api = os.environ["TJANS_TELEGRAM_TOKEN"], os.environ["TJANS_TELEGRAM_API"]
        application = Application.builder().token(token).base_url(f"{api}/bot").build()
        application.add_handler(CommandHandler("start", start))
        application.add_handler(CommandHandler("post", post))
        application.add_handler(CommandHandler("find", find))
        application.add_handler(CommandHandler("remind", remind))
        application.add_handler(CallbackQueryHandler(join))
        application.run_polling()


if __name__ == "__main__":
    main()
