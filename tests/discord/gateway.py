"""The gateway: sessions that survive a dropped connection, and which of them hears what."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from starlette.websockets import WebSocket

from tests.discord.intents import Intent
from tests.discord.packing import Packer
from tests.discord.refusals import Json
from tests.slack.clock import Changes, Clock

RESUMABLE = 180
"""Seconds for which a session waits for its client to come back. Discord does not say how long; it is minutes."""


@dataclass(slots=True, eq=False)
class Line:
    """One open connection."""

    socket: WebSocket
    packer: Packer | None = None
    """The stream's one context, where the client asked for it."""
    waiting: "asyncio.Queue[Json | int]" = field(default_factory=asyncio.Queue)
    """Payloads; a number closes the connection with that code."""
    session: "Session | None" = None
    left: int | None = None
    """After how many more events it drops, where it will."""
    heard: list[Json] = field(default_factory=list)
    """Everything that the client sent."""

    def put(self, op: int, data: object = None, name: str | None = None, number: int | None = None) -> None:
        """Let this be sent."""
        self.waiting.put_nowait({"op": op, "d": data, "s": number, "t": name})

    def packed(self, payload: Json) -> bytes | None:
        """As a stream, if asked for."""
        return None if self.packer is None else self.packer(json.dumps(payload).encode())


@dataclass(slots=True, eq=False)
class Session:
    """What a client identified for: it outlives its connection."""

    id: str
    intents: int
    shard: tuple[int, int]
    line: Line | None
    seq: int = 0
    sent: list[Json] = field(default_factory=list)
    """Every event, to be replayed."""
    lost: float | None = None
    """Since when it has no connection."""
    over: bool = False

    def event(self, name: str, data: Json) -> None:
        """One more event, now or when the client is back."""
        self.seq += 1
        payload = {"op": 0, "d": data, "s": self.seq, "t": name}
        self.sent.append(payload)
        if self.line:
            self.line.waiting.put_nowait(payload)


@dataclass(slots=True)
class Gateway:
    """Every session of the app."""

    clock: Clock
    changes: Changes
    drop: Callable[[WebSocket], None]
    """Cuts a connection without a word."""
    interval: int = 41_250
    """Milliseconds between heartbeats."""
    down: bool = False
    """Whether nobody gets in."""
    acks: bool = True
    """Whether heartbeats are answered."""
    lines: list[Line] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    identified: int = 0
    resumed: int = 0
    closes: list[int] = field(default_factory=list)
    """With which codes Discord closed connections."""
    starts_left: int = 1000
    """Sessions that may be started before the day is over."""
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def open(self, line: Line | None, intents: int, shard: tuple[int, int]) -> Session:
        """A client identified."""
        session = Session(f"{next(self._ids):032x}", intents, shard, line)
        if line:
            line.session = session
        self.sessions.append(session)
        self.identified += 1
        self.starts_left -= 1
        return session

    def alive(self) -> list[Session]:
        """Sessions with a connection, or whose clients may still come back."""
        return [one for one in self.sessions if self.resumable(one)]

    def resumable(self, session: Session) -> bool:
        """Whether a session can still be taken up."""
        return not session.over and (session.lost is None or self.clock.now - session.lost < RESUMABLE)

    def find(self, id: str) -> Session | None:
        """A session that can be taken up."""
        return next((one for one in self.alive() if one.id == id), None)

    def dispatch(self, intent: Intent | None, name: str, data: Json, guild: str = "") -> None:
        """Tell every session that listens for such, and whose shard it is."""
        for session in self.alive():
            number, of = session.shard
            its = (int(guild) >> 22) % of == number if guild else number == 0
            if its and (intent is None or session.intents & intent):
                session.event(name, shown(session, name, data))

    def lose(self, line: Line) -> None:
        """A connection is gone, in whatever way."""
        if line in self.lines:
            self.lines.remove(line)
        if line.session and line.session.line is line:
            line.session.line, line.session.lost = None, self.clock.now
        self.changes.tell()

    def cut(self, line: Line) -> None:
        """This connection is gone, from one moment to the next."""
        self.lose(line)
        self.drop(line.socket)


def shown(session: Session, name: str, data: Json) -> Json:
    """A message without what it says, where the client may not read it; `_open` tells that everybody may."""
    if not name.startswith("MESSAGE_") or "content" not in data:
        return data
    told = {key: value for key, value in data.items() if key != "_open"}
    if data.get("_open") or session.intents & Intent.MESSAGE_CONTENT:
        return told
    return told | {"content": "", "embeds": [], "attachments": [], "components": []}
