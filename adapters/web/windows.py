"""The windows that are open: each is told at once what concerns it, whichever thread it happens on."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool

from adapters.web import render
from adapters.web.host import Host, Somebody, Time
from flows.model.screens import Post
from flows.places import Place
from flows.ports import StoreError

Frame = Mapping[str, Any]
MOST_WAITING = 1_000
"""Frames that may wait for a window to read them, before it is given up."""
PAUSE = 0.2
"""Seconds between two pictures of the time while it moves."""


@dataclass(eq=False, slots=True)
class Window:
    """One socket. `me` is None on the page where one chooses whom to be."""

    me: Somebody | None
    place: Place
    world: str = ""
    """The beginning of the playground that its page is of."""
    frames: "asyncio.Queue[Frame | None]" = field(default_factory=asyncio.Queue)
    """What it is to be sent, in order; None: nothing more, it is to begin anew."""
    behind: bool = False
    """Whether it was given up, since it did not read."""
    time_shown: str = ""
    rooms_shown: str = ""
    newest: int = 0
    """The number of the newest message that it was told of, in its own place."""
    told: int = 0
    """How often it was told of a message there."""

    def tell(self, **frame: Any) -> None:
        """Send a frame in its turn."""
        if self.behind:
            return
        if self.frames.qsize() < MOST_WAITING:
            self.frames.put_nowait(frame)
            return
        self.behind = True
        while not self.frames.empty():
            self.frames.get_nowait()
        self.frames.put_nowait(None)


class Windows:
    """All of them; lives on the loop that runs when it is made."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._loop = asyncio.get_running_loop()
        self._open: set[Window] = set()
        self._news = asyncio.Event()
        self._trouble = ""
        """What keeps the playground from going on, until time moves after all."""
        host.watch(self.posted, self.changed)

    def opens(self, window: Window) -> None:
        """From now on it is told."""
        self._open.add(window)
        if self._trouble:
            window.tell(**{"is": "complaint"}, html=render.line(self._trouble))

    def closes(self, window: Window) -> None:
        """It is gone."""
        self._open.discard(window)

    def in_trouble(self, words: str) -> None:
        """Something went wrong at nobody's wish: every window is told, and each that opens before it is over."""
        self._trouble = words
        for window in self._open:
            window.tell(**{"is": "complaint"}, html=render.line(words))

    def out_of_trouble(self) -> None:
        """Time moved after all."""
        self._trouble = ""

    # --- from any thread ------------------------------------------------------------------------------

    def posted(self, post: Post, before: Post | None) -> None:
        """A message appeared or was rewritten."""
        self._soon(self._tell_of, post, before is not None)

    def changed(self) -> None:
        """Time moved, or something else that the panels show."""
        self._soon(self._news.set)

    def over(self) -> None:
        """Somebody started over."""
        self._soon(self._tell_all_over)

    def _soon(self, call: Any, *args: Any) -> None:
        with suppress(RuntimeError):  # at the very end nobody listens any more
            self._loop.call_soon_threadsafe(call, *args)

    # --- on the loop ----------------------------------------------------------------------------------

    def _tell_of(self, post: Post, edited: bool) -> None:  # noqa: FBT001  (called back by the loop)
        for window in self._open:
            if window.me and window.me.sees(post.place, self._host.program):
                if post.place == window.place:
                    window.newest = max(window.newest, post.nth)
                    window.told += 1
                html = render.post(post, window.me)
                window.tell(
                    **{"is": "post"}, place=post.place, id=post.id, nth=post.nth, edited=edited, html=html
                )

    def _tell_all_over(self) -> None:
        for window in self._open:
            window.tell(**{"is": "over"})

    async def keep_current(self) -> None:
        """Draws the panels anew whenever something changed, a few times a second at most. Runs until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            with suppress(
                StoreError
            ):  # whoever does something is told so; the panels come with the next change
                time = await run_in_threadpool(self._host.time)
                for window in list(self._open):
                    await self.draw(window, time)
            await asyncio.sleep(PAUSE)

    async def show(self, window: Window, me: Somebody) -> None:
        """Tell a window of all that stands in its place."""
        told = None
        posts: Sequence[Post] = ()
        while told != window.told:  # told of something since the look began: else that would be missing
            told = window.told
            posts = await run_in_threadpool(self._host.posts, window.place)
        window.newest = posts[-1].nth if posts else 0
        window.tell(**{"is": "screen"}, place=window.place, html=render.posts(posts, me))

    async def draw(self, window: Window, time: Time) -> None:
        """Tell a window of its panels, where they differ from what it shows."""
        html = render.time_panel(time, window.me)
        if html != window.time_shown:
            window.time_shown = html
            window.tell(**{"is": "time"}, html=html)
        if window.me:
            newest = window.newest  # before the look: what comes during it is no sign of anything gone
            rooms = await run_in_threadpool(self._host.rooms, window.me.id)
            if any(room.place == window.place and room.latest < newest for room in rooms):
                await self.show(window, window.me)  # what stood there was erased
            html = render.places(rooms, window.place, window.me)
            if html != window.rooms_shown:
                window.rooms_shown = html
                window.tell(**{"is": "places"}, html=html)
