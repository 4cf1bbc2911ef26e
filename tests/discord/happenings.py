"""What people and administrators do in Discord itself, and what the app is told of it."""

from typing import Any

from tests.discord import told
from tests.discord.intents import Intent
from tests.discord.records import Channel, Event, Guild, Member, Role, User
from tests.discord.site import Site


def account(site: Site, name: str, **more: Any) -> User:
    """A new account."""
    user = User(site.ids.next(), name, "".join(name.lower().split()))
    for key, value in more.items():
        setattr(user, key, value)
    site.users[user.id] = user
    return user


def joins(site: Site, guild: Guild, user: User) -> None:
    """Somebody comes into a server."""
    guild.members[user.id] = Member(user, site.clock.now)
    data = told.member(guild, guild.members[user.id]) | {"guild_id": guild.id}
    site.tell(Intent.GUILD_MEMBERS, "GUILD_MEMBER_ADD", data, guild.id)


def leaves(site: Site, guild: Guild, user: User) -> None:
    """Somebody goes, and is out of every thread there."""
    del guild.members[user.id]
    for thread in site.threads_of(guild.id):
        thread.people = [id for id in thread.people if id != user.id]
    data = {"guild_id": guild.id, "user": told.user(user)}
    site.tell(Intent.GUILD_MEMBERS, "GUILD_MEMBER_REMOVE", data, guild.id)


def opened(site: Site, channel: Channel) -> None:
    """A channel is made."""
    site.channels[channel.id] = channel
    site.tell(Intent.GUILDS, "CHANNEL_CREATE", told.channel(site, channel), channel.guild)


def erased(site: Site, channel: Channel) -> None:
    """A channel is deleted, and the threads under it."""
    gone = told.channel(site, channel)
    for id in [one.id for one in site.channels.values() if channel.id in {one.id, one.parent}]:
        del site.channels[id]
    name = "THREAD_DELETE" if channel.kind.is_thread else "CHANNEL_DELETE"
    site.tell(Intent.GUILDS, name, gone, channel.guild)


def role(site: Site, guild: Guild, name: str, people: list[str], permissions: int, position: int) -> Role:
    """A role is made, and given; what stands at its place or above moves up."""
    for other in guild.roles.values():
        other.position += other.position >= position
    made = Role(site.ids.next(), name, permissions, position)
    guild.roles[made.id] = made
    site.tell(Intent.GUILDS, "GUILD_ROLE_CREATE", {"guild_id": guild.id, "role": told.role(made)}, guild.id)
    for id in people:
        guild.members[id].roles.append(made.id)
        data = told.member(guild, guild.members[id]) | {"guild_id": guild.id}
        site.tell(Intent.GUILD_MEMBERS, "GUILD_MEMBER_UPDATE", data, guild.id)
    return made


def interested(site: Site, event: Event, user: User) -> None:
    """Somebody presses Interested, or presses it once more and is not any longer."""
    come = user.id not in event.interested
    event.interested = (
        [*event.interested, user.id] if come else [id for id in event.interested if id != user.id]
    )
    data = {"guild_scheduled_event_id": event.id, "user_id": user.id, "guild_id": event.guild}
    name = "GUILD_SCHEDULED_EVENT_USER_ADD" if come else "GUILD_SCHEDULED_EVENT_USER_REMOVE"
    site.tell(Intent.GUILD_SCHEDULED_EVENTS, name, data, event.guild)


def allow(site: Site, guild: Guild, more: int, less: int = 0) -> None:
    """The app's own role is changed."""
    mine = next(one for one in guild.roles.values() if one.bot == site.app.id)
    everybody = guild.roles[guild.id]
    mine.permissions = mine.permissions & ~less | more
    everybody.permissions &= ~less
    for one in (mine, everybody):
        site.tell(
            Intent.GUILDS, "GUILD_ROLE_UPDATE", {"guild_id": guild.id, "role": told.role(one)}, guild.id
        )


def invited(site: Site, guild: Guild) -> None:
    """The app is added to a server."""
    site.invite_app(guild)
    for session in site.gateway.alive():
        if session.intents & Intent.GUILDS:
            everybody = bool(session.intents & Intent.GUILD_MEMBERS)
            session.event("GUILD_CREATE", told.guild_created(site, guild, everybody=everybody))
    site.changes.tell()


def removed(site: Site, guild: Guild) -> None:
    """The app is thrown out of a server."""
    del guild.members[site.app.id]
    site.tell(Intent.GUILDS, "GUILD_DELETE", {"id": guild.id}, guild.id)
    guild.gone = True
