"""A playground's year as somebody lives it who moves time on week by week, and says or does something each week."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from adapters.web.host import Newcomer
from adapters.web.read import account_of
from bot import library, logs
from bot.clock import VirtualClock
from bot.playground.opening import opened
from bot.playground.playground import Playground
from flows.events import Pressed, Said
from flows.ids import EventId, PersonId
from flows.model.screens import Post
from flows.places import Place, announcements, coordinators, dm

TODAY = datetime(2027, 1, 10, 12, tzinfo=UTC)
"""The day on which it is first opened: applications open on the first of February that follows."""
PROGRAM = "connecticut"
WEEK = timedelta(weeks=1)
GUEST = PersonId("guest-1")
SAYS = ("sign up", "menu", "my data", "help", "me")

Shown = tuple[int, str, datetime, Any, bool, str | None]
"""A message on a screen: its number, id, time, words and buttons, whether it was edited, and who said it."""


@contextmanager
def at(folder: Path) -> Iterator[Playground]:
    """The playground in a folder, as it was left."""
    text, file = library.text_of(PROGRAM)
    logs.configure("ERROR", "text")
    with opened(folder, text, file, VirtualClock(TODAY)) as playground:
        yield playground


def live(folder: Path, until: datetime, told: Connection | None = None) -> None:
    """Go on from wherever it is, to `until`. `told` hears once time begins to move."""
    with at(folder) as playground:
        if told:
            told.send("opened")
        playground.begin()
        if not any(person.id == GUEST for person in playground.people()):
            playground.adds(Newcomer(name="Gast Gastdottir", zone="Europe/Berlin"))
        beginning = playground._scene.period.starts
        for nth in range(1000):
            week = beginning + nth * WEEK
            if week > until:
                break
            if week >= playground.now():
                playground._move(lambda: week)  # noqa: B023  (it is moved at once)
                _acts(playground, nth)


def _acts(playground: Playground, nth: int) -> None:
    """The guest says something, and presses the newest button; sent again, it is the same act."""
    envelope: dict[str, Any] = {
        "now": playground.now(),
        "account": account_of(GUEST),
        "program": playground.program,
    }
    said = Said(id=EventId(f"web:guest-1:says-{nth:06}"), text=SAYS[nth % len(SAYS)], **envelope)
    playground.receive(said)
    buttons = [
        button
        for post in playground.posts(dm(GUEST))
        if post.at == playground.now()
        for part in post.parts
        for button in part.buttons
    ]
    if buttons and nth % 3 == 0:
        first = EventId(f"web:guest-1:press-{nth:06}")
        playground.receive(
            Pressed(id=first, question=buttons[0].question, choice=buttons[0].choice, **envelope)
        )


def screens(playground: Playground) -> dict[Place, list[Shown]]:
    """What stands in each place, in order."""
    program = playground.program
    places = [announcements(program), coordinators(program), *(dm(one.id) for one in playground.people())]
    rooms = {room.place for one in playground.people() for room in playground.rooms(one.id)}
    return {place: [_shown(post) for post in playground.posts(place)] for place in sorted({*places, *rooms})}


def _shown(post: Post) -> Shown:
    return post.nth, post.id, post.at, post.parts, post.edited, post.author
