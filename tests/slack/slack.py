"""Slack as a test holds it: served on loopback, with people in it, and time that the test moves."""

import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.slack import happenings
from tests.slack.app import App
from tests.slack.clock import Changes, Clock, HandClock
from tests.slack.deliveries import Attempt, Deliveries, Delivery
from tests.slack.faults import Faults
from tests.slack.http_mode import Requests
from tests.slack.person import Person
from tests.slack.rates import Limits
from tests.slack.records import Channel
from tests.slack.screen import Screen, screen
from tests.slack.serving import Connections, application, serving
from tests.slack.site import Called, Site
from tests.slack.socket_mode import Line, Sockets
from tests.slack.triggers import Triggers
from tests.slack.workspace import BOT_USER, Workspace

Found = TypeVar("Found")


@dataclass(slots=True, repr=False)
class Slack:
    """All of it: what the app said, what it was told, and what stands on people's screens."""

    site: Site
    sockets: Sockets
    requests: Requests
    workspace: Workspace
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def api(self) -> str:
        """The `base_url` for a client."""
        return f"http://{self.site.address}/api/"

    @property
    def app(self) -> App:
        """The app as configured."""
        return self.site.app

    @property
    def token(self) -> str:
        """The bot token of the workspace."""
        return self.workspace.token

    @property
    def faults(self) -> Faults:
        """What is planted."""
        return self.site.faults

    @property
    def calls(self) -> list[Called]:
        """Every call that the app made."""
        return self.site.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that the app was told."""
        return self.site.deliveries.made

    def called(self, method: str) -> list[Called]:
        """Every call of one method."""
        return [call for call in self.site.calls if call.method == method]

    def add(self, name: str, id: str = "", workspace: Workspace | None = None, **more: Any) -> Person:
        """Somebody joins the workspace."""
        where = workspace or self.workspace
        person = Person(self.site, where, where.add_user(name, id, **more))
        self.people[person.id] = person
        return person

    def channel(self, name: str, *people: Person, private: bool = False, bot: bool = True) -> Channel:
        """A channel with these people, and the app unless told otherwise."""
        members = [person.id for person in people] + ([BOT_USER] if bot else [])
        return self.workspace.add_channel(name, *members, private=private)

    def screen(self, user: Person | str) -> Screen:
        """What somebody sees."""
        id = user if isinstance(user, str) else user.id
        return screen(self.site, self.people[id].workspace, id)

    async def passes(self, seconds: float) -> None:
        """Time passes, where the clock is a test's to move."""
        assert isinstance(self.site.clock, HandClock), "this Slack goes by the system's clock"
        await self.site.clock.passes(seconds)
        self.site.changes.tell()

    async def until(self, found: Callable[[], Found], why: str = "it") -> Found:
        """Wait until something has come about."""
        return await self.site.changes.until(found, why)

    async def connected(self, sockets: int = 1) -> None:
        """Wait until the app has so many sockets open."""
        await self.until(lambda: len(self.sockets.open) >= sockets, f"{sockets} sockets")

    def cut(self, line: Line | None = None) -> None:
        """A socket drops; the oldest, unless told which."""
        self.sockets.cut(line or self.sockets.open[0])

    def again(self, delivery: Delivery, reason: str = "timeout") -> Delivery:
        """Hand the app once more what it had."""
        return self.site.deliveries.again(delivery, reason)

    def joins(self, name: str, **more: Any) -> Person:
        """Somebody joins, and the app hears of it."""
        person = self.add(name, **more)
        happenings.joined(self.site, self.workspace, person.user)
        return person

    def deactivates(self, person: Person) -> None:
        """An account is closed."""
        happenings.deactivated(self.site, person.workspace, person.user)

    def changes(self, person: Person, **more: Any) -> None:
        """Somebody changes their profile."""
        happenings.changed(self.site, person.workspace, person.user, **more)

    def archives(self, channel: Channel) -> None:
        """A channel is archived."""
        happenings.archived(self.site, self.workspace, channel)

    def removes_app(self, channel: Channel) -> None:
        """The app is taken out of a channel."""
        happenings.removed(self.site, self.workspace, channel)

    def invites_app(self, channel: Channel, by: Person) -> None:
        """The app is brought into a channel."""
        happenings.invited(self.site, self.workspace, channel, by.user)

    def revokes(self, why: str = "token_revoked") -> None:
        """The app is taken out of the workspace."""
        happenings.revoked(self.site, self.workspace, why)

    def install(self, id: str, token: str) -> Workspace:
        """The app is installed in one more workspace."""
        return self.site.install(id=id, token=token, domain=id.lower())

    def everything_sent(self) -> str:
        """All that ever left the app, as text to search in."""
        return json.dumps([[call.method, call.args] for call in self.site.calls])


@asynccontextmanager
async def loopback(
    app: App | None = None, clock: Clock | None = None, limits: Limits | None = None
) -> AsyncIterator[Slack]:
    """A Slack on a port of its own, with the app installed in one workspace."""
    app, clock = app or App(), clock or HandClock()
    changes, connections = Changes(), Connections()
    sockets, requests = Sockets(app.id, changes, connections.cut), Requests(app)

    def carry(attempt: Attempt) -> None:
        if not app.socket_mode:
            requests.carry(attempt)
        elif not sockets.carry(attempt):
            deliveries.failed(attempt, "connection_failed")

    deliveries = Deliveries(clock, changes, carry)
    sockets.deliveries = requests.deliveries = deliveries
    site = Site(clock, app, limits or Limits(), changes, deliveries, Triggers(clock))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        site.address = f"127.0.0.1:{listener.getsockname()[1]}"
        slack = Slack(site, sockets, requests, site.install())
        async with serving(application(site, sockets, connections), listener, connections):
            try:
                yield slack
            finally:
                await requests.close()
