"""Slack looked over: do the tokens work and belong together, is every scope granted, do our clocks agree."""

from collections.abc import AsyncIterator, Iterator

from adapters.slack.app.examining import Examining, Known
from adapters.slack.app.scopes import SCOPES
from adapters.slack.calling.failures import Away, Limited, Lost, Refused
from bot.bad_input import Finding
from bot.clock import Clock
from bot.doctor import workspace
from bot.doctor.clocks import beside
from bot.doctor.lines import Line, note, well, wrong
from bot.doctor.setups import Setups
from bot.platforms.slack import slack_refuses
from bot.settings import Settings

ABOUT = "Slack"
FIRST_HERE = "once it answers, ask the doctor again"


async def looked_over(settings: Settings, clock: Clock, setups: Setups | None) -> AsyncIterator[Line]:
    """A line for each thing; `setups` is what was set up, where that can be known."""
    slack = Examining(settings.slack_bot_token, url=settings.slack_api_url)
    try:
        known = await slack.knows_us()
    except (Away, Lost, Limited) as error:
        yield wrong(ABOUT, f"cannot be asked ({error})", _unreached(settings))
        return
    except Refused as refused:
        yield _refused(slack_refuses("SLACK_BOT_TOKEN", refused))
        return
    yield well(ABOUT, f"the bot token is good: {known.user} in the workspace {known.name} ({known.team})")
    for line in (*scopes(known), *beside(ABOUT, known.at, clock.now())):
        yield line
    async for line in _hearing(settings, slack, known):
        yield line
    if setups:
        async for line in workspace.looked_over(setups, slack, known):
            yield line


def scopes(known: Known) -> Iterator[Line]:
    """Each that is missing, with what it is for."""
    missing = [scope for scope in SCOPES if scope not in known.scopes]
    for scope in missing:
        remedy = "add it under OAuth & Permissions, Bot Token Scopes, and press Reinstall to Workspace"
        yield wrong(ABOUT, f"the scope {scope} is not granted ({SCOPES[scope]})", remedy)
    if not missing:
        yield well(ABOUT, f"all {len(SCOPES)} scopes are granted")
    if more := sorted(known.scopes - set(SCOPES)):
        yield note(
            ABOUT, f"granted, but not needed: {', '.join(more)}", "take them away, if nothing else needs them"
        )


async def _hearing(settings: Settings, slack: Examining, known: Known) -> AsyncIterator[Line]:
    if not settings.slack_app_token:
        yield well(ABOUT, "HTTP mode, as there is a signing secret and no app token")
        yield note(
            ABOUT,
            "whether the signing secret is right, and Slack reaches this server, only Slack can tell",
            "under Event Subscriptions the Request URL has to show Verified while `shelfmate run` runs",
        )
        return
    try:
        await slack.opens_sockets(settings.slack_app_token)
    except (Away, Lost, Limited) as error:
        yield wrong(ABOUT, f"opens no socket ({error})", FIRST_HERE)
        return
    except Refused as refused:
        yield _refused(slack_refuses("SLACK_APP_TOKEN", refused))
        return
    ours, theirs = await _app(slack, known), settings.slack_app_token.split("-")[2:3]
    if ours and theirs and ours != theirs[0]:
        remedy = "copy both from the same app: else it speaks, and hears nothing"
        yield wrong(ABOUT, f"the tokens are of two apps ({ours} and {theirs[0]})", remedy)
    else:
        yield well(ABOUT, "the app token opens sockets (Socket Mode)")


async def _app(slack: Examining, known: Known) -> str:
    """The app of the bot token; "" where Slack does not say."""
    try:
        return await slack.app_of(known.bot)
    except (Refused, Lost, Away):
        return ""


def _refused(finding: Finding) -> Line:
    return wrong(ABOUT, f"{finding.where} {finding.found}", finding.remedy)


def _unreached(settings: Settings) -> str:
    if settings.slack_api_url:
        return f"is SLACK_API_URL right ({settings.slack_api_url}), and does it answer from here?"
    return "does this machine reach https://slack.com? Behind a proxy, set HTTPS_PROXY"
