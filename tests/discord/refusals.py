"""How Discord says no: a status, a code of its own, and for a form what is wrong at each of its fields."""

from typing import Any

Json = dict[str, Any]

INVALID_FORM = 50035


class Refused(Exception):
    """A call that Discord does not carry out."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message, self.errors = status, code, message, errors

    def body(self) -> Json:
        """As it is answered."""
        told: Json = {"message": self.message, "code": self.code}
        return told | {"errors": self.errors} if self.errors else told


def unknown(what: str) -> Refused:
    """There is no such thing, or not for this app."""
    return Refused(404, UNKNOWN[what], f"Unknown {what}")


UNKNOWN = {
    "Account": 10001, "Application": 10002, "Channel": 10003, "Guild": 10004, "Member": 10007, "Message": 10008,
    "Role": 10011, "User": 10013, "Webhook": 10015, "interaction": 10062,
    "application command": 10063, "Guild Scheduled Event": 10070,
}  # fmt: skip


def forbidden() -> Refused:
    """The app lacks a permission there."""
    return Refused(403, 50013, "Missing Permissions")


def no_access() -> Refused:
    """The app does not even see it."""
    return Refused(403, 50001, "Missing Access")


def unauthorized() -> Refused:
    """The token is not one."""
    return Refused(401, 0, "401: Unauthorized")


def closed() -> Refused:
    """That person takes no messages from the app."""
    return Refused(403, 50007, "Cannot send messages to this user")


def strangers() -> Refused:
    """They share no server."""
    return Refused(403, 50278, "Cannot send messages to this user due to having no mutual guilds")


def empty() -> Refused:
    """A message of nothing."""
    return Refused(400, 50006, "Cannot send an empty message")


def acknowledged() -> Refused:
    """Only one first answer to an interaction."""
    return Refused(400, 40060, "Interaction has already been acknowledged.")


def expired() -> Refused:
    """After a quarter of an hour an interaction's token is worth nothing."""
    return Refused(401, 50027, "Invalid Webhook Token")
