"""The socket of one window: its frames are read, each act has its turn on a thread, and its answer goes back."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

from adapters.web import render
from adapters.web.host import Host, Leap, Over, Somebody
from adapters.web.read import Act, Complaint, Moves, Plays, read
from adapters.web.windows import Window, Windows
from flows.events import Event
from flows.ids import PersonId
from flows.messages import PageShown, Shown, WordShown
from flows.places import dm
from flows.ports import StoreError

UNKNOWN = 4404
"""The code with which the socket of somebody unknown is closed."""
OVER = 4410
"""The code with which the socket of a page from before a start over is closed."""
BEHIND = 1013
"""The code that tells a window to come again: it did not read what it was sent."""


class Live:
    """Answers the sockets."""

    def __init__(self, host: Host, windows: Windows) -> None:
        self._host = host
        self._windows = windows
        self._going: set[asyncio.Task[None]] = set()

    async def serve(self, socket: WebSocket) -> None:
        """One window, from its opening to its end."""
        await socket.accept()
        world = socket.query_params.get("world", "")
        if world != self._host.world:
            await socket.send_json({"is": "over"})
            await socket.close(OVER, "somebody started over")
            return
        who = PersonId(socket.query_params.get("as", ""))
        me = next((each for each in self._host.people() if each.id == who), None) if who else None
        if who and me is None:
            await socket.close(UNKNOWN, "nobody of that name is here")
            return
        window = Window(me, _place(me, socket, self._host), world)
        self._windows.opens(window)
        sending = asyncio.create_task(_sends(socket, window))
        try:
            await _or_is_told(self._greets(window), window)
            while True:
                await _or_is_told(self._hears(await _text(socket), window), window)
        except WebSocketDisconnect:
            pass
        finally:
            self._windows.closes(window)
            sending.cancel()

    async def _greets(self, window: Window) -> None:
        """What the window may have missed while it was away."""
        if window.me:
            await self._windows.show(window, window.me)
        await self._windows.draw(window, await run_in_threadpool(self._host.time))

    async def _hears(self, text: str, window: Window) -> None:
        me = window.me.id if window.me else PersonId("")
        world = window.world
        match read(text, person=me, program=self._host.program, now=self._host.now()):
            case Moves() if world != self._host.world:
                window.tell(**{"is": "over"})
            case Moves(Leap.STOP):
                await run_in_threadpool(self._host.go, Leap.STOP)
            case Moves(leap):
                # in a task of its own: while time moves, the window goes on
                going = asyncio.create_task(self._goes(leap, window))
                self._going.add(going)
                going.add_done_callback(self._going.discard)
            case Plays(person, by_hand):
                await run_in_threadpool(self._host.plays, person, by_hand=by_hand, world=world)
            case Act(id, event) if window.me:
                window.tell(**{"is": "answer"}, id=id, **await self._receives(event, world))
            case Complaint(words, id) if id:
                window.tell(**{"is": "answer"}, id=id, sort="refused", html=render.line(words))
            case Complaint(words):
                window.tell(**{"is": "complaint"}, html=render.line(words))
            case _:
                window.tell(
                    **{"is": "complaint"}, html=render.line("Choose first whom you would like to be.")
                )

    async def _receives(self, event: Event, world: str) -> dict[str, Any]:
        try:
            return _answer(await run_in_threadpool(self._host.receive, event, world))
        except Over:
            return {"sort": "refused", "html": render.line("Nothing was recorded. Somebody started over.")}
        except StoreError as error:
            return {"sort": "refused", "html": render.line(f"Nothing was recorded. {error}")}

    async def _goes(self, leap: Leap, window: Window) -> None:
        who = window.me.id if window.me else PersonId("")
        await _or_is_told(self._went(leap, who), window, "Time stands still.")

    async def _went(self, leap: Leap, who: PersonId) -> None:
        await run_in_threadpool(self._host.go, leap, who)
        self._windows.out_of_trouble()


def _place(me: Somebody | None, socket: WebSocket, host: Host) -> str:
    place = socket.query_params.get("in", "")
    if me is None:
        return ""
    return place if me.sees(place, host.program) else dm(me.id)


async def _or_is_told(work: Awaitable[None], window: Window, what: str = "That cannot be had now.") -> None:
    """Do it; where the store cannot, the window is told so and goes on."""
    try:
        await work
    except Over:
        window.tell(**{"is": "over"})
    except StoreError as error:
        window.tell(**{"is": "complaint"}, html=render.line(f"{what} {error}"))


async def _text(socket: WebSocket) -> str:
    """The next frame; bytes are none that a page of ours would send, and read as such."""
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    return message.get("text") or ""


async def _sends(socket: WebSocket, window: Window) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):  # it is gone, as whoever listens to it hears too
        while frame := await window.frames.get():
            await socket.send_json(frame)
        await socket.close(BEHIND, "it was sent more than it reads")


def _answer(shown: Shown | None) -> dict[str, Any]:
    match shown:
        case PageShown():
            return {"sort": "form", "html": render.form(shown)}
        case WordShown(question=None):
            return {"sort": "word", "html": render.word(shown)}
        case WordShown():
            return {"sort": "outcome", "html": render.word(shown)}
        case _:
            return {"sort": "none", "html": ""}
