"""Answering a call of the Web API: whose token, which scope, which pace, what was planted; then the method itself."""

import asyncio
import json
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from starlette.requests import Request

from tests.slack.api.call import Call
from tests.slack.api.methods import METHODS, Method
from tests.slack.faults import Fault, How
from tests.slack.refusals import Json, Refused
from tests.slack.site import Called, Site
from tests.slack.socket_mode import Sockets
from tests.slack.workspace import Workspace

CONNECT = "apps.connections.open"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    status: int
    body: Json
    retry_after: int = 0


class Dropped(Exception):
    """The connection is to be cut instead of an answer."""


async def arguments(request: Request) -> tuple[str, Json]:
    """The token of a call, and its arguments, however they were sent."""
    args: Json = dict(request.query_params)
    body = await request.body()
    if body:
        kind = request.headers.get("content-type", "")
        if kind.startswith("application/json"):
            args |= json.loads(body)
        else:
            async with request.form() as form:
                args |= dict(form)
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    return bearer or str(args.pop("token", "")), {k: v for k, v in args.items() if k != "token"}


async def answer(site: Site, sockets: Sockets, name: str, token: str, args: Json) -> Answer:
    """Answer one call, and keep it."""
    fault = site.faults.next(name, args)
    slow = fault is not None and fault.how is How.SLOW
    if fault and slow and not fault.done:
        await _time(site, fault.seconds)
    given = _answer(site, sockets, name, token, args, fault)
    body = json.loads(json.dumps(given.body))
    site.calls.append(Called(name, args, given.status, body, site.clock.now))
    site.changes.tell()
    if fault is not None and fault.how is How.DROPPED:
        raise Dropped
    if fault and slow and fault.done:
        await _time(site, fault.seconds)
    return given


async def _time(site: Site, seconds: int) -> None:
    passed = asyncio.Event()
    site.clock.later(seconds, passed.set)
    await passed.wait()


def _answer(site: Site, sockets: Sockets, name: str, token: str, args: Json, fault: Fault | None) -> Answer:
    planted = fault is not None and fault.how is not How.SLOW
    real = None if planted and fault and not fault.done else _real(site, sockets, name, token, args)
    if fault is None or fault.how is How.SLOW:
        assert real is not None
        return real
    if fault.how is How.LIMITED:
        return Answer(429, {"ok": False, "error": "ratelimited"}, fault.seconds)
    status = 500 if fault.how is How.SERVER_ERROR else 200
    return Answer(status, {"ok": False, "error": fault.error})


def _real(site: Site, sockets: Sockets, name: str, token: str, args: Json) -> Answer:
    try:
        told = _opened(site, sockets, token) if name == CONNECT else _called(site, name, token, args)
        return Answer(200, {"ok": True, **told})
    except Refused as refused:
        return Answer(refused.status, refused.body(), refused.retry_after)


def _opened(site: Site, sockets: Sockets, token: str) -> Json:
    if not token:
        raise Refused("not_authed")
    if token.startswith("xoxb-"):
        raise Refused("not_allowed_token_type")
    if token != site.app.app_token:
        raise Refused("invalid_auth")
    if not site.app.socket_mode:
        raise Refused("forbidden_team")
    _pace(site, 1, site.app.id, CONNECT)
    return {"url": f"ws://{site.address}/link/?ticket={sockets.ticket()}&app_id={site.app.id}"}


def _called(site: Site, name: str, token: str, args: Json) -> Json:
    workspace = _workspace(site, token)
    method: Method | None = METHODS.get(name)
    if method is None:
        raise Refused("unknown_method", req_method=name)
    _pace(site, method.tier, workspace.id, name)
    call = Call(site, workspace, name, args)
    call.scope(*method.scopes)
    return method.answer(call)


def _workspace(site: Site, token: str) -> Workspace:
    if not token:
        raise Refused("not_authed")
    for workspace in site.workspaces.values():
        if workspace.token == token:
            if workspace.dead:
                raise Refused(workspace.dead)
            return workspace
    raise Refused("not_allowed_token_type" if token.startswith("xapp-") else "invalid_auth")


def _pace(site: Site, tier: int, owner: str, name: str) -> None:
    wait = site.limits.wait(site.clock.now, tier, owner, name)
    if wait:
        raise Refused("ratelimited", status=429, retry_after=wait)


def headers(site: Site, given: Answer) -> dict[str, str]:
    """What stands above the answer."""
    told: dict[str, Any] = {
        "x-oauth-scopes": ",".join(sorted(site.app.scopes)),
        "date": formatdate(site.clock.now, usegmt=True),
    }
    if given.retry_after:
        told["retry-after"] = str(given.retry_after)
    return told
