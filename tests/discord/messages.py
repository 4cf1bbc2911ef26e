"""Messages come, change and go, and whoever listens hears of it."""

from copy import deepcopy

from tests.discord import mentions, threads, told
from tests.discord.body import Upload
from tests.discord.checks.components import TEXT, numbered, walk
from tests.discord.intents import Intent
from tests.discord.records import EPHEMERAL, LAYOUT, LOADING, Channel, File, Kind, Message
from tests.discord.refusals import Json, empty
from tests.discord.site import Site

NONCE_HOLDS = 5 * 60
"""Seconds for which a nonce is remembered. Discord says 'the past few minutes'."""


def compose(site: Site, channel: Channel, by: str, args: Json, uploads: dict[int, Upload]) -> Message:
    """A message as it was asked for; checked already."""
    message = Message(id=site.ids.next(), channel=channel.id, by=by, at=site.clock.now)
    fill(site, message, args, uploads)
    nonce = args.get("nonce")
    message.nonce = None if nonce is None else str(nonce)
    message.flags = args.get("flags") or 0
    reference = args.get("message_reference") or {}
    message.reply_to = str(reference.get("message_id") or "")
    message.type = 19 if message.reply_to else 0
    if nothing(message):
        raise empty()
    message.pings = mentions.pinged(site, channel, by, texts(message), args.get("allowed_mentions"))
    return message


def fill(site: Site, message: Message, args: Json, uploads: dict[int, Upload]) -> None:
    """Write down what it says."""
    if "content" in args:
        message.content = (args["content"] or "").strip()
    if "embeds" in args:
        message.embeds = [{"type": "rich", **embed} for embed in deepcopy(args["embeds"] or [])]
    if "components" in args:
        message.components = numbered(deepcopy(args["components"] or []))
    if "attachments" in args or uploads:
        message.files = _files(site, message, args, uploads)
    _resolve(site, message)


def _files(site: Site, message: Message, args: Json, uploads: dict[int, Upload]) -> list[File]:
    listed = {str(one["id"]): one for one in args.get("attachments") or []}
    kept = message.files if "attachments" not in args else [f for f in message.files if f.id in listed]
    for number, upload in sorted(uploads.items()):
        more = listed.get(str(number), {})
        name = (more.get("filename") or upload.name).replace(" ", "_")
        file = site.file(name, upload.content, description=more.get("description"))
        file.ephemeral = bool(message.only_for)
        kept = [*kept, file]
    return kept


def _resolve(site: Site, message: Message) -> None:
    """Let components and embeds point to where the files are now."""
    places = {f"attachment://{file.name}": told.file(site, file) for file in message.files}
    media = [one.get(name) for one in walk(message.components) for name in ("media", "file")]
    media += [item.get("media") for one in walk(message.components) for item in one.get("items") or []]
    media += [embed.get(name) for embed in message.embeds for name in ("image", "thumbnail")]
    for one in media:
        if one and (file := places.get(one["url"])):
            one |= {"url": file["url"], "proxy_url": file["proxy_url"], "attachment_id": file["id"]}


def nothing(message: Message) -> bool:
    """Whether there is nothing in it to be seen."""
    return not (message.content or message.embeds or message.files or message.components)


def texts(message: Message) -> list[str]:
    """What calls people: the text, or those of a layout. An embed calls nobody."""
    if not message.flags & LAYOUT:
        return [message.content]
    return [str(one.get("content") or "") for one in walk(message.components) if one.get("type") == TEXT]


def same(site: Site, args: Json) -> Message | None:
    """The message that came with the same nonce a few minutes ago, where the app asks for that to be looked up.

    In Discord's words a nonce is the author's, not the channel's: used for two people, the second gets nothing.
    """
    if not args.get("enforce_nonce") or args.get("nonce") is None:
        return None
    since = site.clock.now - NONCE_HOLDS
    mine = (m for c in site.channels.values() for m in c.messages if m.by == site.app.id and m.at > since)
    return next((m for m in mine if m.nonce == str(args["nonce"])), None)


def post(site: Site, channel: Channel, message: Message) -> Message:
    """It stands there now."""
    channel.messages.append(message)
    if channel.kind.is_thread:
        threads.wake(site, channel)
        for id in message.pings - set(channel.people):
            if id in site.users and site.may(id, channel) | site.may(id, site.channels[str(channel.parent)]):
                channel.people.append(id)
    tell(site, "MESSAGE_CREATE", message)
    return message


def amend(site: Site, message: Message, args: Json, uploads: dict[int, Upload]) -> Message:
    """It says something else now; nobody is called anew."""
    fill(site, message, args, uploads)
    if args.get("flags") is not None:
        keep = message.flags & (EPHEMERAL | LAYOUT)
        message.flags = args["flags"] | keep
    message.flags &= ~LOADING
    if nothing(message):
        raise empty()
    message.edited = site.clock.now
    tell(site, "MESSAGE_UPDATE", message)
    return message


def erase(site: Site, message: Message) -> None:
    """It is gone."""
    channel = site.channels[message.channel]
    channel.messages.remove(message)
    gone: Json = {"id": message.id, "channel_id": channel.id}
    if channel.guild:
        gone["guild_id"] = channel.guild
    if not message.only_for:
        site.tell(listening(channel), "MESSAGE_DELETE", gone, channel.guild)
    site.changes.tell()


def tell(site: Site, name: str, message: Message) -> None:
    """Let the app hear of it, where it sees that channel; of what only one person sees it hears nothing."""
    channel = site.channels[message.channel]
    if message.only_for or not site.may(site.app.id, channel):
        site.changes.tell()
        return
    data = told.message(site, message)
    if channel.guild:
        guild = site.guilds[channel.guild]
        data["guild_id"] = guild.id
        if message.by in guild.members:
            data["member"] = told.member(guild, guild.members[message.by], partial=True)
    site.tell(listening(channel), name, data | {"channel_type": int(channel.kind)}, channel.guild)


def listening(channel: Channel) -> Intent:
    """What an app needs to hear of messages there."""
    return Intent.DIRECT_MESSAGES if channel.kind is Kind.DM else Intent.GUILD_MESSAGES
