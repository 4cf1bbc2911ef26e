"""What happens next, in a line: time is moved on until somebody hears or does something, and all of it taken back."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from adapters.web.host import Coming
from adapters.web.send import Screens
from bot.clock import VirtualClock
from bot.rehearsal.acting import Fill, Press, Tell
from bot.rehearsal.players import ENROLS, Act
from bot.rehearsal.world import World
from bot.situations import Programs
from flows.model.screens import Post
from flows.ports import Store, Transaction
from flows.wording.catalogue import Catalogue

FAR = timedelta(days=400)
"""After that nothing is looked for: every program has something to say within a year."""
T = TypeVar("T")

SUBJECTS: Mapping[str, str] = {
    "applications.opened": "Applications open",
    "applications.closing": "Applications close soon",
    "applications.closed": "Applications are closed",
    "application.unfinished": "An unfinished application",
    "mentor.reconfirm": "Mentors are asked whether they are available",
    "mentor.removed": "A mentor leaves the list",
    "match.proposed": "Pairs are proposed",
    "match.reminder": "The proposed pairs still wait",
    "match.announced": "The pairs are announced",
    "match.none": "Nobody was found this time",
    "contact.due": "First contact",
    "contact.overdue": "First contact is overdue",
    "contact.escalated": "A pair without contact",
    "plan.asked": "A plan for the months to come",
    "plan.reminder": "The plan, once more",
    "meeting.prompt": "Time to meet",
    "meeting.unconfirmed": "A date that nobody has confirmed",
    "meeting.reminder": "A meeting is near",
    "checkin.asked": "A check-in",
    "checkin.missed": "A check-in went unanswered",
    "concern.raised": "A concern",
    "survey.asked": "The survey",
    "survey.reminder": "The survey, once more",
    "extension.offered": "More months are offered",
    "pair.closed": "A pair's months end",
    "report.delivered": "The closing report",
}
"""What a message is about, by its kind; the others are told without."""


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
            return [Coming(what=_heard(posts, names), at=at)]
        if at in steps:
            return [Coming(what=_step(acts[0], names.get(acts[0].person, acts[0].person)), at=at)]
    return []


def _heard(posts: Sequence[Post], names: Mapping[str, str]) -> str:
    """What the first of them is about, and who hears it besides."""
    kind = posts[0].parts[0].kind
    same = [post.place for post in posts if post.parts[0].kind == kind]
    who = _who(same, names)
    return f"{SUBJECTS[kind]}: {who}" if kind in SUBJECTS else who[0].upper() + who[1:]


def _who(places: Sequence[str], names: Mapping[str, str]) -> str:
    if places[0].endswith("announcements"):
        return "a post in the announcements"
    if places[0].endswith("coordinators"):
        return "a post to the coordinators"
    if not places[0].startswith("dm:"):
        return "a message in a pair's room"
    readers = [names.get(place.removeprefix("dm:"), "somebody") for place in dict.fromkeys(places)]
    match readers:
        case [one]:
            return f"{one} hears from Shelfmate"
        case [one, other]:
            return f"{one} and {other} hear from Shelfmate"
        case [one, *others]:
            return f"{one} and {len(others)} others hear from Shelfmate"
    raise AssertionError("nobody heard it")


def _step(act: Act, name: str) -> str:
    match act.does:
        case Press():
            return f"{name} answers a message"
        case Fill():
            return f"{name} fills in a form"
        case Tell(text=text):
            return f"{name} says “{text}” to Shelfmate"
        case _ if act.does == ENROLS:
            return f"{name} becomes a member"
        case _:
            return f"{name} comes in"
