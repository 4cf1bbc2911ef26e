"""Threads fall asleep: after so long without a word they are archived, until somebody says one."""

from tests.discord import told
from tests.discord.intents import Intent
from tests.discord.records import Channel
from tests.discord.site import Site


def wake(site: Site, thread: Channel) -> None:
    """Something was said, or it was just begun."""
    was, thread.archived, thread.changed = thread.archived, False, site.clock.now
    if was:
        _tell(site, thread)
    site.clock.later(thread.auto_archive * 60, lambda: _drowse(site, thread))


def _drowse(site: Site, thread: Channel) -> None:
    quiet = site.clock.now - thread.changed >= thread.auto_archive * 60
    if quiet and not thread.archived and thread.id in site.channels:
        thread.archived = True
        _tell(site, thread)


def _tell(site: Site, thread: Channel) -> None:
    site.tell(Intent.GUILDS, "THREAD_UPDATE", told.channel(site, thread), thread.guild)
