"""The server's refusals, with Telegram's status and wording."""

from typing import Any


class AnyRefusal(Exception):
    """A network's refusal, with its code."""

    code: int


class Refused(AnyRefusal):
    """What the server answers instead of a result (Bot API, "Making requests" and "ResponseParameters")."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The answer as JSON."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(why: str) -> Refused:
    """400 in Telegram's form."""
    return Refused(400, f"Bad Request: {why}")


def forbidden(why: str) -> Refused:
    """403 in Telegram's form."""
    return Refused(403, f"Forbidden: {why}")


def conflict() -> Refused:
    """409: a newer getUpdates took over."""
    why = "terminated by other getUpdates request; make sure that only one bot instance is running"
    return Refused(409, f"Conflict: {why}")


def webhook_is_set() -> Refused:
    """409: who set a webhook cannot poll."""
    why = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    return Refused(409, f"Conflict: {why}")


def terminated_by_webhook() -> Refused:
    """409: a webhook was set while the poll waited."""
    return Refused(409, "Conflict: terminated by setWebhook request")


def too_many(seconds: int) -> Refused:
    """429 with the time to wait."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def migrated(new_id: int) -> Refused:
    """400 for a basic group that lives on under another id."""
    why = "Bad Request: group chat was upgraded to a supergroup chat"
    return Refused(400, why, {"migrate_to_chat_id": new_id})


def unmodelled(what: str) -> Refused:
    """400 for what Telegram can do and the sandbox cannot: better a refusal than a wrong answer."""
    return bad_request(f"the sandbox does not know {what}")
