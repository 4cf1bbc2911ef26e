"""views.*: modals and home tabs."""

from tests.slack import modals
from tests.slack.api.call import Call
from tests.slack.records import View
from tests.slack.refusals import Json, Refused


def show(call: Call) -> Json:
    """views.open."""
    definition = modals.checked(call.need("view"), "modal", call.site.app.scopes)
    trigger = call.site.triggers.spend(str(call.need("trigger_id")))
    return _told(call, modals.opened(call.workspace, trigger.user, definition))


def push(call: Call) -> Json:
    """views.push: only from within a modal."""
    definition = modals.checked(call.need("view"), "modal", call.site.app.scopes)
    trigger = call.site.triggers.spend(str(call.need("trigger_id")))
    if not trigger.view:
        raise Refused("not_found")
    return _told(call, modals.pushed(call.workspace, trigger.user, definition))


def update(call: Call) -> Json:
    """views.update."""
    id, external = str(call.get("view_id")), str(call.get("external_id"))
    if not id and not external:
        raise Refused("invalid_arguments")
    view = modals.found(call.workspace, id, external)
    definition = modals.checked(call.need("view"), view.definition["type"], call.site.app.scopes)
    return _told(call, modals.changed(call.workspace, view, definition, str(call.get("hash"))))


def publish(call: Call) -> Json:
    """views.publish."""
    user = call.workspace.user(str(call.need("user_id")))
    definition = modals.checked(call.need("view"), "home", call.site.app.scopes)
    if not call.site.app.home:
        raise Refused("not_enabled")
    return _told(call, modals.published(call.workspace, user.id, definition, str(call.get("hash"))))


def _told(call: Call, view: View) -> Json:
    return {"view": modals.told(view, call.workspace, call.site.app.id)}
