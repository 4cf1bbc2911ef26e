"""One call of the REST API, with what a route needs to answer it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.discord.body import Upload
from tests.discord.permissions import May, in_guild
from tests.discord.records import Channel, Guild
from tests.discord.refusals import Json, forbidden, no_access
from tests.discord.site import Site


@dataclass(frozen=True, slots=True)
class Call:
    """What was asked."""

    site: Site
    name: str
    params: dict[str, str]
    query: dict[str, str]
    args: Json
    uploads: dict[int, Upload] = field(default_factory=dict)
    reason: str = ""

    @property
    def guild(self) -> Guild:
        """The server of the path, which the app is in."""
        guild = self.site.guild(self.params["guild"])
        if self.site.app.id not in guild.members:
            raise no_access()
        return guild

    @property
    def channel(self) -> Channel:
        """The channel of the path, which the app sees."""
        channel = self.site.channel(self.params["channel"])
        if not self.site.may(self.site.app.id, channel) & May.VIEW_CHANNEL:
            raise no_access()
        return channel

    def needs(self, *permissions: May, channel: Channel | None = None) -> None:
        """Refuse what the app may not do."""
        app = self.site.app.id
        may = self.site.may(app, channel) if channel else in_guild(self.guild, app)
        if not all(may & permission for permission in permissions):
            raise forbidden()


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes back; without a body it is a 204."""

    body: object = None
    status: int = 200


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path with {names} in it."""

    method: str
    path: str
    name: str
    handler: Handler
    open: bool = False
    """Whether it needs no bot token: it has one in its path, or is for anybody."""


NOTHING = Answer(status=204)
