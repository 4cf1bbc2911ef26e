"""Nonsense over the gateway: whatever is missing or absurd, nothing breaks, and whoever did it is answered by us."""

import asyncio
import copy
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.discord import payloads
from tests.discord.at_work import at_work
from tests.discord.interactions import Type
from tests.discord.loopback import Discord
from tests.discord.person import Person
from tests.discord.refusals import Json

ABSURD: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, "", " ", "x" * 5_000, "\0", "press:", "press:1:", "form::", "page:", "say:", "setup:",
    "setup:never", "say:setup", "<@1>", [], [[]], [None], {}, {"": {}}, {"type": {}},
)  # fmt: skip
SUB: Json = {"name": "pause", "type": 1, "options": [{"name": "until", "type": 3, "value": "2027-05-01"}]}
LABEL: Json = {
    "type": 18,
    "id": 1,
    "component": {"type": 4, "id": 2, "custom_id": "until", "value": "2027-05-01"},
}
SAID: tuple[tuple[Type, Json], ...] = (
    (Type.COMMAND, {"id": "1", "name": "mentoring", "type": 1, "options": [SUB]}),
    (Type.COMPONENT, {"component_type": 2, "custom_id": "press:1:two_weeks", "id": 3}),
    (Type.COMPONENT, {"component_type": 3, "custom_id": "say:help", "id": 3, "values": ["1"]}),
    (Type.COMPONENT, {"component_type": 2, "custom_id": "page:discord:1", "id": 3}),
    (Type.MODAL, {"custom_id": "form:1:discord:1", "components": [LABEL]}),
    (Type.MODAL, {"custom_id": "setup:places", "components": [LABEL]}),
)  # fmt: skip
NEEDED = {("custom_id",), ("component_type",), ("components",)}
"""What discord.py itself would stumble over, were it missing: Discord always tells it."""
MANY = 25


def spots(told: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in it."""
    inside = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, each in inside:
        yield (*path, key)
        yield from spots(each, (*path, key))


def nonsense(chance: Random) -> tuple[Type, Json]:
    """What somebody did, of which something is missing, or is something else."""
    kind, given = chance.choice(SAID)
    data = copy.deepcopy(given)
    for _ in range(chance.randint(1, 3)):
        path = chance.choice([path for path in spots(data) if path != ("components",)])
        inside: Any = data
        for key in path[:-1]:
            inside = inside[key]
        if isinstance(inside, dict) and path not in NEEDED and chance.random() < 0.4:
            del inside[path[-1]]
        elif path == ("custom_id",):
            inside[path[-1]] = chance.choice([each for each in ABSURD if isinstance(each, str)])
        elif path != ("component_type",):
            inside[path[-1]] = copy.deepcopy(chance.choice(ABSURD))
    return kind, data


async def does(there: Discord, person: Person, kind: Type, data: Json, where: str) -> bool:
    """Whether they are answered."""
    channel = next(one for one in there.site.channels.values() if one.name == where)
    pressed = channel.messages[-1] if kind is Type.COMPONENT else None
    found = payloads.begin(there.site, person.user, channel, kind, data, pressed)
    async with asyncio.timeout(15):
        await found.settled.wait()
    return found.answered


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_somebody_did_is_answered(
    there: Discord, database: str, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, ada = Random(seed), there.add("Ada Archer")
    async with at_work(there, url=database) as shelfmate:
        await ada.runs("/mentoring help", "#mentoring")
        for kind, data in (nonsense(chance) for _ in range(MANY)):
            assert await does(there, ada, kind, data, "mentoring"), (kind, data)
            there.site.sheets.pop(ada.id, None)
        await shelfmate.settles()
        await ada.runs("/mentoring pause until:yesterday")
        await ada.sees("I did not understand the date.")
    assert ada.screen.told == ()
    assert there.gateway.identified == 1
    said = "".join(capsys.readouterr())
    assert "an answer failed" not in said
    assert "a mistake of ours" not in said


async def test_an_option_of_an_earlier_version_offers_nothing(there: Discord, database: str) -> None:
    ada = there.add("Ada Archer")
    async with at_work(there, url=database):
        (command,) = there.site.commands.values()
        option = {"name": "colour", "type": 3, "description": "Which", "autocomplete": True}
        command.definition = {
            **command.definition,
            "options": [{**SUB, "description": "-", "options": [option]}],
        }
        assert await ada.types("/mentoring pause colour:gr") == []
    assert ada.screen.told == ()
