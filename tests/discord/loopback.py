"""Discord as a test holds it: served on loopback, with people in it, and time that the test moves."""

import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.discord import happenings
from tests.discord.answering import PREFIX
from tests.discord.faults import Faults
from tests.discord.gateway import Gateway, Line
from tests.discord.ids import Snowflakes
from tests.discord.limits import Limits
from tests.discord.permissions import PLAIN, May
from tests.discord.person import Person
from tests.discord.records import Channel, Guild, Kind, Overwrite, Role, User
from tests.discord.screen import Screen
from tests.discord.serving import application
from tests.discord.site import App, Called, Site
from tests.slack.clock import Changes, Clock, HandClock
from tests.slack.serving import Connections, serving

Found = TypeVar("Found")
OWNER = "Olive Owner"


@dataclass(slots=True, repr=False)
class Discord:
    """All of it: what the app said, what it was told, and what stands on people's screens."""

    site: Site
    guild: Guild
    """The server that the app is in."""
    owner: Person
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def api(self) -> str:
        """What `Route.BASE` is to be."""
        return f"http://{self.site.address}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """What `DiscordWebSocket.DEFAULT_GATEWAY` is to be."""
        return f"ws://{self.site.address}/gateway"

    @property
    def app(self) -> App:
        """The app as configured."""
        return self.site.app

    @property
    def token(self) -> str:
        """The bot token."""
        return self.site.app.token

    @property
    def faults(self) -> Faults:
        """What is planted."""
        return self.site.faults

    @property
    def gateway(self) -> Gateway:
        """The sessions of the app."""
        return self.site.gateway

    @property
    def calls(self) -> list[Called]:
        """Every call that the app made."""
        return self.site.calls

    def called(self, name: str) -> list[Called]:
        """Every call of one name."""
        return [call for call in self.site.calls if call.name == name]

    # --- people and places -------------------------------------------------------------------------

    def add(self, name: str, guild: Guild | None = None, **more: Any) -> Person:
        """Somebody who is in the server; the app hears of it if it may."""
        person = Person(self.site, happenings.account(self.site, name, **more))
        self.people[person.id] = person
        happenings.joins(self.site, guild or self.guild, person.user)
        return person

    def joins(self, person: Person, guild: Guild) -> None:
        """Somebody joins one more server."""
        happenings.joins(self.site, guild, person.user)

    def leaves(self, person: Person, guild: Guild | None = None) -> None:
        """Somebody leaves a server."""
        happenings.leaves(self.site, guild or self.guild, person.user)

    def channel(self, name: str, *only: Person, kind: Kind = Kind.TEXT, bot: bool = True) -> Channel:
        """A channel for everybody, or for these alone; with the app unless told otherwise."""
        channel = Channel(id=self.site.ids.next(), kind=kind, guild=self.guild.id, name=name)
        if only or not bot:
            hidden = [Overwrite(self.guild.id, 0, deny=May.VIEW_CHANNEL)] if only else []
            allowed = [Overwrite(one.id, 1, allow=May.VIEW_CHANNEL) for one in only]
            app = (
                Overwrite(self.app.id, 1, allow=May.VIEW_CHANNEL)
                if bot
                else Overwrite(self.app.id, 1, deny=May.VIEW_CHANNEL)
            )
            channel.overwrites = [*hidden, *allowed, app]
        happenings.opened(self.site, channel)
        return channel

    def role(self, name: str, *people: Person, permissions: int = 0, position: int = 1) -> Role:
        """A role, and those who have it; by default below the app's own."""
        return happenings.role(self.site, self.guild, name, [one.id for one in people], permissions, position)

    def allow(self, *more: May) -> None:
        """An administrator gives the app's role more permissions."""
        happenings.allow(self.site, self.guild, sum(more))

    def forbid(self, *less: May) -> None:
        """An administrator takes permissions from the app's role."""
        happenings.allow(self.site, self.guild, 0, sum(less))

    def open_guild(self, name: str, owner: Person, *, app: bool = True) -> Guild:
        """One more server, with the app unless told otherwise."""
        guild = self.site.open_guild(name, owner.user)
        if app:
            self.invites_app(guild)
        return guild

    def invites_app(self, guild: Guild) -> None:
        """An administrator adds the app."""
        happenings.invited(self.site, guild)

    def removes_app(self, guild: Guild | None = None) -> None:
        """An administrator throws the app out."""
        happenings.removed(self.site, guild or self.guild)

    def erases(self, channel: Channel) -> None:
        """An administrator deletes a channel or thread."""
        happenings.erased(self.site, channel)

    def screen(self, user: Person | str) -> Screen:
        """What somebody sees."""
        return self.people[user if isinstance(user, str) else user.id].screen

    # --- time and trouble --------------------------------------------------------------------------

    async def passes(self, seconds: float) -> None:
        """Time passes, where the clock is a test's to move."""
        assert isinstance(self.site.clock, HandClock), "this Discord goes by the system's clock"
        await self.site.clock.passes(seconds)
        self.site.changes.tell()

    async def until(self, found: Callable[[], Found], why: str = "it") -> Found:
        """Wait until something has come about."""
        return await self.site.changes.until(found, why)

    async def connected(self, sessions: int = 1) -> None:
        """Wait until the app has so many sessions with a connection."""
        await self.until(lambda: sum(bool(one.line) for one in self.gateway.alive()) >= sessions, "a session")

    def cut(self, line: Line | None = None, after: int | None = None) -> None:
        """A connection drops; at once, or after so many more events have gone over it."""
        line = line or self.gateway.lines[0]
        if after is None:
            self.gateway.cut(line)
        else:
            line.left = after

    def reconnect(self) -> None:
        """Ask every client to come back over a new connection (op 7), as Discord does every few hours."""
        for line in self.gateway.lines:
            line.put(7)

    def invalidate(self, *, resumable: bool) -> None:
        """Tell every client that its session is invalid (op 9): gone, or to be resumed."""
        for session in self.gateway.alive():
            session.over = not resumable
        for line in self.gateway.lines:
            line.put(9, resumable)

    def close(self, code: int) -> None:
        """Close every connection with a code of the gateway's."""
        for line in self.gateway.lines:
            line.waiting.put_nowait(code)

    def everything_sent(self) -> str:
        """All that ever left the app, as text to search in."""
        return json.dumps([[call.name, call.args] for call in self.site.calls])


@asynccontextmanager
async def loopback(
    app: App | None = None, clock: Clock | None = None, limits: Limits | None = None
) -> AsyncIterator[Discord]:
    """A Discord on a port of its own, with the app in one server."""
    app, clock = app or App(), clock or HandClock()
    changes, connections = Changes(), Connections()
    gateway = Gateway(clock, changes, connections.cut)
    site = Site(clock, app, limits or Limits(), changes, gateway, Snowflakes(clock))
    site.users[app.id] = User(app.id, app.name, app.name.lower(), bot=True)
    owner = Person(site, happenings.account(site, OWNER))
    guild = site.open_guild("Library Association", owner.user)
    site.invite_app(guild)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site.address = f"127.0.0.1:{listener.getsockname()[1]}"
        discord = Discord(site, guild, owner, {owner.id: owner})
        async with serving(application(site, connections), listener, connections):
            yield discord


STAFF = int(PLAIN | May.MANAGE_GUILD)
"""What somebody may who runs a server."""
