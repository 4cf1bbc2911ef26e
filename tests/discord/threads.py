"""Threads fall asleep without a word for long, wake by one, and note who was brought in and how they are called now."""

from tests.discord import told
from tests.discord.intents import Intent
from tests.discord.records import Channel, Message
from tests.discord.site import Site

ADDED, REMOVED, RENAMED, PINNED = 1, 2, 4, 6
"""Types of messages that Discord itself writes in the name of whoever did it."""


def wake(site: Site, thread: Channel) -> None:
    """Something was said, or it was just begun."""
    was, thread.archived, thread.changed = thread.archived, False, site.clock.now
    if was:
        _tell(site, thread)
    site.clock.later(thread.auto_archive * 60, lambda: _drowse(site, thread))


def _drowse(site: Site, thread: Channel) -> None:
    quiet = site.clock.now - thread.changed >= thread.auto_archive * 60
    if quiet and not thread.archived and thread.id in site.channels:
        thread.archived, thread.changed = True, site.clock.now
        _tell(site, thread)


def _tell(site: Site, thread: Channel) -> None:
    site.tell(Intent.GUILDS, "THREAD_UPDATE", told.channel(site, thread), thread.guild)


def note(site: Site, thread: Channel, kind: int, who: str = "", content: str = "") -> None:
    """The app did that, and it stands there as a message of its own."""
    message = Message(id=site.ids.next(), channel=thread.id, by=site.app.id, at=site.clock.now, type=kind)
    message.content, message.pings = content, frozenset({who} if who else ())
    thread.messages.append(message)
    data = told.message(site, message) | {"channel_type": int(thread.kind)}
    data |= {"guild_id": thread.guild} if thread.guild else {}
    listening = Intent.GUILD_MESSAGES if thread.guild else Intent.DIRECT_MESSAGES
    site.tell(listening, "MESSAGE_CREATE", data, thread.guild)
