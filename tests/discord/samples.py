"""Payloads as Discord sends them, each as small as its documentation's example; names and ids are of nobody."""

from datetime import UTC, datetime
from typing import Any

Payload = dict[str, Any]

NOW = datetime(2027, 4, 1, 13, tzinfo=UTC)
ANA, BEN, BOT, GUILD, CHANNEL, DM = "1001", "1002", "1000", "2001", "3001", "3002"
USER = {"id": ANA, "username": "ana.d", "global_name": "Ana Duarte", "discriminator": "0"}
MANAGER = 1 << 5


def typed(text: str, **parts: Any) -> Payload:
    """Somebody types to Shelfmate: the `d` of MESSAGE_CREATE."""
    said = {"id": "5001", "type": 0, "channel_id": DM, "author": USER, "content": text, "mentions": []}
    return {**said, "channel_type": 1, "flags": 0, "attachments": [], **parts}


def interaction(kind: int, data: Payload, *, guild: bool = True, **parts: Any) -> Payload:
    """Somebody does something: the `d` of INTERACTION_CREATE."""
    member = {"user": USER, "nick": "Ana of Essex", "permissions": str(MANAGER), "roles": []}
    who = {"member": member, "guild_id": GUILD, "context": 0} if guild else {"user": USER, "context": 1}
    told = {"id": "4001", "application_id": BOT, "type": kind, "token": "aW50ZXJhY3Rpb24", "version": 1}
    where = {"channel_id": CHANNEL if guild else DM, "locale": "fr"}
    return {**told, "data": data, **where, **who, **parts}


def command(name: str, *options: Payload, **parts: Any) -> Payload:
    """Somebody uses `/mentoring NAME`."""
    sub = {"type": 1, "name": name, "options": list(options)}
    return interaction(2, {"id": "6001", "type": 1, "name": "mentoring", "options": [sub]}, **parts)


def option(name: str, value: object, kind: int = 3, **more: Any) -> Payload:
    """One option of a command, filled in."""
    return {"name": name, "type": kind, "value": value, **more}


def suggestion(name: str, *options: Payload, **parts: Any) -> Payload:
    """Somebody types into an option."""
    return {**command(name, *options, **parts), "type": 4}


def press(id: str, *, ephemeral: bool = False, **parts: Any) -> Payload:
    """Somebody presses a button under a message."""
    message = {
        "id": "5002",
        "channel_id": CHANNEL,
        "flags": 1 << 6 if ephemeral else 0,
        "author": {"id": BOT},
    }
    return interaction(3, {"component_type": 2, "custom_id": id, "id": 3}, message=message, **parts)


def chosen(id: str, *values: str, kind: int = 3) -> Payload:
    """Somebody chooses from a menu."""
    return interaction(3, {"component_type": kind, "custom_id": id, "id": 3, "values": list(values)})


def page(id: str, *fields: Payload, resolved: Payload | None = None, **parts: Any) -> Payload:
    """Somebody sends a modal; each field as its input gives it."""
    labels = [{"type": 18, "id": nth, "component": field} for nth, field in enumerate(fields)]
    data = {"custom_id": id, "components": labels, "resolved": resolved or {}}
    return interaction(5, data, **parts)


def field(id: str, kind: int, **given: Any) -> Payload:
    """One input of a modal."""
    return {"type": kind, "id": 9, "custom_id": id, **given}


FILE = {"id": "7001", "filename": "members.csv", "size": 12, "url": "https://cdn.example.org/1"}
ALL = (
    typed("sign up"),
    typed("I am <@1002>", mentions=[{"id": BEN, "username": "ben"}]),
    typed("hello", author={**USER, "bot": True}),
    typed("hello", guild_id=GUILD),
    command("signup", option("role", "mentor")),
    command("setup"),
    command("me", guild=False),
    suggestion("find", option("person", "Be", focused=True)),
    press("press:1f2e:yes"),
    press("say:me"),
    press("page:discord:4001", ephemeral=True),
    chosen("setup:channel", CHANNEL, kind=8),
    page("form:1f2e:discord:4000", field("topics", 22, values=["archives"]), field("about", 4, value="")),
    page("setup:save", field("list", 19, values=["7001"]), resolved={"attachments": {"7001": FILE}}),
    {"type": 1, "id": "1", "token": "x"},
)
"""One of each."""
