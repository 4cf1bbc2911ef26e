"""Servers: their people, and the roles that are given and taken."""

from tests.discord import told
from tests.discord.checks.form import Form
from tests.discord.intents import Intent
from tests.discord.permissions import EVERYTHING, May, in_guild
from tests.discord.records import Guild, Member, Role
from tests.discord.refusals import Refused, forbidden, no_access, unknown
from tests.discord.rest.call import NOTHING, Answer, Call, Route


def get(call: Call) -> Answer:
    """GET a server."""
    return Answer(told.guild(call.guild) | {"approximate_member_count": len(call.guild.members)})


def leave(call: Call) -> Answer:
    """DELETE: the app leaves."""
    guild = call.guild
    del guild.members[call.site.app.id]
    guild.gone = True
    call.site.gateway.dispatch(Intent.GUILDS, "GUILD_DELETE", {"id": guild.id}, guild.id)
    return NOTHING


def member(call: Call) -> Answer:
    """GET somebody."""
    return Answer(told.member(call.guild, _member(call)))


def _member(call: Call) -> Member:
    if call.params["user"] not in call.guild.members:
        raise unknown("Member")
    return call.guild.members[call.params["user"]]


def members(call: Call) -> Answer:
    """GET all; only for an app that may have the Server Members intent."""
    if not call.site.app.members:
        raise no_access()
    limit, after = int(call.query.get("limit", "1")), int(call.query.get("after", "0"))
    people = sorted(call.guild.members.values(), key=lambda one: int(one.user.id))
    chosen = [one for one in people if int(one.user.id) > after][:limit]
    return Answer([told.member(call.guild, one) for one in chosen])


def search(call: Call) -> Answer:
    """GET those whose names begin so."""
    query, limit = call.query.get("query", "").casefold(), int(call.query.get("limit", "1"))
    found = [m for m in call.guild.members.values() if m.user.name.casefold().startswith(query)]
    return Answer([told.member(call.guild, one) for one in found[:limit]])


def roles(call: Call) -> Answer:
    """GET them."""
    return Answer([told.role(one) for one in call.guild.roles.values()])


def create_role(call: Call) -> Answer:
    """POST a new one, below all others; with nothing that the app may not do itself."""
    guild, args, form = call.guild, call.args, Form()
    call.needs(May.MANAGE_ROLES)
    if args.get("name") is not None:
        form.text(("name",), args["name"], 100, 0)
    form.number(("color",), args.get("color"), 0, 0xFFFFFF)
    form.settle()
    if len(guild.roles) >= 250:
        raise Refused(400, 30005, "Maximum number of guild roles reached (250)")
    wanted = int(args.get("permissions") or 0)
    if wanted & ~in_guild(guild, call.site.app.id):
        raise forbidden()
    for other in guild.roles.values():
        other.position += other.position > 0
    role = Role(call.site.ids.next(), args.get("name") or "new role", wanted, 1)
    role.color, role.hoist = args.get("color") or 0, bool(args.get("hoist"))
    role.mentionable = bool(args.get("mentionable"))
    guild.roles[role.id] = role
    told_role = {"guild_id": guild.id, "role": told.role(role)}
    call.site.tell(Intent.GUILDS, "GUILD_ROLE_CREATE", told_role, guild.id)
    return Answer(told.role(role))


def _role(call: Call, guild: Guild) -> Role:
    """The role of the path, if it stands below the app's highest."""
    role = guild.roles.get(call.params["role"])
    if role is None:
        raise unknown("Role")
    call.needs(May.MANAGE_ROLES)
    mine = [guild.roles[id].position for id in guild.members[call.site.app.id].roles]
    if role.position >= max(mine, default=0) or role.managed or role.id == guild.id:
        raise forbidden()
    return role


def delete_role(call: Call) -> Answer:
    """DELETE one."""
    guild = call.guild
    role = _role(call, guild)
    del guild.roles[role.id]
    for one in guild.members.values():
        one.roles = [id for id in one.roles if id != role.id]
    gone = {"guild_id": guild.id, "role_id": role.id}
    call.site.tell(Intent.GUILDS, "GUILD_ROLE_DELETE", gone, guild.id)
    return NOTHING


def give(call: Call) -> Answer:
    """PUT a role on somebody."""
    one, role = _member(call), _role(call, call.guild)
    if role.id not in one.roles:
        one.roles.append(role.id)
        changed(call, one)
    return NOTHING


def take(call: Call) -> Answer:
    """DELETE a role from somebody."""
    one, role = _member(call), _role(call, call.guild)
    if role.id in one.roles:
        one.roles.remove(role.id)
        changed(call, one)
    return NOTHING


def changed(call: Call, one: Member) -> None:
    """Somebody's roles are others now."""
    data = told.member(call.guild, one) | {"guild_id": call.guild.id}
    call.site.tell(Intent.GUILD_MEMBERS, "GUILD_MEMBER_UPDATE", data, call.guild.id)


def edit_member(call: Call) -> Answer:
    """PATCH somebody: their roles, all at once, or their name there."""
    one, guild = _member(call), call.guild
    if "nick" in call.args:
        if in_guild(guild, call.site.app.id) != EVERYTHING:
            raise forbidden()
        one.nick = call.args["nick"]
    if "roles" in call.args:
        for id in set(call.args["roles"]) ^ set(one.roles):
            call.params["role"] = str(id)
            _role(call, guild)
        one.roles = [str(id) for id in call.args["roles"]]
    changed(call, one)
    return Answer(told.member(guild, one))


ONE = "/guilds/{guild}/members/{user}"
ROUTES = [
    Route("GET", "/guilds/{guild}", "get_guild", get),
    Route("DELETE", "/users/@me/guilds/{guild}", "leave_guild", leave),
    Route("GET", "/guilds/{guild}/members/search", "search_members", search),
    Route("GET", "/guilds/{guild}/members", "get_members", members),
    Route("GET", ONE, "get_member", member),
    Route("PATCH", ONE, "edit_member", edit_member),
    Route("PUT", f"{ONE}/roles/{{role}}", "add_role", give),
    Route("DELETE", f"{ONE}/roles/{{role}}", "remove_role", take),
    Route("GET", "/guilds/{guild}/roles", "get_roles", roles),
    Route("POST", "/guilds/{guild}/roles", "create_role", create_role),
    Route("DELETE", "/guilds/{guild}/roles/{role}", "delete_role", delete_role),
]
