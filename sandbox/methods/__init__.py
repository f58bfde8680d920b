"""The methods of the Bot API this server knows, by lower-case name ("All methods are case-insensitive")."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import methods as api

from sandbox.asking import Ask
from sandbox.checking import Method
from sandbox.methods import chats, editing, polling, profile, sending, webhooks
from sandbox.world import World

Answer = Callable[[World, Ask], Any | Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Known:
    """A method: its typed model and what it does."""

    model: Method
    answer: Answer


_TABLE: dict[Method, Answer] = {
    api.GetMe: profile.get_me,
    api.GetUpdates: polling.get_updates,
    api.SetWebhook: webhooks.set_webhook,
    api.DeleteWebhook: webhooks.delete_webhook,
    api.GetWebhookInfo: webhooks.get_webhook_info,
    api.SendMessage: sending.send_message,
    api.SendDocument: sending.send_document,
    api.SendChatAction: sending.send_chat_action,
    api.EditMessageText: editing.edit_message_text,
    api.EditMessageReplyMarkup: editing.edit_message_reply_markup,
    api.DeleteMessage: editing.delete_message,
    api.AnswerCallbackQuery: editing.answer_callback_query,
    api.GetChat: chats.get_chat,
    api.GetChatMember: chats.get_chat_member,
    api.GetChatAdministrators: chats.get_chat_administrators,
    api.LeaveChat: chats.leave_chat,
    api.PinChatMessage: chats.pin_chat_message,
    api.UnpinChatMessage: chats.unpin_chat_message,
    api.CreateForumTopic: chats.create_forum_topic,
    api.SetMyCommands: profile.set_my_commands,
    api.GetMyCommands: profile.get_my_commands,
    api.DeleteMyCommands: profile.delete_my_commands,
    api.SetMyName: profile.set_my_name,
    api.GetMyName: profile.get_my_name,
    api.SetMyDescription: profile.set_my_description,
    api.GetMyDescription: profile.get_my_description,
    api.SetMyShortDescription: profile.set_my_short_description,
    api.GetMyShortDescription: profile.get_my_short_description,
    api.SetMyDefaultAdministratorRights: profile.set_my_default_administrator_rights,
    api.GetMyDefaultAdministratorRights: profile.get_my_default_administrator_rights,
}
METHODS = {model.__api_method__.lower(): Known(model, answer) for model, answer in _TABLE.items()}
