"""Discord looked over: does the token work, is the application as it should be, who may invite it, do our clocks agree."""

from collections.abc import AsyncIterator, Iterator

from adapters.discord.app.examining import COMMAND, Examining, Known
from adapters.discord.app.invite import invitation
from adapters.discord.calling.failures import Away, Lost, Refused
from adapters.discord.calling.redirect import redirect
from bot.clock import Clock
from bot.doctor import server
from bot.doctor.clocks import beside
from bot.doctor.lines import Line, note, well, wrong
from bot.doctor.setups import Setups
from bot.platforms.discord import discord_refuses
from bot.settings import Settings

ABOUT = "Discord"
FEW_STARTS = 50
"""Discord takes a thousand begun sessions a day, and then resets the token: who has used so many begins too often."""


async def looked_over(settings: Settings, clock: Clock, setups: Setups | None) -> AsyncIterator[Line]:
    """A line for each thing; `setups` is what was set up, where that can be known."""
    redirect(settings.discord_api_url, settings.discord_gateway_url)
    discord = Examining(settings.discord_token)
    try:
        known = await discord.knows_us()
        for line in (*application(known), *beside(ABOUT, await discord.clock(), clock.now())):
            yield line
        yield await _commands(discord)
        async for line in _hearing(settings, discord):
            yield line
        async for line in server.looked_over(setups, discord, known):
            yield line
    except (Away, Lost, Refused) as error:
        yield _refused(error, settings)
    finally:
        await discord.close()


def application(known: Known) -> Iterator[Line]:
    """What the developer portal has of it."""
    yield well(ABOUT, f"the token is good: {known.name} (application {known.id})")
    yield well(ABOUT, f"this link brings it into a server: {invitation(known.id)}")
    if known.code_grant:
        remedy = "under Bot in the developer portal turn off Requires OAuth2 Code Grant"
        yield wrong(ABOUT, "that link is not enough to invite it", remedy)
    if known.public:
        remedy = "under Installation choose the Install Link None, then under Bot turn off Public Bot"
        yield note(ABOUT, "anybody can bring it into a server of theirs", remedy)
    if known.elsewhere:
        remedy = (
            "under General Information empty Interactions Endpoint URL: else it speaks, and hears nothing"
        )
        yield wrong(ABOUT, "what people press is sent to an address of yours, and not to Shelfmate", remedy)
    if known.privileged:
        remedy = "under Bot turn them off, if nothing else does"
        yield note(ABOUT, f"intents are on that it does not need: {', '.join(known.privileged)}", remedy)


async def _commands(discord: Examining) -> Line:
    if COMMAND in await discord.commands():
        return well(ABOUT, f"/{COMMAND} is registered")
    return note(ABOUT, f"/{COMMAND} is not registered yet", "the first start of `shelfmate run` does it")


async def _hearing(settings: Settings, discord: Examining) -> AsyncIterator[Line]:
    left = await discord.starts_left()
    if left < FEW_STARTS:
        remedy = "something starts `shelfmate run` over and over: its log says why it ends. It comes back within a day"
        yield wrong(ABOUT, f"it may connect only {left} more times today", remedy)
    try:
        await discord.gateway_answers()
    except Away as error:
        remedy = _unreached("DISCORD_GATEWAY_URL", settings.discord_gateway_url)
        yield wrong(ABOUT, f"it could not hear what people do ({error})", remedy)
    else:
        yield well(ABOUT, "the gateway answers")


def _refused(error: Exception, settings: Settings) -> Line:
    finding = discord_refuses(error) if isinstance(error, Refused) else None
    if finding:
        return wrong(ABOUT, f"{finding.where} {finding.found}", finding.remedy)
    remedy = _unreached("DISCORD_API_URL", settings.discord_api_url)
    return wrong(ABOUT, f"cannot be asked ({error})", remedy)


def _unreached(name: str, given: str) -> str:
    if given:
        return f"is {name} right ({given}), and does it answer from here?"
    host = "https://discord.com" if name == "DISCORD_API_URL" else "wss://gateway.discord.gg"
    return f"does this machine reach {host}?"
