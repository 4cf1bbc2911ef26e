"""What happens in a workspace without the app: people leave, channels are archived, somebody takes the app out."""

from tests.slack.records import Channel, User
from tests.slack.refusals import Json
from tests.slack.site import Site
from tests.slack.workspace import BOT_USER, Workspace


def joined(site: Site, workspace: Workspace, user: User) -> None:
    """Somebody new is in the workspace."""
    _user(site, workspace, "team_join", user)


def deactivated(site: Site, workspace: Workspace, user: User) -> None:
    """An administrator closes an account."""
    user.deleted = True
    _user(site, workspace, "user_change", user)


def changed(site: Site, workspace: Workspace, user: User, **more: object) -> None:
    """Somebody changes their profile."""
    for name, value in more.items():
        setattr(user, name, value)
    _user(site, workspace, "user_change", user)


def archived(site: Site, workspace: Workspace, channel: Channel) -> None:
    """Somebody archives a channel."""
    channel.archived = True
    site.hears(workspace, "channel_archive", {"type": "channel_archive", "channel": channel.id})


def removed(site: Site, workspace: Workspace, channel: Channel) -> None:
    """Somebody takes the app out of a channel."""
    channel.members.remove(BOT_USER)
    site.hears(workspace, "channel_left", {"type": "channel_left", "channel": channel.id})


def invited(site: Site, workspace: Workspace, channel: Channel, by: User) -> None:
    """Somebody brings the app into a channel."""
    channel.members.append(BOT_USER)
    event = {"type": "member_joined_channel", "user": BOT_USER, "channel": channel.id, "inviter": by.id}
    site.hears(workspace, "member_joined_channel", {**event, "team": workspace.id})


def revoked(site: Site, workspace: Workspace, why: str = "token_revoked") -> None:
    """The app is taken out of the workspace: its token is dead, and it is told so."""
    workspace.dead = why
    site.hears(workspace, "tokens_revoked", {"type": "tokens_revoked", "tokens": {"bot": [BOT_USER]}})
    site.hears(workspace, "app_uninstalled", {"type": "app_uninstalled"})


def _user(site: Site, workspace: Workspace, kind: str, user: User) -> None:
    told: Json = workspace.told_user(user, email="users:read.email" in site.app.scopes)
    site.hears(workspace, kind, {"type": kind, "user": told})
