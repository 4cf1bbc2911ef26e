"""People who press buttons on Discord, some at a time: when each press was acknowledged, and when its message changed."""

import asyncio
from time import perf_counter

from benchmarks.presses import AT_ONCE, Pressed, Pressing
from tests.discord import payloads, reading
from tests.discord.checks.components import walk
from tests.discord.checks.parts import BUTTON
from tests.discord.interactions import Type
from tests.discord.loopback import Discord
from tests.discord.records import Channel, Kind, Message, User
from tests.discord.refusals import Json

LABEL = "All is well"
PATIENCE = 60
Button = tuple[User, Channel, Message, Json]


def buttons(there: Discord) -> list[Button]:
    """Every button of that label that somebody has before them, in a direct conversation."""
    return [
        (there.site.users[reader], channel, message, one)
        for channel in there.site.channels.values()
        if channel.kind is Kind.DM
        for reader in channel.people
        if reader != there.app.id
        for message in channel.messages
        for one in walk(message.components)
        if one.get("type") == BUTTON and reading.button(one) == LABEL
    ]


async def pressed(there: Discord, many: int) -> Pressing:
    """Have the first so many of them press, and wait until all messages have changed."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(user: User, channel: Channel, message: Message, button: Json) -> Pressed:
        async with turn:
            data = {"component_type": BUTTON, "custom_id": button["custom_id"], "id": button["id"]}
            began = perf_counter()
            found = payloads.begin(there.site, user, channel, Type.COMPONENT, data, message)
            async with asyncio.timeout(PATIENCE):
                await found.settled.wait()
                acknowledged = perf_counter() - began
                assert not found.late, "a press was not answered"
                await there.until(lambda: message.edited is not None, "the message's change")
                return Pressed(acknowledged, perf_counter() - began)

    chosen = buttons(there)[:many]
    assert len(chosen) == many, f"only {len(chosen)} have a button to press"
    began = perf_counter()
    presses = await asyncio.gather(*(one(*each) for each in chosen))
    return Pressing(tuple(presses), perf_counter() - began)
