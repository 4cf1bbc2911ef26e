"""With which codes the gateway ends a connection, tried with bare frames that discord.py would never send."""

import json
from typing import Any

import aiohttp
import pytest

from tests.discord.loopback import Discord
from tests.discord.refusals import Json

PROPERTIES = {"os": "linux", "browser": "bare", "device": "bare"}
BEAT: Json = {"op": 1, "d": None}


def identify(there: Discord, **more: Any) -> Json:
    """What a client begins with."""
    return {"op": 2, "d": {"token": there.token, "properties": PROPERTIES, "intents": 1, **more}}


async def told(
    there: Discord, *frames: Json | str, query: str = "v=10&encoding=json&compress=zlib-stream"
) -> int:
    """Say this, and hear with which code it ends."""
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{there.gateway_url}?{query}") as socket:
        for frame in frames:
            await socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))
        async for _ in socket:
            pass
        return socket.close_code or 0


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        (["{"], 4002),
        (["[1]"], 4002),
        ([json.dumps({"op": 1, "d": "x" * 5000})], 4002),
        ([{"op": 42, "d": {}}], 4001),
        ([{"op": 3, "d": {}}], 4003),
        ([{"op": 6, "d": {"token": "wrong", "session_id": "1", "seq": 1}}], 4004),
        ([BEAT] * 121, 4008),
    ],
)
async def test_frames_that_end_it(there: Discord, frames: list[Json | str], code: int) -> None:
    assert await told(there, *frames) == code


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"token": "wrong"}, 4004),
        ({"intents": 1 << 40}, 4013),
        ({"intents": 1 << 15}, 4014),
        ({"shard": [2, 2]}, 4010),
        ({"properties": {}}, 4002),
    ],
)
async def test_identities_that_end_it(there: Discord, more: Json, code: int) -> None:
    assert await told(there, identify(there, **more)) == code


async def test_one_identity_a_connection(there: Discord) -> None:
    assert await told(there, identify(there), identify(there)) == 4005


async def test_a_sequence_from_the_future_ends_it(there: Discord) -> None:
    session = there.gateway.open(line=None, intents=1, shard=(0, 1))
    resume = {"token": there.token, "session_id": session.id, "seq": 7}
    assert await told(there, {"op": 6, "d": resume}) == 4007


@pytest.mark.parametrize(
    ("query", "code"), [("v=9&encoding=json", 4012), ("v=10&encoding=etf", 4002), ("encoding=json", 4012)]
)
async def test_only_this_version_is_spoken(there: Discord, query: str, code: int) -> None:
    assert await told(there, query=query) == code


async def test_who_never_sends_a_heartbeat_is_let_go(there: Discord) -> None:
    there.gateway.interval = 20
    assert await told(there, identify(there)) == 4009
