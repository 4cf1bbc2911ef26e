"""Nonsense at both doors: whatever is missing or absurd, nothing breaks, nothing is recorded, and Slack gets an answer."""

import copy
import json
import sqlite3
import traceback
from contextlib import closing
from random import Random
from typing import Any

import pytest

from adapters.slack.read import read
from adapters.slack.reading.heard import Ignored
from tests.slack import samples
from tests.slack.at_work import at_work
from tests.slack.deliveries import Sort
from tests.slack.http_mode import encoded
from tests.slack.slack import Slack
from tests.slack.test_read import spots

ABSURD: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, "", " ", "x" * 5_000, "\0", "<@U1>", [], [[]], [None], {}, {"": {}}, {"type": {}},
)  # fmt: skip
MANY = 60


def nonsense(chance: Random) -> Any:
    """A payload of Slack's of which something is missing, or is something else."""
    payload: Any = copy.deepcopy(chance.choice(samples.ALL))
    for _ in range(chance.randint(1, 4)):
        if not payload:
            break
        *path, last = chance.choice(spots(payload)[1:])
        inside = payload
        for key in path:
            inside = inside[key]
        if isinstance(inside, dict) and chance.random() < 0.5:
            del inside[last]
        else:
            inside[last] = copy.deepcopy(chance.choice(ABSURD))
    if "command" in payload:  # it comes as a form, in which everything is a word
        return {str(name): str(value) for name, value in payload.items()}
    return payload


def sort_of(payload: Any) -> Sort:
    """How Slack would bring it."""
    if "command" in payload:
        return Sort.COMMAND
    return Sort.EVENT if "event" in payload or "challenge" in payload else Sort.INTERACTIVE


def recorded(database: str) -> dict[str, int]:
    """How many rows there are of everything."""
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as file:
        named = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in named}


@pytest.mark.parametrize("seed", range(3))
async def test_of_nonsense_nothing_is_recorded_and_nothing_breaks(
    patient: Slack,
    database: str,
    seed: int,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chance = Random(seed)
    ana = patient.add("Ana Duarte", samples.ANA)
    async with at_work(patient, url=database) as shelfmate:
        await ana.runs("/mentoring help")
        await shelfmate.settles()
        before, fed = recorded(database), 0
        while fed < MANY:
            payload = nonsense(chance)
            means = read(payload, now=shelfmate.clock.now())
            if not isinstance(means, Ignored):
                continue
            fed += 1
            await brought(patient, payload)
        await shelfmate.settles()
        assert recorded(database) == before
        await ana.runs("/mentoring me")
        await ana.sees("You have not applied to anything yet.")
    assert "an answer failed" not in "".join(capsys.readouterr())
    assert failures_of_ours(caplog) == []


@pytest.mark.parametrize("seed", range(3))
async def test_what_can_be_made_sense_of_breaks_nothing_either(
    patient: Slack,
    database: str,
    seed: int,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chance = Random(100 + seed)
    ana = patient.add("Ana Duarte", samples.ANA)
    async with at_work(patient, url=database) as shelfmate:
        await ana.runs("/mentoring help")
        for _ in range(MANY):
            await brought(patient, nonsense(chance))
        await shelfmate.settles()
        await ana.runs("/mentoring me")
        await ana.sees("You have not applied to anything yet.")
    assert "an answer failed" not in "".join(capsys.readouterr())
    assert failures_of_ours(caplog) == []


def failures_of_ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What came out of our own code, whoever caught it."""
    told = [traceback.format_exception(*each.exc_info) for each in caplog.records if each.exc_info]
    return [lines[-1] for lines in told if "adapters/slack" in "".join(lines)]


async def brought(slack: Slack, payload: Any) -> None:
    """By the door that is open; it is answered well, or refused."""
    if not slack.app.socket_mode:
        kind, body = encoded(sort_of(payload), payload)
        reply = await slack.requests.post(slack.app.request_url, body, kind)
        assert reply.status in {200, 400, 403, 500}, payload  # 500: Bolt's own, before it asks us
        return
    before = len(slack.sockets.open)
    delivery = slack.site.deliveries.send(sort_of(payload), payload)
    line = slack.sockets.open[0]
    await slack.until(lambda: delivery.attempts[-1].ended or line.waiting.empty(), json.dumps(payload))
    assert len(slack.sockets.open) == before
