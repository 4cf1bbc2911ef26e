"""What is open on people's screens: modals up to three deep, home tabs, and what was filled into them."""

import json
from collections.abc import Collection
from typing import Any

from tests.slack.api.content import with_ids
from tests.slack.blocks.layout import actives, too_large, view_findings
from tests.slack.inputs import FILES, initial_state
from tests.slack.records import View
from tests.slack.refusals import Json, Refused, invalid
from tests.slack.workspace import Workspace

DEEPEST = 3
FILES_READ = "files:read"


def checked(view: Any, kind: str, scopes: Collection[str]) -> Json:
    """A view of this kind as Slack keeps it, or a refusal. Giving files is only for apps that may read them."""
    if isinstance(view, str):
        try:
            view = json.loads(view)
        except ValueError:
            raise Refused("invalid_arguments") from None
    if too_large(view):
        raise Refused("view_too_large")
    found = view_findings(view)
    if not found and view["type"] != kind:
        found = [f"must be a valid enum value: {kind} [json-pointer:/view/type]"]
    if found:
        raise invalid("invalid_arguments", found)
    blocks = with_ids(view["blocks"])
    if FILES_READ not in scopes and any(one["type"] == FILES for block in blocks for one in actives(block)):
        raise Refused("missing_scope", needed=FILES_READ, provided=",".join(sorted(scopes)))
    return {**view, "blocks": blocks}


def opened(workspace: Workspace, user: str, definition: Json) -> View:
    """A modal opens: whatever was open before is gone."""
    _own_external_id(workspace, definition)
    view = _view(workspace, user, definition)
    workspace.modals[user] = [view]
    return view


def pushed(workspace: Workspace, user: str, definition: Json) -> View:
    """A modal comes to lie upon the one that is open."""
    stack = workspace.modals.get(user, [])
    if not stack:
        raise Refused("not_found")
    if len(stack) >= DEEPEST:
        raise Refused("push_limit_reached")
    _own_external_id(workspace, definition)
    view = _view(workspace, user, definition)
    view.root, view.previous = stack[0].root, stack[-1].id
    stack.append(view)
    return view


def published(workspace: Workspace, user: str, definition: Json, version: str) -> View:
    """Somebody's home tab is set."""
    home = workspace.homes.get(user)
    if home is None:
        home = workspace.homes[user] = _view(workspace, user, definition)
        return home
    return changed(workspace, home, definition, version)


def changed(workspace: Workspace, view: View, definition: Json, version: str = "") -> View:
    """A view is replaced in place; what was filled in stays where block and action are still the same."""
    if version and version != view.hash:
        raise Refused("hash_conflict")
    if definition.get("external_id") != view.get("external_id", None):
        _own_external_id(workspace, definition)
    fresh, old = _states(definition), view.state
    view.state = {
        block: {action: old.get(block, {}).get(action, first) for action, first in actions.items()}
        for block, actions in fresh.items()
    }
    view.definition, view.hash, view.errors = definition, _hash(workspace), {}
    return view


def closed(workspace: Workspace, user: str, *, everything: bool = False) -> list[View]:
    """The topmost modal closes, or all of them; those that closed."""
    stack = workspace.modals.get(user, [])
    gone = list(reversed(stack)) if everything else stack[-1:]
    del stack[len(stack) - len(gone) :]
    return gone


def found(workspace: Workspace, id: str, external: str) -> View:
    """The view that is open somewhere, by either of its ids."""
    standing = [*workspace.homes.values(), *(view for stack in workspace.modals.values() for view in stack)]
    for view in standing:
        if (id and view.id == id) or (external and view.get("external_id") == external):
            return view
    raise Refused("not_found")


def told(view: View, workspace: Workspace, app_id: str) -> Json:
    """A view as Slack tells it to the app."""
    return {
        "callback_id": "", "private_metadata": "", "external_id": "", "title": None, "submit": None,
        "close": None, "clear_on_close": False, "notify_on_close": False, **view.definition,
        "id": view.id, "team_id": workspace.id, "app_installed_team_id": workspace.id, "app_id": app_id,
        "bot_id": workspace.bot_id, "hash": view.hash, "root_view_id": view.root,
        "previous_view_id": view.previous, "state": {"values": view.state},
    }  # fmt: skip


def _view(workspace: Workspace, user: str, definition: Json) -> View:
    id = workspace.next_id("V")
    view = View(id=id, user=user, definition=definition, hash=_hash(workspace), root=id)
    view.state = _states(definition)
    workspace.views[id] = view
    return view


def _states(definition: Json) -> dict[str, dict[str, Json]]:
    states: dict[str, dict[str, Json]] = {}
    for block in definition["blocks"]:
        for element in actives(block):
            state = initial_state(element)
            if state is not None:
                states.setdefault(block["block_id"], {})[element["action_id"]] = state
    return states


def _hash(workspace: Workspace) -> str:
    return f"{int(workspace.clock.now)}.{workspace.next_id('')}"


def _own_external_id(workspace: Workspace, definition: Json) -> None:
    external = definition.get("external_id")
    if external:
        try:
            found(workspace, "", external)
        except Refused:
            return
        raise Refused("duplicate_external_id")
