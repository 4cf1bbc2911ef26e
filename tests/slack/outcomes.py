"""What becomes of the app's acknowledgement: a modal that changes, a message, or Slack's own word that none came."""

from typing import Any

from tests.slack import modals
from tests.slack.blocks.checks import array, findings
from tests.slack.blocks.objects import OPTION_GROUP, PLAIN_OPTION
from tests.slack.deliveries import Ack, Sort
from tests.slack.hooks import answered
from tests.slack.payloads import closing
from tests.slack.records import Channel, User, View
from tests.slack.refusals import Json, Refused, invalid
from tests.slack.site import Site
from tests.slack.workspace import Workspace

SILENT = "This app did not respond"
TROUBLE = "We had some trouble connecting. Try again?"


def after_command(
    site: Site, workspace: Workspace, user: User, channel: Channel, name: str, ack: Ack
) -> None:
    """The app answers a command with a message, or with nothing yet."""
    if not ack.ok:
        error = "operation_timeout" if ack.reason == "timeout" else "dispatch_failed"
        workspace.tell(user.id, f'{name} failed with the error "{error}"')
    elif ack.body:
        body = ack.body if isinstance(ack.body, dict) else {"text": str(ack.body)}
        try:
            answered(site, workspace, channel.id, user.id, body)
        except Refused as refused:
            site.complaints.append(f"{name} was answered with {refused.body()}")
            workspace.tell(user.id, f'{name} failed with the error "{refused.error}"')


def after_action(site: Site, workspace: Workspace, user: User, ack: Ack) -> None:
    """A pressed button only wants to be heard."""
    if not ack.ok:
        workspace.tell(user.id, SILENT)


def after_submission(site: Site, workspace: Workspace, user: User, view: View, ack: Ack) -> None:
    """What the modal does once it was sent."""
    if view not in workspace.modals.get(user.id, []):
        return  # it closed meanwhile
    if not ack.ok:
        workspace.tell(user.id, TROUBLE)
        return
    try:
        _respond(site, workspace, user, view, ack.body)
    except Refused as refused:
        site.complaints.append(f"view_submission was answered with {refused.body()}")
        workspace.tell(user.id, TROUBLE)


def _respond(site: Site, workspace: Workspace, user: User, view: View, body: Any) -> None:
    given: Json = body if isinstance(body, dict) else {}
    match given.get("response_action"):
        case None if not given:
            modals.closed(workspace, user.id)
        case "clear":
            close(site, workspace, user, everything=True)
        case "errors":
            _errors(view, given.get("errors"))
        case "update":
            modals.changed(workspace, view, modals.checked(given.get("view"), "modal", site.app.scopes))
        case "push":
            modals.pushed(workspace, user.id, modals.checked(given.get("view"), "modal", site.app.scopes))
        case _:
            raise Refused("invalid_response_action")


def _errors(view: View, errors: Any) -> None:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise Refused("invalid_errors")
    unknown = sorted(set(errors) - inputs)
    if unknown:
        raise invalid("invalid_errors", [f"no input block {block}" for block in unknown])
    view.errors = {block: str(words) for block, words in errors.items()}


def close(site: Site, workspace: Workspace, user: User, *, everything: bool = False) -> None:
    """Modals close by a person's hand, or all at once; the app is told where it asked to be."""
    top = workspace.modals[user.id][-1]
    every = everything or bool(top.get("clear_on_close", False))
    for view in modals.closed(workspace, user.id, everything=every):
        if view.get("notify_on_close", False):
            payload = closing(site, workspace, user, view, cleared=every)
            site.deliveries.send(Sort.INTERACTIVE, payload)


def offered(site: Site, ack: Ack) -> list[Json]:
    """The options that the app has for what was typed; none where its answer is no such list."""
    body: Json = ack.body if ack.ok and isinstance(ack.body, dict) else {}
    groups, options = body.get("option_groups"), body.get("options")
    found = findings(array(OPTION_GROUP, 0, 100), groups, "/option_groups") if groups is not None else []
    found += findings(array(PLAIN_OPTION, 0, 100), options, "/options") if options is not None else []
    if found or (groups is None and options is None):
        site.complaints.append(f"block_suggestion was answered with {ack}: {found}")
        return []
    return [*(options or []), *(option for group in groups or [] for option in group["options"])]
