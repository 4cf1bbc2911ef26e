"""What happens next, in a line: time is moved on until somebody hears or does something, and all of it taken back."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from adapters.web.host import Coming
from adapters.web.send import Screens
from bot.clock import VirtualClock
from bot.playground.foretelling import heard, step
from bot.rehearsal.players import Act
from bot.rehearsal.world import World
from bot.situations import Programs
from flows.model.screens import Post
from flows.ports import Store, Transaction
from flows.wording.catalogue import Catalogue

FAR = timedelta(days=400)
"""After that nothing is looked for: every program has something to say within a year."""
T = TypeVar("T")


class _TakenBack(Exception):
    """Ends a look ahead. Nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class _Within:
    """A store whose transactions are all part of one that will be taken back."""

    transaction: Transaction

    def transact(self, work: Callable[[Transaction], T]) -> T:
        """Within the one."""
        return work(self.transaction)

    def close(self) -> None:
        """Nothing is held."""


def coming(
    store: Store,
    programs: Programs,
    wording: Catalogue,
    acts: Sequence[Act],
    names: Mapping[str, str],
    now: datetime,
) -> Coming | None:
    """The soonest message or step. `acts`: what people intend, the soonest first; `names`: who is who, by id."""
    found: list[Coming] = []

    def look(tx: Transaction) -> None:
        found.extend(_ahead(_Within(tx), programs, wording, acts[:1], names, now))
        raise _TakenBack

    with suppress(_TakenBack):
        store.transact(look)
    return found[0] if found else None


def _ahead(
    store: Store,
    programs: Programs,
    wording: Catalogue,
    acts: Sequence[Act],
    names: Mapping[str, str],
    now: datetime,
) -> list[Coming]:
    clock, posts = VirtualClock(now), list[Post]()
    screens = Screens(store, clock.now)
    screens.watchers.append(lambda post, before: None if before else posts.append(post))
    world = World(store, clock, wording, screens, strict=False, programs=programs)
    steps = [max(act.at, now) for act in acts]
    while at := min((when for when in (world.next_due(clock.at), *steps) if when), default=None):
        if at - now > FAR:
            break
        world.until(at)
        if posts:
            return [Coming(what=heard(posts, names), at=at)]
        if at in steps:
            return [Coming(what=step(acts[0], names.get(acts[0].person, acts[0].person)), at=at)]
    return []
