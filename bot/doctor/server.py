"""The Discord servers looked over: in which are we, which program is set up there, and what may we do in its channels."""

from collections.abc import AsyncIterator, Iterator, Sequence

from adapters.discord.app.examining import Examining, Known, Membership
from adapters.discord.app.invite import invitation
from adapters.discord.app.permissions import CHANNELS, DESK, EVENTS, Permission, lacking, wanted
from adapters.discord.app.server import Server
from adapters.discord.app.standing import Channel, Standing
from adapters.discord.calling.failures import Away, Lost, Refused
from adapters.discord.reading.origin import workspace_of
from adapters.discord.roles.names import KEYS
from bot.doctor.lines import Line, note, well, wrong
from bot.doctor.setups import Setups
from flows.core import Setup
from flows.messages import Say

ABOUT = "server"
OTHERS = "choose another with /mentoring setup"
MOST = 20
"""So many servers are looked at: a program lives in one."""


async def looked_over(setups: Setups | None, discord: Examining, known: Known) -> AsyncIterator[Line]:
    """A line for each thing."""
    try:
        servers = await discord.servers()
        if not servers:
            yield note(
                ABOUT, "it is in none yet", "open the link above, choose your server, and press Authorize"
            )
        for server in servers[:MOST]:
            async for line in _server(setups, discord, known, server):
                yield line
    except (Refused, Lost, Away) as error:
        yield note(ABOUT, f"what stands there, Discord does not tell ({error})")


async def _server(
    setups: Setups | None, discord: Examining, known: Known, server: Membership
) -> AsyncIterator[Line]:
    setup = setups.of(workspace_of(server.id)) if setups else None
    if setups is None or setup is None:
        yield (
            setups.nothing(ABOUT, server.name, "Discord")
            if setups
            else well(ABOUT, f"it is in {server.name}")
        )
        for line in _granted(known, server, None):
            yield line
        return
    there = await discord.server(server.id)
    for line in (
        *setups.lines(ABOUT, server.name, setup),
        *_granted(known, server, setup),
        *channels(setup, there.standing),
        *(_roles(setups, there) if setup.roles else ()),
    ):
        yield line


def _granted(known: Known, server: Membership, setup: Setup | None) -> Iterator[Line]:
    """What our roles let us do in the server; what a channel takes away again is told with the channel."""
    if server.granted.administrator:
        remedy = "under Server Settings, Roles, take Administrator from its role"
        yield note(ABOUT, f"in {server.name} it may do everything, which it does not need", remedy)
    roles = bool(setup and setup.roles)
    for permission in lacking(server.granted, wanted(roles=roles)):
        link = invitation(known.id, roles=roles, server=int(server.id))
        remedy = f"under Server Settings, Roles, give it to its role, or open {link}"
        say = wrong if setup and permission is not EVENTS else note
        yield say(
            ABOUT, f"in {server.name} it has no permission {permission.shown} ({permission.why})", remedy
        )


def _roles(setups: Setups, there: Server) -> Iterator[Line]:
    """Whether it can give the roles that it was asked to give."""
    if not there.standing.granted.manage_roles:
        return  # told before
    names = setups.words(*(Say(f"chat.roles.{key}") for key in KEYS))
    bars = setups.words(*there.bars(names))
    yield from (wrong(ABOUT, words) for words in bars)
    if not bars:
        yield well(ABOUT, f"it can give the roles {', '.join(names)}")


def channels(setup: Setup, standing: Standing) -> Iterator[Line]:
    """Whether they are there, and what we may do in them."""
    rooms = (("announcements", setup.announcements, CHANNELS), ("coordinators", setup.desk, DESK))
    for use, id, needed in rooms:
        if id:
            yield from _channel(use, id, standing.channels.get(id), needed)
    desk = standing.channels.get(setup.desk)
    if desk and desk.open:
        remedy = "make it private: what people tell the coordinators in confidence is shown there"
        yield wrong(
            ABOUT, f"everybody in the server can read #{desk.name}, the channel for coordinators", remedy
        )


def _channel(use: str, id: str, channel: Channel | None, needed: Sequence[Permission]) -> Iterator[Line]:
    if channel is None:
        yield wrong(ABOUT, f"the channel for {use} ({id}) is gone", OTHERS)
        return
    if not channel.granted.view_channel:
        remedy = f"under Edit Channel, Permissions, add Shelfmate, or {OTHERS}"
        yield wrong(ABOUT, f"the channel for {use}, #{channel.name}, is private without it", remedy)
        return
    missing = [permission.shown for permission in lacking(channel.granted, needed)]
    if missing:
        remedy = "under Edit Channel, Permissions, add Shelfmate, and allow it"
        yield wrong(ABOUT, f"in #{channel.name}, for {use}, it may not: {', '.join(missing)}", remedy)
    elif use == "announcements" and not channel.text:
        yield wrong(ABOUT, f"#{channel.name} is no text channel, so pairs can have no room there", OTHERS)
    else:
        yield well(ABOUT, f"in #{channel.name} it can do all it needs (for {use})")
