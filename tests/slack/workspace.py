"""A workspace: who is in it, where they talk, and the ids that Slack gives to everything."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.slack.clock import Clock
from tests.slack.records import Channel, File, Kind, Message, User, View
from tests.slack.refusals import Json, Refused

BOT_USER = "U0SHELFMATE"


@dataclass(slots=True, kw_only=True)
class Workspace:
    """One workspace, with the app installed."""

    clock: Clock
    ids: Iterator[int]
    """Where new ids come from."""
    id: str = "T0LIBRARY"
    domain: str = "library"
    token: str = "xoxb-loopback-token"
    dead: str = ""
    """Why its token is refused, where it is: `token_revoked`, `account_inactive`, `invalid_auth`."""
    bot_id: str = "B0SHELFMATE"
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)
    modals: dict[str, list[View]] = field(default_factory=dict)
    """What is open on each person's screen, the topmost last."""
    homes: dict[str, View] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)
    """What Slack itself told somebody, such as that the app did not respond."""
    named: list[Channel] = field(default_factory=list)
    """The channels, public and private."""
    _directs: dict[frozenset[str], Channel] = field(default_factory=dict)
    _of: dict[str, list[Channel]] = field(default_factory=dict)
    _last: int = 0

    def next_id(self, letter: str) -> str:
        """A new id."""
        return f"{letter}{next(self.ids):010d}"

    def next_ts(self) -> str:
        """A timestamp that no other message has."""
        self._last = max(self._last + 1, int(self.clock.now * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def add_user(self, name: str, id: str = "", **more: object) -> User:
        """Somebody joins the workspace."""
        handle = name.lower().replace(" ", ".")
        user = User(id=id or self.next_id("U"), name=name, handle=handle)
        for key, value in {"email": f"{handle}@library.example", **more}.items():
            setattr(user, key, value)
        self.users[user.id] = user
        return user

    def add_channel(self, name: str, *members: str, private: bool = False, id: str = "") -> Channel:
        """Somebody makes a channel."""
        kind = Kind.PRIVATE if private else Kind.PUBLIC
        channel = Channel(id=id or self.next_id("C"), kind=kind, name=name, members=list(members))
        self.channels[channel.id] = channel
        self.named.append(channel)
        return channel

    def conversation(self, *members: str) -> Channel:
        """The direct conversation of exactly these; made where there is none yet."""
        if frozenset(members) in self._directs:
            return self._directs[frozenset(members)]
        kind = Kind.IM if len(members) <= 2 else Kind.MPIM
        name = "" if kind is Kind.IM else "mpdm-" + "--".join(self.users[m].handle for m in members) + "-1"
        id = self.next_id("D" if kind is Kind.IM else "G")
        channel = Channel(id=id, kind=kind, name=name, members=list(members))
        self.channels[channel.id] = self._directs[frozenset(members)] = channel
        for member in members:
            self._of.setdefault(member, []).append(channel)
        return channel

    def conversations(self, user: str) -> list[Channel]:
        """Every conversation that somebody is in: channels, then direct ones."""
        return [channel for channel in self.named if user in channel.members] + self._of.get(user, [])

    def user(self, id: str) -> User:
        """The account with this id."""
        if id not in self.users:
            raise Refused("user_not_found")
        return self.users[id]

    def channel(self, id: str) -> Channel:
        """The conversation with this id; `#name` finds a channel too."""
        if id in self.channels:
            return self.channels[id]
        for channel in self.named:
            if channel.name == id.removeprefix("#"):
                return channel
        raise Refused("channel_not_found")

    def post(self, channel: Channel, message: Message) -> Message:
        """A message comes to stand at the end of a conversation."""
        channel.messages.append(message)
        return message

    def tell(self, user: str, what: str) -> None:
        """Slack itself tells somebody something."""
        self.told.setdefault(user, []).append(what)

    def told_user(self, user: User, *, email: bool) -> Json:
        """An account as `users.info` tells it."""
        profile: Json = {"real_name": user.name, "display_name": user.handle}
        if email and user.email:
            profile["email"] = user.email
        told: Json = {
            "id": user.id, "team_id": self.id, "name": user.handle, "deleted": user.deleted,
            "real_name": user.name, "tz": user.zone, "tz_label": user.zone, "tz_offset": user.offset,
            "is_admin": user.admin, "is_owner": user.admin, "is_bot": bool(user.bot_id),
            "is_app_user": False, "locale": user.locale, "profile": profile,
        }  # fmt: skip
        return told
