"""The playground: one program on a store of its own, people who act by themselves, and time that one moves."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from threading import Event as Flag
from threading import Lock
from typing import TypeVar

from adapters.web.host import Coming, Leap, Newcomer, Over, Room, Somebody, Sort, Time
from adapters.web.render import FIELDS
from adapters.web.send import Watcher
from bot.acknowledging import Acknowledging
from bot.guard import guarded
from bot.playground.calendar import stages
from bot.playground.coming import coming
from bot.playground.kept import Guest
from bot.playground.rooms import rooms_of
from bot.playground.scene import Scene
from flows.calendar import moment, today
from flows.events import Event
from flows.ids import EventId, PersonId, ProgramId
from flows.messages import Shown
from flows.model.screens import Post
from flows.places import Place
from flows.ports import StoreError

MORNING = time(10)
"""When one can first act, on the day on which applications open; and when a leap to a stage arrives."""
ONE_DAY = timedelta(days=1)
LONGEST_WAIT = timedelta(days=92)
"""After that, somebody who waits for a word is told that none came."""
A_MOMENT = 0.05
"""In seconds, between two attempts to stop whoever moves time on."""
ANSWERS = 300
"""So many of the last answers are kept as they were shown: what comes again after a lost connection is answered the
same, with what was typed in it, which no database keeps."""

T = TypeVar("T")


class Playground:
    """What `adapters.web.host.Host` promises. `opens` sets the scene: as it was left, or (True) a fresh one.

    Everything happens on one thread, in the order in which it was asked for: so between two steps of time people
    act, and nobody waits for a whole leap.
    """

    def __init__(self, opens: Callable[[bool], Scene]) -> None:
        self._opens = opens
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="playground")
        self._moving = Lock()
        self._stopping = Flag()
        self._posted: list[Watcher] = []
        self._changed: list[Callable[[], None]] = []
        self._answers: dict[EventId, Shown | None] = {}
        self._coming: list[Coming | None] | None = None
        """What happens next, where it was looked for since something last happened."""
        self._stands = True
        """Whether there is a scene; else somebody started over, and that could not be done."""
        self._scene = self._do(lambda: opens(False))

    def _do(self, work: Callable[[], T]) -> T:
        return self._thread.submit(self._does, work).result()

    def _does(self, work: Callable[[], T]) -> T:
        if not self._stands:
            self._sets_scene(fresh=False)
        return work()

    def _sets_scene(self, *, fresh: bool) -> None:
        """Where that fails it is tried again with whatever is asked next: as it was left, or fresh where no more is."""
        self._stands = False
        try:
            self._scene = self._opens(fresh)
        except StoreError as error:
            raise StoreError(f"The playground cannot start over: {error}.") from error
        self._scene.screens.watchers.extend(self._posted)
        self._stands = True

    def _tell_changed(self) -> None:
        self._coming = None
        for changed in self._changed:
            changed()

    def watch(self, posted: Watcher, changed: Callable[[], None]) -> None:
        """Be told, on any thread: of each message, and that the time, the people or their places changed."""
        self._posted.append(posted)
        self._changed.append(changed)
        self._scene.screens.watchers.append(posted)

    # --- what there is --------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The program's file as it is played."""
        return self._scene.text

    @property
    def title(self) -> str:
        """The program's name."""
        return next(iter(self._scene.program.name.values()))

    @property
    def program(self) -> ProgramId:
        """The program's id."""
        return self._scene.id

    @property
    def world(self) -> str:
        """The mark of this beginning of the playground; another after each that starts over."""
        return self._scene.kept.world

    def posts(self, place: Place) -> Sequence[Post]:
        """What stands in a place, oldest first."""
        return self._do(lambda: self._scene.screens.posts(place))

    def post(self, id: str) -> Post | None:
        """One message."""
        return self._do(lambda: self._scene.screens.post(id))

    def people(self) -> Sequence[Somebody]:
        """Everybody whom one can be."""
        return self._scene.people

    def rooms(self, person: PersonId) -> Sequence[Room]:
        """The places that this person sees; none for somebody unknown."""
        return self._do(lambda: self._rooms(person))

    def _rooms(self, person: PersonId) -> Sequence[Room]:
        scene = self._scene
        found = [each for each in self.people() if each.id == person]
        return [
            room
            for somebody in found
            for room in rooms_of(somebody, scene.id, scene.store, scene.names, scene.screens.latest)
        ]

    # --- who plays ------------------------------------------------------------------------------------

    def enters(self, person: PersonId) -> None:
        """Somebody begins to play this person: from now on they are played by hand."""
        self._do(lambda: self._scene.enters(person))
        self._tell_changed()

    def plays(self, person: PersonId, *, by_hand: bool, world: str = "") -> None:
        """Whether this person is played by hand, or acts by themselves as time passes."""

        def work() -> None:
            self._is_of(world)
            self._scene.plays(person, by_hand=by_hand)

        self._do(work)
        self._tell_changed()

    def _is_of(self, world: str) -> None:
        """Looked at on the one thread: what waited there while somebody started over is of the old world."""
        if world not in {"", self.world}:
            raise Over

    def adds(self, newcomer: Newcomer) -> PersonId:
        """Somebody new; they are on the roster if they say so."""

        def work() -> PersonId:
            person = PersonId(f"guest-{len(self._scene.kept.guests) + 1}")
            email = newcomer.email or f"{person}@example.org"
            self._scene.adds(Guest(person, newcomer.name, email, newcomer.zone, newcomer.member))
            return person

        person = self._do(work)
        self._tell_changed()
        return person

    def start_over(self) -> None:
        """Forget everything, and begin at the first day anew."""

        def work() -> None:
            self._scene.store.close()
            self._answers.clear()
            self._sets_scene(fresh=True)

        with self._standing_still():
            self._do(work)
        self.begin()

    # --- what happens ---------------------------------------------------------------------------------

    def receive(self, event: Event, world: str = "") -> Shown | None:
        """Give an event its turn; what to acknowledge it with."""

        def work() -> Shown | None:
            self._is_of(world)
            if event.id not in self._answers:
                scene = self._scene
                answer = scene.happens(event)
                saying = Acknowledging(scene.store, scene.world.programs, scene.catalogue, fields=FIELDS)
                # what cannot be put into words has happened all the same: else it would be sent again and again
                self._answers[event.id] = guarded(
                    lambda: saying.shown(event, answer), lambda _: None, lets=(StoreError,)
                )
                if len(self._answers) > ANSWERS:
                    del self._answers[next(iter(self._answers))]
            return self._answers[event.id]

        shown = self._do(work)
        self._tell_changed()
        return shown

    def now(self) -> datetime:
        """The playground's time, aware, UTC."""
        return self._scene.clock.now()

    def time(self) -> Time:
        """The same with the calendar around it, and what comes next."""
        return self._do(self._time)

    def _time(self) -> Time:
        now, program, moving = self.now(), self._scene.program, self._moving.locked()
        return Time(
            now=now,
            zone=program.zone,
            coming=None if moving else self._next(),
            stages=stages(program, today(now, program.zone), self._scene.opens),
            moving=moving,
        )

    def _next(self) -> Coming | None:
        """Looked for once, until something happens: which may be told on another thread at any moment."""
        found = self._coming
        if found is None:
            scene = self._scene
            known = (scene.world.programs, scene.catalogue, scene.players.acts, scene.names)
            self._coming = found = [coming(scene.store, *known, self.now())]
        return found[0]

    def go(self, leap: Leap, person: PersonId | None = None) -> None:
        """Move time on. Returns when it stands still again; where it moves already, nothing more happens."""
        if leap is Leap.STOP:
            self._stopping.set()
        elif leap is Leap.MINE and person:
            heard = self._heard(person)
            self._move(lambda: self.now() + LONGEST_WAIT, lambda: self._heard(person) > heard)
        else:
            self._move(lambda: self._target(leap))

    def _heard(self, person: PersonId) -> int:
        """How many messages stand where this person reads them; what the program tells everybody left out."""
        return sum(room.latest for room in self.rooms(person) if room.sort is not Sort.CHANNEL)

    def begin(self) -> None:
        """To the first morning, unless that is past: those who came before are there by then."""
        self._move(lambda: max(moment(self._scene.opens, MORNING, self._scene.program.zone), self.now()))

    def _target(self, leap: Leap) -> datetime:
        time = self._time()
        match leap:
            case Leap.NEXT:
                ahead = self._next()
                return ahead.at if ahead else time.now
            case Leap.STAGE if time.next_stage:
                return moment(time.next_stage.day, MORNING, time.zone)
            case Leap.WEEK:
                return time.now + 7 * ONE_DAY
            case _:
                return time.now + ONE_DAY

    @contextmanager
    def _standing_still(self) -> Iterator[None]:
        """Whoever moves time on is stopped, and nobody begins to."""
        self._stopping.set()
        while not self._moving.acquire(timeout=A_MOMENT):
            self._stopping.set()  # somebody else began just then
        try:
            yield
        finally:
            self._moving.release()

    def _move(self, target: Callable[[], datetime], enough: Callable[[], bool] = lambda: False) -> None:
        if not self._moving.acquire(blocking=False):
            return
        try:
            self._stopping.clear()
            then = self._do(target)
            while not self._stopping.is_set() and self._do(lambda: self._scene.step_towards(then)):
                self._tell_changed()
                if enough():
                    break
        finally:
            self._moving.release()
            self._tell_changed()

    def close(self) -> None:
        """Let go of the store, once time stands still."""
        with self._standing_still():
            self._thread.submit(self._scene.store.close).result()
        self._thread.shutdown()
