"""Users, servers, channels and messages as Discord tells an app of them."""

import mimetypes
from typing import TYPE_CHECKING

from tests.discord import ids, permissions
from tests.discord.records import Channel, Event, File, Guild, Kind, Member, Message, Role, User
from tests.discord.refusals import Json

if TYPE_CHECKING:
    from tests.discord.site import Site

EVERYBODY = ("@everyone", "@here")


def user(one: User) -> Json:
    """An account."""
    return {
        "id": one.id, "username": one.username, "global_name": None if one.bot else one.name, "avatar": None,
        "discriminator": "0000" if one.bot else "0", "public_flags": 0, "bot": one.bot,
        "avatar_decoration_data": None, "primary_guild": None, "banner": None, "accent_color": None,
    }  # fmt: skip


def member(guild: Guild, one: Member, *, partial: bool = False) -> Json:
    """Somebody in a server; partial without who they are."""
    told: Json = {
        "roles": list(one.roles), "nick": one.nick, "avatar": None, "joined_at": ids.told(one.joined), "flags": 0,
        "premium_since": None, "pending": False, "communication_disabled_until": None, "banner": None,
        "permissions": str(permissions.in_guild(guild, one.user.id)),
    }  # fmt: skip
    return told if partial else told | {"user": user(one.user), "deaf": False, "mute": False}


def role(one: Role) -> Json:
    """A role."""
    told: Json = {
        "id": one.id, "name": one.name, "permissions": str(one.permissions), "position": one.position,
        "color": one.color, "hoist": one.hoist, "managed": one.managed, "mentionable": one.mentionable, "flags": 0,
        "colors": {"primary_color": one.color, "secondary_color": None, "tertiary_color": None},
        "icon": None, "unicode_emoji": None,
    }  # fmt: skip
    return told | ({"tags": {"bot_id": one.bot}} if one.bot else {})


def channel(site: "Site", one: Channel) -> Json:
    """A channel, thread or direct conversation."""
    last = next((m.id for m in reversed(one.messages) if not m.only_for), None)
    told: Json = {"id": one.id, "type": int(one.kind), "last_message_id": last, "flags": 0}
    if one.kind is Kind.DM:
        others = [site.users[id] for id in one.people if id != site.app.id]
        return told | {"recipients": [user(other) for other in others]}
    told |= {
        "guild_id": one.guild,
        "name": one.name,
        "parent_id": one.parent,
        "rate_limit_per_user": one.slowmode,
    }
    if one.kind.is_thread:
        return told | _thread(site, one)
    overwrites = [
        {"id": o.id, "type": o.type, "allow": str(o.allow), "deny": str(o.deny)} for o in one.overwrites
    ]
    return told | {
        "topic": one.topic, "position": one.position, "permission_overwrites": overwrites, "nsfw": False,
    } | ({"bitrate": 64000, "user_limit": 0, "rtc_region": None} if one.kind in {Kind.VOICE, Kind.STAGE} else {})  # fmt: skip


def _thread(site: "Site", one: Channel) -> Json:
    metadata: Json = {
        "archived": one.archived, "auto_archive_duration": one.auto_archive, "locked": one.locked,
        "archive_timestamp": ids.told(one.changed), "create_timestamp": ids.told(ids.at(one.id).timestamp()),
    }  # fmt: skip
    if one.kind is Kind.PRIVATE_THREAD:
        metadata["invitable"] = one.invitable
    told: Json = {
        "owner_id": one.owner, "thread_metadata": metadata, "message_count": len(one.messages),
        "member_count": len(one.people), "total_message_sent": len(one.messages),
    }  # fmt: skip
    return told | ({"member": thread_member(site, one, site.app.id)} if site.app.id in one.people else {})


def thread_member(site: "Site", thread: Channel, user: str) -> Json:
    """Somebody in a thread."""
    return {"id": thread.id, "user_id": user, "join_timestamp": ids.told(site.clock.now), "flags": 0}


def guild(one: Guild) -> Json:
    """A server without its channels and people."""
    return {
        "id": one.id, "name": one.name, "icon": None, "splash": None, "discovery_splash": None, "owner_id": one.owner,
        "afk_channel_id": None, "afk_timeout": 300, "verification_level": 1, "default_message_notifications": 1,
        "explicit_content_filter": 0, "roles": [role(r) for r in one.roles.values()], "emojis": [], "stickers": [],
        "features": one.features, "mfa_level": 0, "application_id": None, "system_channel_id": None,
        "system_channel_flags": 0, "rules_channel_id": None, "public_updates_channel_id": None, "banner": None,
        "safety_alerts_channel_id": None, "vanity_url_code": None, "description": None, "premium_tier": 0,
        "premium_subscription_count": 0, "preferred_locale": one.locale, "nsfw_level": 0,
        "premium_progress_bar_enabled": False, "max_members": 500000, "max_video_channel_users": 25,
    }  # fmt: skip


def guild_created(site: "Site", one: Guild, *, everybody: bool) -> Json:
    """A server as it comes in after READY; all its people only where the app may know them."""
    people = [m for m in one.members.values() if everybody or m.user.id == site.app.id]
    seen = list(site.channels_of(one.id))
    threads = [t for t in site.threads_of(one.id) if not t.archived and site.may(site.app.id, t)]
    return guild(one) | {
        "joined_at": ids.told(one.members[site.app.id].joined), "large": False, "unavailable": False,
        "member_count": len(one.members), "voice_states": [], "presences": [], "stage_instances": [],
        "members": [member(one, m) for m in people], "channels": [channel(site, c) for c in seen],
        "threads": [channel(site, t) for t in threads], "soundboard_sounds": [],
        "guild_scheduled_events": [event(site, e) for e in one.events.values()],
    }  # fmt: skip


def file(site: "Site", one: File) -> Json:
    """An attachment."""
    folder = "ephemeral-attachments" if one.ephemeral else "attachments"
    url = f"http://{site.address}/{folder}/{one.id}/{one.name}"
    told: Json = {
        "id": one.id, "filename": one.name, "size": len(one.content), "url": url, "proxy_url": url,
        "content_type": mimetypes.guess_type(one.name)[0] or one.type,
    }  # fmt: skip
    if one.description is not None:
        told["description"] = one.description
    return told | ({"ephemeral": True} if one.ephemeral else {})


def message(site: "Site", one: Message) -> Json:
    """A message; `_open` where the app may read it in any case."""
    place = site.channels[one.channel]
    by, pings = site.users[one.by], one.pings
    told: Json = {
        "id": one.id, "channel_id": one.channel, "author": user(by), "content": one.content, "tts": False,
        "timestamp": ids.told(one.at), "edited_timestamp": ids.told(one.edited) if one.edited else None,
        "mention_everyone": any(word in pings for word in EVERYBODY), "pinned": one.pinned, "type": one.type,
        "mentions": [user(site.users[id]) for id in sorted(pings) if id in site.users],
        "mention_roles": [id for id in sorted(pings) if id not in site.users and id not in EVERYBODY],
        "attachments": [file(site, f) for f in one.files], "embeds": one.embeds, "flags": one.flags,
        "components": one.components,
    }  # fmt: skip
    if one.nonce is not None:
        told["nonce"] = one.nonce
    if one.reply_to:
        told["message_reference"] = {"type": 0, "message_id": one.reply_to, "channel_id": one.channel}
    if one.interaction:
        told |= _from_interaction(site, one)
    if place.kind is Kind.DM or by.id == site.app.id or site.app.id in pings:
        told["_open"] = True
    return told


def _from_interaction(site: "Site", one: Message) -> Json:
    found = site.interactions[one.interaction]
    return {
        "application_id": site.app.id, "webhook_id": site.app.id,
        "interaction_metadata": {
            "id": found.id, "type": int(found.type), "user": user(site.users[found.user]),
            "authorizing_integration_owners": found.payload["authorizing_integration_owners"],
        },
    }  # fmt: skip


def answered(site: "Site", one: Message) -> Json:
    """A message as the answer to a call: what others wrote only where the app may read it."""
    told = message(site, one)
    readable = told.pop("_open", False) or site.app.message_content
    return told if readable else told | {"content": "", "embeds": [], "attachments": [], "components": []}


def event(site: "Site", one: Event) -> Json:
    """A scheduled event."""
    return {
        "id": one.id, "guild_id": one.guild, "channel_id": one.channel, "creator_id": one.creator, "name": one.name,
        "description": one.description, "scheduled_start_time": one.starts, "scheduled_end_time": one.ends,
        "privacy_level": 2, "status": one.status, "entity_type": one.entity, "entity_id": None,
        "entity_metadata": {"location": one.location} if one.location else None, "user_count": len(one.interested),
        "image": None, "recurrence_rule": None, "creator": user(site.users[one.creator]),
    }  # fmt: skip
