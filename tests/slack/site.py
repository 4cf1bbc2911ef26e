"""Slack's inside: the clock, the app, the workspaces, and everything that was said to and by the app."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.slack.app import App
from tests.slack.clock import Changes, Clock
from tests.slack.deliveries import Deliveries, Delivery, Sort
from tests.slack.faults import Faults
from tests.slack.rates import Limits
from tests.slack.records import Channel, Message, User
from tests.slack.refusals import Json
from tests.slack.triggers import Triggers
from tests.slack.workspace import BOT_USER, Workspace


@dataclass(frozen=True, slots=True)
class Called:
    """A call that the app made, and what it was answered."""

    method: str
    args: Json
    status: int
    answer: Json
    at: float

    @property
    def error(self) -> str:
        """Why it was refused, or ''."""
        error: str = self.answer.get("error", "")
        return error


@dataclass(slots=True)
class Hook:
    """A response URL: good for half an hour and five messages."""

    workspace: Workspace
    channel: str
    user: str
    until: float
    ts: str = ""
    left: int = 5


@dataclass(slots=True)
class Site:
    """All of it."""

    clock: Clock
    app: App
    limits: Limits
    changes: Changes
    deliveries: Deliveries
    triggers: Triggers
    faults: Faults = field(default_factory=Faults)
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    calls: list[Called] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    """Answers of the app that Slack could make nothing of."""
    hooks: dict[str, Hook] = field(default_factory=dict)
    address: str = ""
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    """Host and port."""

    def install(self, **more: str) -> Workspace:
        """The app is installed in a workspace."""
        workspace = Workspace(clock=self.clock, ids=self.ids)
        for name, value in more.items():
            setattr(workspace, name, value)
        bot = workspace.add_user(self.app.name, id=BOT_USER, email="")
        bot.bot_id, bot.app_id = workspace.bot_id, self.app.id
        self.workspaces[workspace.id] = workspace
        return workspace

    def bot(self, workspace: Workspace) -> User:
        """The app's own account there."""
        return workspace.users[BOT_USER]

    def hears(self, workspace: Workspace, name: str, event: Json) -> Delivery | None:
        """Tell the app of an event, if it listens to such: `name` as in its subscriptions."""
        if not self.app.hears(name):
            return None
        payload: Json = {
            "token": self.app.verification, "team_id": workspace.id, "api_app_id": self.app.id,
            "event": {"event_ts": workspace.next_ts(), **event}, "type": "event_callback",
            "event_id": self.deliveries.event_id(), "event_time": int(self.clock.now),
            "is_ext_shared_channel": False,
            "authorizations": [{
                "enterprise_id": None, "team_id": workspace.id, "user_id": BOT_USER,
                "is_bot": True, "is_enterprise_install": False,
            }],
        }  # fmt: skip
        return self.deliveries.send(Sort.EVENT, payload)

    def heard(
        self, workspace: Workspace, channel: Channel, message: Message, subtype: str = ""
    ) -> Delivery | None:
        """Tell the app of a message in a conversation that it is in."""
        if BOT_USER not in channel.members or message.only_for:
            return None
        told: Json = {**message.told(), "team": workspace.id}
        if message.files and not subtype:
            told["subtype"] = "file_share"
        if subtype:
            told = {"type": "message", "subtype": subtype, "message": told, "hidden": True, "ts": message.ts}
        event = {**told, "channel": channel.id, "channel_type": channel.kind.told}
        plural = {"channel": "channels", "group": "groups"}.get(channel.kind.told, channel.kind.told)
        return self.hears(workspace, f"message.{plural}", event)
