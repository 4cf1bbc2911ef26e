"""Accounts, direct conversations, and where the gateway is."""

from tests.discord import permissions, told
from tests.discord.records import Kind
from tests.discord.refusals import Refused, strangers, unknown
from tests.discord.rest.call import Answer, Call, Route


def me(call: Call) -> Answer:
    """GET the app's own account."""
    more = {"verified": True, "mfa_enabled": False, "locale": "en-US", "flags": 0, "email": None}
    return Answer(told.user(call.site.bot) | more)


def user(call: Call) -> Answer:
    """GET anybody's account."""
    if call.params["user"] not in call.site.users:
        raise unknown("User")
    return Answer(told.user(call.site.users[call.params["user"]]))


def direct(call: Call) -> Answer:
    """POST: the conversation with somebody, opened once and the same ever after."""
    id = str(call.args.get("recipient_id"))
    if id not in call.site.users:
        raise unknown("User")
    if id == call.site.app.id or call.site.users[id].bot:
        raise Refused(400, 50007, "Cannot send messages to this user")
    known = any(c.kind is Kind.DM and id in c.people for c in call.site.channels.values())
    if not known and not any(id in guild.members for guild in call.site.guilds.values() if not guild.gone):
        raise strangers()
    return Answer(told.channel(call.site, call.site.direct(id)))


def application(call: Call) -> Answer:
    """GET the app itself."""
    app = call.site.app
    return Answer({
        "id": app.id, "name": app.name, "icon": None, "description": "", "bot_public": app.public, "flags": flags(call),
        "bot_require_code_grant": app.code_grant, "verify_key": "0" * 64, "team": None, "summary": "",
        "owner": told.user(call.site.bot), "install_params": None, "integration_types_config": {"0": {}},
        "approximate_guild_count": len(call.site.guilds), "redirect_uris": [], "interactions_endpoint_url": app.endpoint or None,
    })  # fmt: skip


def flags(call: Call) -> int:
    """What the app was allowed in the developer portal (as an app of few servers has it)."""
    app = call.site.app
    return app.presences << 13 | app.members << 15 | app.message_content << 19


def gateway(call: Call) -> Answer:
    """GET where to connect, and how many sessions may still be started."""
    starts = {
        "total": 1000,
        "remaining": call.site.gateway.starts_left,
        "reset_after": 14_400_000,
        "max_concurrency": 1,
    }
    return Answer({"url": f"ws://{call.site.address}/gateway", "shards": 1, "session_start_limit": starts})


def guilds(call: Call) -> Answer:
    """GET the servers that the app is in."""
    mine = [guild for guild in call.site.guilds.values() if not guild.gone]
    app = call.site.app.id
    return Answer([
        told.guild(guild) | {"owner": False, "permissions": str(permissions.in_guild(guild, app))}
        for guild in mine
    ])  # fmt: skip


ROUTES = [
    Route("GET", "/users/@me", "get_current_user", me),
    Route("GET", "/users/@me/guilds", "get_current_user_guilds", guilds),
    Route("POST", "/users/@me/channels", "create_dm", direct),
    Route("GET", "/users/{user}", "get_user", user),
    Route("GET", "/oauth2/applications/@me", "get_application", application),
    Route("GET", "/applications/@me", "get_current_application", application),
    Route("GET", "/gateway", "get_gateway", gateway, open=True),
    Route("GET", "/gateway/bot", "get_gateway_bot", gateway),
]
