"""From a call to its answer: routes, tokens, limits, planted faults, and everything written down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cache

from tests.discord import body
from tests.discord.faults import Fault, How
from tests.discord.refusals import Json, Refused, unauthorized
from tests.discord.rest import (
    archives,
    callbacks,
    channels,
    commands,
    events,
    guilds,
    messages,
    pins,
    threads,
    users,
    webhooks,
)
from tests.discord.rest.call import Answer, Call, Route
from tests.discord.site import Called, Site

PREFIX = "/api/v10"
VIA = {"Via": "1.1 google"}
"""What tells a limit of Discord's from one of Cloudflare's."""
AGENT = re.compile(r"DiscordBot \(\S+, \S+\)|DiscordBot \(https?://\S+ \S+\)")
MAJOR = ("channel", "guild", "token")
COUNTED_AS_INVALID = {401, 403, 429}


class Dropped(Exception):
    """The connection ends without a word."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer with all that goes over the wire."""

    status: int
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)


@cache
def routes() -> list[tuple[re.Pattern[str], Route]]:
    """Every route, those without names in their paths first where both fit."""
    rooms = (
        users,
        pins,
        messages,
        threads,
        archives,
        channels,
        guilds,
        events,
        commands,
        callbacks,
        webhooks,
    )
    every = [route for room in rooms for route in room.ROUTES]
    return [(re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", one.path)), one) for one in every]


def find(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """The route of a call."""
    there = False
    for pattern, route in routes():
        if found := pattern.fullmatch(path):
            if route.method == method:
                return route, found.groupdict()
            there = True
    raise Refused(405, 0, "405: Method Not Allowed") if there else Refused(404, 0, "404: Not Found")


async def answer(
    site: Site, method: str, path: str, headers: Mapping[str, str], query: dict[str, str], content: bytes
) -> Given:
    """Answer one call."""
    if site.limits.banned(site.clock.now):
        return Given(429, "<!DOCTYPE html><title>Access denied | discord.com used Cloudflare</title>")
    name = f"{method} {path}"
    args: Json = {}
    try:
        route, params = find(method, path.removeprefix(PREFIX))
        name = _name(route, params)
        if not route.open:
            _authorized(site, headers)
        args, uploads = body.read(headers.get("content-type", ""), content)
        call = Call(site, name, params, query, args, uploads, headers.get("x-audit-log-reason", ""))
        given = await _paced(site, call, route)
    except Refused as refused:
        if refused.status in {404, 405} and not refused.code:
            site.complaints.append(name)
        given = Given(refused.status, refused.body())
    if given.status in COUNTED_AS_INVALID:
        site.limits.amiss(site.clock.now)
    site.calls.append(Called(name, path, args, given.status, given.body, site.clock.now))
    site.changes.tell()
    date = {"Date": formatdate(site.clock.now, usegmt=True)}
    return Given(given.status, given.body, date | VIA | given.headers)


def _name(route: Route, params: dict[str, str]) -> str:
    return route.name.replace("followup", "original") if params.get("message") == "@original" else route.name


def _authorized(site: Site, headers: Mapping[str, str]) -> None:
    if headers.get("authorization") != f"Bot {site.app.token}":
        raise unauthorized()
    if not AGENT.match(headers.get("user-agent", "")):
        raise Refused(403, 40333, "internal network error")  # what Cloudflare says to strange user agents


async def _paced(site: Site, call: Call, route: Route) -> Given:
    place = " ".join(call.params[name] for name in MAJOR if name in call.params)
    verdict = site.limits.take(call.name, place, counted=not route.open)
    if verdict.wait:
        return _limited(verdict.wait, verdict.headers, everywhere=verdict.everywhere)
    fault = site.faults.next(call.name, call.args)
    given = await _faulty(site, call, route, fault) if fault else _done(call, route)
    return Given(given.status, given.body, verdict.headers | given.headers)


def _limited(wait: float, headers: dict[str, str], *, everywhere: bool) -> Given:
    told: Json = {
        "message": "You are being rate limited.",
        "retry_after": round(wait, 4),
        "global": everywhere,
    }
    return Given(429, told, headers | {"Retry-After": f"{wait:.3f}"})


def _done(call: Call, route: Route) -> Given:
    try:
        given: Answer = route.handler(call)
    except Refused as refused:
        return Given(refused.status, refused.body())
    return Given(given.status, given.body)


async def _faulty(site: Site, call: Call, route: Route, fault: Fault) -> Given:
    given = _done(call, route) if fault.done else None
    match fault.how:
        case How.DROPPED:
            site.calls.append(Called(call.name, "", call.args, 0, None, site.clock.now))
            raise Dropped
        case How.SERVER_ERROR | How.REFUSED:
            return Given(fault.status, {"message": fault.message, "code": fault.code})
        case How.LIMITED:
            return _limited(fault.seconds, {}, everywhere=fault.everywhere)
        case How.SLOW:
            await site.changes.until(lambda: fault.released, "the release of what is slow")
    return given or _done(call, route)
