"""One connection to the gateway, spoken as the documentation has it: hello, identify, heartbeats, resume, and closes."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, NoReturn

from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.discord import told
from tests.discord.gateway import Line, Session
from tests.discord.intents import KNOWN, Intent
from tests.discord.packing import KINDS, packer
from tests.discord.refusals import Json
from tests.discord.site import Site

UNKNOWN_ERROR, UNKNOWN_OP, DECODE, NOT_AUTHENTICATED, AUTHENTICATION = 4000, 4001, 4002, 4003, 4004
ALREADY, SEQUENCE, TOO_FAST, TIMED_OUT, SHARD, VERSION, INTENTS, DISALLOWED = (
    4005, 4007, 4008, 4009, 4010, 4012, 4013, 4014,
)  # fmt: skip
FRAMES = 120
"""What a connection may send in a minute."""
LONGEST = 4096
"""Bytes of one frame of a client."""


class Closed(Exception):
    """Discord ends this connection."""


def close(code: int) -> NoReturn:
    """End it."""
    raise Closed(code)


async def serve(site: Site, socket: WebSocket) -> None:
    """One connection, from its hello to its end."""
    if site.gateway.down:
        await socket.close()
        return
    await socket.accept()
    query = socket.query_params
    kind = query.get("compress", "")
    line = Line(socket, packer(kind) if kind in KINDS else None)
    site.gateway.lines.append(line)
    sending = asyncio.create_task(_send(site, line))
    try:
        _welcome(site, line, query.get("v"), query.get("encoding"), kind)
        await _receive(site, line)
    except Closed as closed:
        line.waiting.put_nowait(closed.args[0])
        await sending
    except WebSocketDisconnect as gone:
        if line.session and gone.code in {1000, 1001}:
            line.session.over = True  # the client ended it: it cannot be taken up again
    finally:
        sending.cancel()
        site.gateway.lose(line)


def _welcome(site: Site, line: Line, version: str | None, encoding: str | None, compress: str) -> None:
    if version != "10":
        close(VERSION)
    if encoding != "json" or compress not in KINDS:
        close(DECODE)
    line.put(10, {"heartbeat_interval": site.gateway.interval, "_trace": ["loopback"]})


async def _send(site: Site, line: Line) -> None:
    while True:
        payload = await line.waiting.get()
        if isinstance(payload, int):
            site.gateway.closes.append(payload)
            await line.socket.close(payload)
            return
        if line.left == 0:
            site.gateway.cut(line)
            return
        if (packed := line.packed(payload)) is not None:
            await line.socket.send_bytes(packed)
        else:
            await line.socket.send_text(json.dumps(payload))
        if payload["op"] == 0 and line.left is not None:
            line.left -= 1
        site.changes.tell()


async def _receive(site: Site, line: Line) -> None:
    loop = asyncio.get_running_loop()
    times: list[float] = []
    patience = site.gateway.interval / 1000 * 2.5
    while True:
        try:
            async with asyncio.timeout(patience):
                text = await line.socket.receive_text()
        except TimeoutError:
            close(TIMED_OUT)
        times = [at for at in times if at > loop.time() - 60] + [loop.time()]
        if len(times) > FRAMES:
            close(TOO_FAST)
        if len(text.encode()) > LONGEST:
            close(DECODE)
        try:
            frame = json.loads(text)
        except ValueError:
            close(DECODE)
        if not isinstance(frame, dict) or not isinstance(frame.get("op"), int):
            close(DECODE)
        line.heard.append(frame)
        _frame(site, line, frame["op"], frame.get("d"))
        site.changes.tell()


def _frame(site: Site, line: Line, op: int, data: Any) -> None:
    if op == 1:
        if site.gateway.acks:
            line.put(11)
        return
    if op not in ASKED:
        close(UNKNOWN_OP)
    if line.session is None and op not in {2, 6}:
        close(NOT_AUTHENTICATED)
    if not isinstance(data, dict):
        close(DECODE)
    ASKED[op](site, line, data)


def _identify(site: Site, line: Line, data: Json) -> None:
    if line.session:
        close(ALREADY)
    if data.get("token") != site.app.token:
        close(AUTHENTICATION)
    if not {"os", "browser", "device"} <= set(data.get("properties") or {}):
        close(DECODE)
    intents = data.get("intents")
    if not isinstance(intents, int) or intents & ~KNOWN:
        close(INTENTS)
    if intents & ~_allowed(site):
        close(DISALLOWED)
    number, of = data.get("shard", (0, 1))
    if not 0 <= number < of:
        close(SHARD)
    if site.gateway.starts_left <= 0:
        line.put(9, False)
        return
    session = site.gateway.open(line, intents, (number, of))
    guilds = [one for one in site.guilds.values() if not one.gone and (int(one.id) >> 22) % of == number]
    session.event("READY", {
        "v": 10, "user": told.user(site.bot) | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0},
        "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds], "session_id": session.id,
        "resume_gateway_url": f"ws://{site.address}/resume", "shard": [number, of], "session_type": "normal",
        "application": {"id": site.app.id, "flags": 0}, "private_channels": [], "relationships": [],
    })  # fmt: skip
    if intents & Intent.GUILDS:
        for guild in guilds:
            session.event("GUILD_CREATE", told.guild_created(site, guild, everybody=_members(session)))


def _allowed(site: Site) -> int:
    privileged = {
        Intent.GUILD_MEMBERS: site.app.members,
        Intent.GUILD_PRESENCES: site.app.presences,
        Intent.MESSAGE_CONTENT: site.app.message_content,
    }
    return int(KNOWN & ~sum(intent for intent, allowed in privileged.items() if not allowed))


def _members(session: Session) -> bool:
    return bool(session.intents & Intent.GUILD_MEMBERS)


def _resume(site: Site, line: Line, data: Json) -> None:
    if line.session:
        close(ALREADY)
    if data.get("token") != site.app.token:
        close(AUTHENTICATION)
    session = site.gateway.find(str(data.get("session_id")))
    if session is None:
        line.put(9, False)
        return
    seq = data.get("seq")
    if not isinstance(seq, int) or seq > session.seq:
        close(SEQUENCE)
    if session.line:
        session.line.waiting.put_nowait(UNKNOWN_ERROR)
    line.session, session.line, session.lost = session, line, None
    site.gateway.resumed += 1
    for payload in session.sent[seq:]:
        line.waiting.put_nowait(payload)
    session.event("RESUMED", {})


def _request_members(site: Site, line: Line, data: Json) -> None:
    assert line.session is not None
    guild = site.guilds.get(str(data.get("guild_id")))
    if guild is None or guild.gone:
        return
    wanted = data.get("user_ids")
    if wanted is None and not data.get("query") and not _members(line.session):
        close(DISALLOWED)
    ids = [str(one) for one in (wanted if isinstance(wanted, list) else [wanted])] if wanted else []
    query = str(data.get("query") or "").casefold()
    found = [m for m in guild.members.values() if m.user.name.casefold().startswith(query)]
    found = [m for m in found if not wanted or m.user.id in ids][: (data.get("limit") or 1000)]
    chunk: Json = {
        "guild_id": guild.id, "members": [told.member(guild, one) for one in found],
        "chunk_index": 0, "chunk_count": 1, "not_found": [id for id in ids if id not in guild.members],
    }  # fmt: skip
    if data.get("nonce"):
        chunk["nonce"] = data["nonce"]
    line.session.event("GUILD_MEMBERS_CHUNK", chunk)


def _nothing(site: Site, line: Line, data: Json) -> None:
    """Presence and voice: taken, and of no consequence here."""


ASKED: dict[int, Callable[[Site, Line, Json], None]] = {
    2: _identify,
    3: _nothing,
    4: _nothing,
    6: _resume,
    8: _request_members,
}
