"""users.*, team.info and auth.test: who there is, and who the app itself is."""

from tests.slack.api.call import Call
from tests.slack.records import User
from tests.slack.refusals import Json, Refused
from tests.slack.workspace import BOT_USER


def auth_test(call: Call) -> Json:
    """auth.test."""
    bot = call.site.bot(call.workspace)
    return {
        "url": f"https://{call.workspace.domain}.slack.com/",
        "team": call.workspace.domain,
        "user": bot.handle,
        "team_id": call.workspace.id,
        "user_id": BOT_USER,
        "bot_id": call.workspace.bot_id,
        "is_enterprise_install": False,
    }


def bot_info(call: Call) -> Json:
    """bots.info."""
    bot = call.site.bot(call.workspace)
    if call.get("bot", bot.bot_id) != bot.bot_id:
        raise Refused("bot_not_found")
    return {"bot": {"id": bot.bot_id, "name": bot.name, "app_id": bot.app_id, "user_id": bot.id}}


def team_info(call: Call) -> Json:
    """team.info."""
    team = call.workspace
    return {"team": {"id": team.id, "name": team.domain, "domain": team.domain}}


def info(call: Call) -> Json:
    """users.info."""
    return {"user": _told(call, call.workspace.user(str(call.need("user"))))}


def every(call: Call) -> Json:
    """users.list."""
    page, more = call.page(list(call.workspace.users.values()), otherwise=1000)
    return {"members": [_told(call, user) for user in page], "response_metadata": more}


def by_email(call: Call) -> Json:
    """users.lookupByEmail: it does not find whoever was deactivated."""
    email = str(call.need("email")).lower()
    for user in call.workspace.users.values():
        if email and user.email.lower() == email and not user.deleted:
            return {"user": _told(call, user)}
    raise Refused("users_not_found")


def _told(call: Call, user: User) -> Json:
    told = call.workspace.told_user(user, email="users:read.email" in call.site.app.scopes)
    if not call.flag("include_locale"):
        del told["locale"]
    return told
