"""The bot to compare with: python-telegram-bot as its documentation shows it, sequential, places in memory."""

import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import TelegramError
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

PLACES = 20
taken: list[int] = []
pressed: list[int] = []


def keyboard() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("I'm in", callback_data="join")]])


async def post(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if context.args:
        await context.bot.send_message(int(context.args[0]), "0 of 20", reply_markup=keyboard())


async def join(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer, then edit the message: what the documentation's inline keyboard example does at every press."""
    query = update.callback_query
    if query is None:
        return
    pressed.append(query.from_user.id)
    if len(taken) < PLACES:
        taken.append(query.from_user.id)
        await query.answer("You are in")
    else:
        await query.answer("Full")
    try:
        await query.edit_message_text(f"{len(taken)} of {PLACES}, {len(pressed)} asked", reply_markup=keyboard())
    except TelegramError:
        return


def main() -> None:
    token, api = os.environ["TJANS_TELEGRAM_TOKEN"], os.environ["TJANS_TELEGRAM_API"]
    application = Application.builder().token(token).base_url(f"{api}/bot").build()
    application.add_handler(CommandHandler("post", post))
    application.add_handler(CallbackQueryHandler(join))
    application.run_polling()


if __name__ == "__main__":
    main()
