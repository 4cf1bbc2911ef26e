"""Socket Mode: sockets by ticket, a hello, envelopes and their acknowledgements, refreshes, and sockets that drop."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.slack.clock import Changes
from tests.slack.deliveries import Attempt, Deliveries, Sort
from tests.slack.refusals import Json, Refused

MOST = 10
ANSWERED = {Sort.INTERACTIVE, Sort.COMMAND}


@dataclass(slots=True, eq=False)
class Line:
    """One open socket."""

    socket: WebSocket
    number: int
    waiting: "asyncio.Queue[Json]" = field(default_factory=asyncio.Queue)
    carried: list[str] = field(default_factory=list)
    """The envelope ids that went over it."""
    left: int | None = None
    """After how many more envelopes it drops, where it will."""


@dataclass(slots=True)
class Sockets:
    """Every socket of the app."""

    app_id: str
    changes: Changes
    drop: Callable[[WebSocket], None]
    """Cuts a connection without a word."""
    open: list[Line] = field(default_factory=list)
    deliveries: Deliveries | None = None
    _tickets: set[str] = field(default_factory=set)
    _waiting: dict[str, Attempt] = field(default_factory=dict)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))
    _turn: int = 0

    def ticket(self) -> str:
        """What opens one socket."""
        if len(self.open) >= MOST:
            raise Refused("too_many_websockets")
        ticket = f"ticket-{next(self._ids)}"
        self._tickets.add(ticket)
        return ticket

    def carry(self, attempt: Attempt) -> bool:
        """Send something over any of the sockets, each in its turn; whether there is one."""
        if not self.open:
            return False
        self._turn += 1
        line = self.open[self._turn % len(self.open)]
        id = f"{next(self._ids):08x}-0000-4000-8000-000000000000"
        self._waiting[id] = attempt
        sort = attempt.delivery.sort
        envelope: Json = {
            "envelope_id": id,
            "payload": attempt.delivery.payload,
            "type": str(sort),
            "accepts_response_payload": sort in ANSWERED,
        }
        if sort is Sort.EVENT:
            envelope |= {"retry_attempt": attempt.number, "retry_reason": attempt.reason}
        line.waiting.put_nowait(envelope)
        return True

    def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask every socket to go and come back, as Slack does every few hours."""
        for line in self.open:
            line.waiting.put_nowait(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "loopback"}}
            )

    def cut(self, line: Line) -> None:
        """This socket is gone, from one moment to the next."""
        if line in self.open:
            self.open.remove(line)
        self.drop(line.socket)
        self.changes.tell()

    async def serve(self, socket: WebSocket) -> None:
        """One socket, from its ticket to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(4001)
            return
        self._tickets.remove(ticket)
        await socket.accept()
        line = Line(socket, next(self._ids))
        self.open.append(line)
        sending = asyncio.create_task(self._send(line))
        try:
            await self._receive(line)
        finally:
            sending.cancel()
            if line in self.open:
                self.open.remove(line)
            self.changes.tell()

    async def _send(self, line: Line) -> None:
        hello = {
            "type": "hello",
            "connection_info": {"app_id": self.app_id},
            "num_connections": len(self.open),
            "debug_info": {"host": "loopback", "approximate_connection_time": 18060},
        }
        await line.socket.send_text(json.dumps(hello))
        self.changes.tell()
        while True:
            message = await line.waiting.get()
            if line.left == 0:
                self.cut(line)
                return
            await line.socket.send_text(json.dumps(message))
            if "envelope_id" in message:
                line.carried.append(message["envelope_id"])
                line.left = None if line.left is None else line.left - 1
            self.changes.tell()

    async def _receive(self, line: Line) -> None:
        try:
            while True:
                self._heard(json.loads(await line.socket.receive_text()))
        except WebSocketDisconnect:
            return

    def _heard(self, frame: Any) -> None:
        attempt = self._waiting.get(frame.get("envelope_id", ""))
        if attempt is not None and self.deliveries is not None:
            self.deliveries.acknowledged(attempt, frame.get("payload"))
