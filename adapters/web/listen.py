"""Listening: the playground's pages and its sockets, over HTTP."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote
from zoneinfo import available_timezones

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from adapters.web import render
from adapters.web.guarding import Guard
from adapters.web.host import Host, Leap, Newcomer, Somebody
from adapters.web.live import Live
from adapters.web.read import read_newcomer
from adapters.web.windows import Windows
from flows.ids import PersonId
from flows.messages import Attachment
from flows.places import dm
from flows.ports import StoreError

STATIC = Path(__file__).parent / "static"
LONGEST_FORM = 16 * 1024
"""In bytes: somebody who adds themselves says little."""
AREA = re.compile(r"(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/")
NOBODY_YET = Newcomer(name="", zone="")
PICTURES = {".png": "image/png"}
FILES = {".ics": "text/calendar; charset=utf-8", ".csv": "text/csv; charset=utf-8"}


def pages(host: Host, names: Iterable[str], begins: Callable[[], None] = lambda: None) -> ASGIApp:
    """The application. `names`: the hosts that it goes by; `begins` is called on a thread once it is up."""
    site = Site(host)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        site.opens()
        drawing = asyncio.create_task(site.windows.keep_current())
        beginning = asyncio.create_task(site.begins(begins))
        yield
        drawing.cancel()
        with suppress(asyncio.CancelledError):
            await drawing
        host.go(Leap.STOP)  # else the threads on which time moves would be waited for
        await beginning

    site_itself = Starlette(
        routes=[
            Route("/", site.who),
            Route("/people", site.adds, methods=["POST"]),
            Route("/start-over", site.starts_over, methods=["POST"]),
            Route("/as/{person}", site.window),
            Route("/as/{person}/file/{post}/{part:int}/{block:int}", site.file),
            WebSocketRoute("/live", site.live),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        exception_handlers={StoreError: site.fails, Exception: site.fails},
        lifespan=life,
    )
    # outside of everything, so that what is said of a mistake of ours carries the same headers
    return Guard(site_itself, names)


class Site:
    """What each address shows."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.windows: Windows
        self._live: Live

    def opens(self) -> None:
        """On the loop that will serve."""
        self.windows = Windows(self._host)
        self._live = Live(self._host, self.windows)

    async def begins(self, begins: Callable[[], None]) -> None:
        """Once it is up. What keeps it from that is told at every window."""
        try:
            await run_in_threadpool(begins)
        except StoreError as error:
            self.windows.in_trouble(
                f"The first morning could not be reached: {error}. Mend that, and move time on."
            )

    def who(self, request: Request) -> Response:
        """Who one can be."""
        return self._people()

    def _people(self, wrong: str = "", given: Newcomer = NOBODY_YET) -> Response:
        html = render.people(
            title=self._host.title,
            world=self._host.world,
            people=self._host.people(),
            time=self._host.time(),
            zones=_zones(),
            wrong=wrong,
            given=given,
        )
        return HTMLResponse(html, 422 if wrong else 200)

    def window(self, request: Request) -> Response:
        """One person's window on a place. Whoever looks out of it plays that person."""
        world = self._host.world  # before all else: a page of what is past goes away again by itself
        me = self._somebody(request.path_params["person"])
        if me is None:
            return self._sorry("Nobody of that name is here.")
        if not me.by_hand:
            self._host.enters(me.id)
        rooms = self._host.rooms(me.id)
        place = request.query_params.get("in", dm(me.id))
        here = next((room for room in rooms if room.place == place), None)
        if here is None:
            return self._sorry(f"{me.name} does not see that place.")
        return HTMLResponse(
            render.window(
                title=self._host.title,
                world=world,
                me=self._somebody(me.id) or me,
                people=self._host.people(),
                rooms=rooms,
                here=here,
                posts=self._host.posts(here.place),
                time=self._host.time(),
            )
        )

    def file(self, request: Request) -> Response:
        """What is attached to a message, for those who see the message."""
        where = request.path_params
        me, post = self._somebody(where["person"]), self._host.post(where["post"])
        if me is None or post is None or not me.sees(post.place, self._host.program):
            return self._sorry("There is no such file.")
        try:
            attached = post.parts[where["part"]].blocks[where["block"]]
        except IndexError:
            return self._sorry("There is no such file.")
        if not isinstance(attached, Attachment):
            return self._sorry("There is no such file.")
        kind = Path(attached.name).suffix
        how = "inline" if kind in PICTURES else "attachment"
        return Response(
            attached.content,
            media_type=(PICTURES | FILES).get(kind, "application/octet-stream"),
            headers={"Content-Disposition": f"{how}; filename*=UTF-8''{quote(attached.name)}"},
        )

    async def adds(self, request: Request) -> Response:
        """Somebody adds themselves."""
        body = await _body(request)
        if body is None:
            return HTMLResponse(render.sorry(self._host.title, "That is more than the form can hold."), 413)
        newcomer, wrong = read_newcomer(body, _zones())
        if wrong:
            return await run_in_threadpool(self._people, wrong, newcomer)
        person = await run_in_threadpool(self._host.adds, newcomer)
        return RedirectResponse(f"/as/{quote(person)}", 303)

    async def starts_over(self, request: Request) -> Response:
        """Everything anew. Where that fails half-way, the windows are of the past all the same."""
        before = self._host.world
        try:
            await run_in_threadpool(self._host.start_over)
        finally:
            if self._host.world != before:
                self.windows.over()
        return RedirectResponse("/", 303)

    async def live(self, socket: WebSocket) -> None:
        """A window's socket."""
        await self._live.serve(socket)

    def fails(self, request: Request, error: Exception) -> Response:
        """Something went wrong on our side: the server's log tells what, the page what to do."""
        words = (
            str(error) if isinstance(error, StoreError) else "Something went wrong here. Please try again."
        )
        return HTMLResponse(render.sorry(self._host.title, words), 500)

    def _somebody(self, id: str) -> Somebody | None:
        return next((each for each in self._host.people() if each.id == PersonId(id)), None)

    def _sorry(self, words: str) -> Response:
        return HTMLResponse(render.sorry(self._host.title, words), 404)


async def _body(request: Request) -> bytes | None:
    """What was posted; None where it is too long, of which no more is read than shows it."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST_FORM:
            return None
    return body


@lru_cache(maxsize=1)
def _zones() -> tuple[str, ...]:
    """Those that name a place, and UTC. Looked up once: it reads a whole folder."""
    return (*sorted(zone for zone in available_timezones() if AREA.match(zone)), "UTC")
