"""What the app is sent when a person does something, field by field as Slack sends it."""

from tests.slack import modals
from tests.slack.hooks import hook_url
from tests.slack.records import Channel, File, Kind, Message, User, View
from tests.slack.refusals import Json
from tests.slack.site import Site
from tests.slack.workspace import Workspace

Place = tuple[Channel, Message] | View
"""Where an element stands: in a message, or in a view."""


def escaped(text: str) -> str:
    """What somebody typed, as Slack hands it on."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def acted(site: Site, workspace: Workspace, user: User, kind: str) -> Json:
    """What every interactive payload has."""
    return {
        "type": kind,
        "user": {"id": user.id, "username": user.handle, "name": user.handle, "team_id": workspace.id},
        "team": {"id": workspace.id, "domain": workspace.domain},
        "api_app_id": site.app.id,
        "token": site.app.verification,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def action(site: Site, workspace: Workspace, user: User, place: Place, done: Json) -> Json:
    """block_actions: an element was used."""
    view = place if isinstance(place, View) else None
    within = view.id if view and view.definition["type"] == "modal" else ""
    payload = acted(site, workspace, user, "block_actions") | standing(site, workspace, place)
    payload["trigger_id"] = site.triggers.give(user.id, workspace.id, within)
    if isinstance(place, tuple):
        payload["response_url"] = hook_url(site, workspace, place[0], user.id, place[1].ts)
    payload["actions"] = [{**done, "action_ts": workspace.next_ts()}]
    return payload


def standing(site: Site, workspace: Workspace, place: Place) -> Json:
    """Where an element stands, as `block_actions` and `block_suggestion` tell it."""
    if isinstance(place, View):
        told = modals.told(place, workspace, site.app.id)
        return {"container": {"type": "view", "view_id": place.id}, "view": told, "state": told["state"]}
    channel, message = place
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.only_for),
    }
    told = {"container": container, "channel": {"id": channel.id, "name": named(channel)}}
    if not message.only_for:
        told["message"] = message.told(metadata=True)
    return {**told, "state": {"values": message.state}}


def submission(site: Site, workspace: Workspace, user: User, view: View) -> Json:
    """view_submission."""
    return acted(site, workspace, user, "view_submission") | {
        "trigger_id": site.triggers.give(user.id, workspace.id, view.id),
        "view": modals.told(view, workspace, site.app.id),
        "response_urls": [],
    }


def closing(site: Site, workspace: Workspace, user: User, view: View, *, cleared: bool) -> Json:
    """view_closed."""
    told = modals.told(view, workspace, site.app.id)
    return acted(site, workspace, user, "view_closed") | {"view": told, "is_cleared": cleared}


def suggestion(site: Site, workspace: Workspace, user: User, place: Place, asked: Json) -> Json:
    """block_suggestion: what is typed into an external select."""
    payload = acted(site, workspace, user, "block_suggestion") | standing(site, workspace, place)
    return payload | asked


def shortcut(
    site: Site, workspace: Workspace, user: User, callback_id: str, on: tuple[Channel, Message] | None
) -> Json:
    """shortcut and message_action."""
    payload = acted(site, workspace, user, "message_action" if on else "shortcut")
    payload |= {
        "callback_id": callback_id,
        "action_ts": workspace.next_ts(),
        "trigger_id": site.triggers.give(user.id, workspace.id),
    }
    if on:
        channel, message = on
        payload |= {
            "channel": {"id": channel.id, "name": named(channel)},
            "message": message.told(),
            "message_ts": message.ts,
            "response_url": hook_url(site, workspace, channel, user.id, message.ts),
        }
    return payload


def command(site: Site, workspace: Workspace, user: User, channel: Channel, name: str, text: str) -> Json:
    """A slash command."""
    return {
        "token": site.app.verification,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": named(channel),
        "user_id": user.id,
        "user_name": user.handle,
        "command": name,
        "text": escaped(text),
        "api_app_id": site.app.id,
        "is_enterprise_install": "false",
        "response_url": hook_url(site, workspace, channel, user.id),
        "trigger_id": site.triggers.give(user.id, workspace.id),
    }


def file_told(site: Site, workspace: Workspace, file: File) -> Json:
    """A file object, as `files.info` and a sent modal tell it; its addresses want the token."""
    stem, _, kind = file.name.rpartition(".")
    address = f"http://{site.address}/files-pri/{workspace.id}-{file.id}"
    return {
        "id": file.id, "created": int(site.clock.now), "timestamp": int(site.clock.now), "name": file.name,
        "title": file.title or stem or file.name, "mimetype": "text/plain", "filetype": kind.lower(),
        "pretty_type": kind.upper(), "user": file.by, "user_team": workspace.id, "editable": False,
        "size": file.length, "mode": "hosted", "is_external": False, "external_type": "", "is_public": False,
        "public_url_shared": False, "url_private": f"{address}/{file.name}",
        "url_private_download": f"{address}/download/{file.name}", "channels": [], "groups": [], "ims": [],
    }  # fmt: skip


def named(channel: Channel) -> str:
    """A conversation's name as payloads carry it: direct and private ones keep theirs to themselves."""
    return {Kind.IM: "directmessage", Kind.PRIVATE: "privategroup"}.get(channel.kind, channel.name)
