"""What the app is told of a command, a press, a choice or a form."""

from tests.discord import permissions, told
from tests.discord.interactions import FIRST, Interaction, Type
from tests.discord.records import Channel, File, Message, Role, User
from tests.discord.refusals import Json
from tests.discord.site import Site

SIZE = 10 * 1024 * 1024
FAILED = {
    Type.COMMAND: "The application did not respond",
    Type.COMPONENT: "This interaction failed",
    Type.AUTOCOMPLETE: "Loading options failed",
    Type.MODAL: "Something went wrong. Try again.",
}


def begin(
    site: Site, user: User, channel: Channel, kind: Type, data: Json, message: Message | None = None
) -> Interaction:
    """Somebody did something with the app: tell it, and wait three seconds at most."""
    id = site.ids.next()
    payload: Json = {
        "id": id, "application_id": site.app.id, "type": int(kind), "data": data, "token": f"aW50ZXJhY3Rpb24{id}",
        "version": 1, "locale": user.locale, "entitlements": [], "attachment_size_limit": SIZE,
        "channel_id": channel.id, "channel": _place(site, user, channel), **_who(site, user, channel),
    }  # fmt: skip
    if message:
        payload["message"] = told.message(site, message)
        payload["message"].pop("_open", None)
    found = Interaction(
        id=id, token=payload["token"], type=kind, user=user.id, channel=channel, at=site.clock.now,
        payload=payload, message=message,
    )  # fmt: skip
    site.interactions[id] = found

    def over() -> None:
        if found.miss():
            site.say(user.id, FAILED[kind])

    site.clock.later(FIRST, over)
    site.tell(None, "INTERACTION_CREATE", payload, channel.guild)
    if not site.gateway.alive():
        over()
    return found


def _place(site: Site, user: User, channel: Channel) -> Json:
    more = {"permissions": str(int(site.may(user.id, channel)))} if channel.guild else {}
    return told.channel(site, channel) | more


def _who(site: Site, user: User, channel: Channel) -> Json:
    if not channel.guild:
        return {
            "user": told.user(user), "context": 1, "authorizing_integration_owners": {"0": "0"},
            "app_permissions": str(permissions.PLAIN),
        }  # fmt: skip
    guild = site.guilds[channel.guild]
    member = told.member(guild, guild.members[user.id]) | {
        "permissions": str(int(site.may(user.id, channel)))
    }
    return {
        "member": member, "guild_id": guild.id, "guild_locale": guild.locale, "context": 0,
        "guild": {"id": guild.id, "locale": guild.locale, "features": guild.features},
        "authorizing_integration_owners": {"0": guild.id},
        "app_permissions": str(int(site.may(site.app.id, channel))),
    }  # fmt: skip


def resolved(site: Site, channel: Channel, things: list[object]) -> Json:
    """People, roles, channels and files that were chosen, in full."""
    found: Json = {}
    guild = site.guilds.get(channel.guild)
    for one in things:
        match one:
            case User():
                found.setdefault("users", {})[one.id] = told.user(one)
                if guild and one.id in guild.members:
                    member = told.member(guild, guild.members[one.id], partial=True)
                    found.setdefault("members", {})[one.id] = member
            case Role():
                found.setdefault("roles", {})[one.id] = told.role(one)
            case Channel():
                place = told.channel(site, one) | {"permissions": str(permissions.PLAIN)}
                found.setdefault("channels", {})[one.id] = place
            case File():
                found.setdefault("attachments", {})[one.id] = told.file(site, one)
            case Message():
                message = told.message(site, one)
                message.pop("_open", None)
                found.setdefault("messages", {})[one.id] = message
    return found
