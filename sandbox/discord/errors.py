"""Discord's refusals: a status, a JSON error code and its words (docs, topics/opcodes-and-status-codes)."""

from typing import Any

from sandbox.errors import AnyRefusal
from sandbox.people import Json


class Refused(AnyRefusal):
    """What the server answers instead of a result."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def body(self) -> Json:
        """The answer as JSON."""
        return {"message": self.message, "code": self.code} | ({"errors": self.errors} if self.errors else {})


class TooMany(Refused):
    """429. Discord's own carry a `Via` header; one without is Cloudflare's, which clients must not retry.

    Args:
        scope: `user` (this bucket), `shared` (this resource) or `global`.
    """

    def __init__(
        self, seconds: float, scope: str, code: int = 0, message: str = "You are being rate limited."
    ) -> None:
        super().__init__(429, code, message)
        self.seconds = seconds
        self.scope = scope

    def body(self) -> Json:
        body: Json = {
            "message": self.message,
            "retry_after": round(self.seconds, 3),
            "global": self.scope == "global",
        }
        return body | ({"code": self.code} if self.code else {})


_UNKNOWN = {
    "Channel": 10003,
    "Guild": 10004,
    "Member": 10007,
    "Message": 10008,
    "Role": 10011,
    "User": 10013,
    "Webhook": 10015,
    "Interaction": 10062,
    "application command": 10063,
    "Guild Scheduled Event": 10070,
}


def unknown(what: str) -> Refused:
    """404 for what is not there, or is not shown to the bot."""
    return Refused(404, _UNKNOWN[what], f"Unknown {what}")


def unauthorized() -> Refused:
    """401: no token, or not the bot's."""
    return Refused(401, 0, "401: Unauthorized")


def no_route() -> Refused:
    """404 for a path or method Discord does not have, or that this server does not model."""
    return Refused(404, 0, "404: Not Found")


def missing_access() -> Refused:
    """403: the bot cannot see it."""
    return Refused(403, 50001, "Missing Access")


def missing_permissions() -> Refused:
    """403: the bot sees it but may not do that."""
    return Refused(403, 50013, "Missing Permissions")


def invalid(path: str, why: str, code: str = "BASE_TYPE_BAD") -> Refused:
    """400 in the form of a rejected body: the tree of names leads to what is wrong."""
    tree: Any = {"_errors": [{"code": code, "message": why}]}
    for name in reversed([name for name in path.split(".") if name]):
        tree = {name: tree}
    return Refused(400, 50035, "Invalid Form Body", tree)
