"""The app's commands, everywhere or in one server."""

from copy import deepcopy

from tests.discord.checks import commands as checks
from tests.discord.checks.form import Form
from tests.discord.records import Command
from tests.discord.refusals import Json, Refused, no_access, unknown
from tests.discord.rest.call import NOTHING, Answer, Call, Route


def _scope(call: Call) -> str:
    if call.params["app"] != call.site.app.id:
        raise Refused(403, 20012, "You are not authorized to perform this action on this application")
    guild = call.params.get("guild", "")
    if guild and (guild not in call.site.guilds or call.site.guilds[guild].gone):
        raise no_access()
    return guild


def _mine(call: Call) -> list[Command]:
    scope = _scope(call)
    return [one for one in call.site.commands.values() if one.guild == scope]


def told(call: Call, one: Command) -> Json:
    """As it is answered."""
    given = one.definition
    more: Json = {
        "id": one.id, "application_id": call.site.app.id, "version": one.version, "type": one.type, "nsfw": False,
        "default_member_permissions": None, "description": "", "name_localizations": None, "dm_permission": True,
        "description_localizations": None, "contexts": None, "integration_types": [0],
    }  # fmt: skip
    return more | given | ({"guild_id": one.guild} if one.guild else {})


def _make(call: Call, scope: str, given: Json, id: str = "") -> Command:
    one = Command(id or call.site.ids.next(), scope, call.site.ids.next(), deepcopy(given))
    call.site.commands[one.id] = one
    return one


def overwrite(call: Call) -> Answer:
    """PUT all of them; those of the same name and type keep their ids."""
    scope, given = _scope(call), call.args.get("", [])
    checks.several(given, checks.MOST)
    was = {(one.type, one.definition["name"]): one for one in _mine(call)}
    for one in was.values():
        del call.site.commands[one.id]
    kept = [was.get((one.get("type", 1), one["name"])) for one in given]
    made = [_make(call, scope, one, old.id if old else "") for one, old in zip(given, kept, strict=True)]
    call.site.changes.tell()
    return Answer([told(call, one) for one in made])


def create(call: Call) -> Answer:
    """POST one; it replaces one of the same name."""
    scope, given = _scope(call), call.args
    rest = [
        o.definition
        for o in _mine(call)
        if (o.type, o.definition["name"]) != (given.get("type", 1), given.get("name"))
    ]
    checks.several([*rest, given], checks.MOST)
    same = [o for o in _mine(call) if (o.type, o.definition["name"]) == (given.get("type", 1), given["name"])]
    return Answer(told(call, _make(call, scope, given, same[0].id if same else "")), 200 if same else 201)


def _one(call: Call) -> Command:
    found = next((one for one in _mine(call) if one.id == call.params["command"]), None)
    if found is None:
        raise unknown("application command")
    return found


def get_all(call: Call) -> Answer:
    """GET all."""
    return Answer([told(call, one) for one in _mine(call)])


def get(call: Call) -> Answer:
    """GET one."""
    return Answer(told(call, _one(call)))


def edit(call: Call) -> Answer:
    """PATCH one."""
    one, form = _one(call), Form()
    given = {**one.definition, **call.args}
    checks.command(form, (), given)
    form.settle()
    one.definition, one.version = given, call.site.ids.next()
    return Answer(told(call, one))


def delete(call: Call) -> Answer:
    """DELETE one."""
    del call.site.commands[_one(call).id]
    return NOTHING


def _routes(place: str, where: str) -> list[Route]:
    return [
        Route("PUT", place, f"overwrite_{where}_commands", overwrite),
        Route("POST", place, f"create_{where}_command", create),
        Route("GET", place, f"get_{where}_commands", get_all),
        Route("GET", f"{place}/{{command}}", f"get_{where}_command", get),
        Route("PATCH", f"{place}/{{command}}", f"edit_{where}_command", edit),
        Route("DELETE", f"{place}/{{command}}", f"delete_{where}_command", delete),
    ]


ROUTES = [
    *_routes("/applications/{app}/commands", "global"),
    *_routes("/applications/{app}/guilds/{guild}/commands", "guild"),
]
