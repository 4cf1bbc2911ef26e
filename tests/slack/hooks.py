"""Response URLs: an answer to something that a person did, for half an hour and five times."""

from typing import Any

from tests.slack.api.content import content
from tests.slack.records import Channel, Message
from tests.slack.refusals import Json, Refused
from tests.slack.site import Hook, Site
from tests.slack.workspace import BOT_USER, Workspace

GOOD_FOR = 1800


def hook_url(site: Site, workspace: Workspace, channel: Channel, user: str, ts: str = "") -> str:
    """A new one, for an act in `channel`; `ts` is the message that was acted on."""
    path = f"{'actions' if ts else 'commands'}/{workspace.id}/{len(site.hooks) + 1}"
    site.hooks[path] = Hook(workspace, channel.id, user, site.clock.now + GOOD_FOR, ts)
    return f"http://{site.address}/{path}"


def hooked(site: Site, path: str, body: Any) -> None:
    """What was posted to one takes effect, or is refused."""
    hook = site.hooks.get(path)
    if hook is None or site.clock.now > hook.until:
        raise Refused("expired_url", status=404)
    if hook.left == 0:
        raise Refused("used_url", status=404)
    if not isinstance(body, dict):
        raise Refused("invalid_payload", status=400)
    try:
        answered(site, hook.workspace, hook.channel, hook.user, body, hook.ts)
    except Refused as refused:
        refused.status = 400
        raise
    hook.left -= 1
    site.changes.tell()


def answered(site: Site, workspace: Workspace, channel: str, user: str, body: Json, ts: str = "") -> None:
    """A message in answer to an act: new or instead of the old, for everybody or for the one who acted."""
    where = workspace.channels[channel]
    old = where.find(ts) if ts else None
    if body.get("delete_original"):
        if old is not None:
            where.messages.remove(old)
        return
    said = content(body)
    if body.get("replace_original") and old is not None:
        old.text, old.blocks, old.state = said.text, said.blocks, {}
        return
    only_for = "" if body.get("response_type") == "in_channel" else user
    message = Message(
        ts=workspace.next_ts(), by=BOT_USER, bot_id=workspace.bot_id, text=said.text, blocks=said.blocks
    )
    message.only_for, message.thread = only_for, str(body.get("thread_ts") or "")
    workspace.post(where, message)
    site.heard(workspace, where, message)
