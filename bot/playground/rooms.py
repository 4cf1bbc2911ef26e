"""The places that somebody sees: their direct messages, the announcements, their pairs' rooms, the coordinators' desk."""

from collections.abc import Callable, Iterator, Mapping

from adapters.web.host import Room, Somebody, Sort
from flows.ids import ProgramId
from flows.model.pairs import Pair, PairState
from flows.places import Place, announcements, coordinators, dm, room
from flows.ports import Store, Transaction
from flows.situation import Query, find

SHOWN = (PairState.ANNOUNCED, PairState.ENDED, PairState.CLOSED)


def rooms_of(
    person: Somebody,
    program: ProgramId,
    store: Store,
    names: Mapping[str, str],
    latest: Callable[[Place], int],
) -> Iterator[Room]:
    """Direct messages first. `names`: who is called what, by id; `latest`: the number of a place's newest message."""
    for place, sort, title, about in _places(person, program, store, names):
        number = latest(place)
        if person.sees(place, program) and (number or sort is not Sort.ROOM):
            yield Room(place=place, sort=sort, title=title, about=about, latest=number)


def _places(
    person: Somebody, program: ProgramId, store: Store, names: Mapping[str, str]
) -> Iterator[tuple[Place, Sort, str, str]]:
    """Those that there are for anybody, with what each is called by this person."""
    yield dm(person.id), Sort.DM, "Shelfmate", "Your direct messages; nobody else reads them"
    yield announcements(program), Sort.CHANNEL, "Announcements", "What the program tells everybody"
    for pair in store.transact(lambda tx: _pairs(tx, person)):
        partner = names.get(pair.partner(person.id), "your partner")
        about = "Your pair's room: here it carries only what Shelfmate says"
        yield room(pair.id), Sort.ROOM, f"You and {partner}", about
    yield coordinators(program), Sort.DESK, "Coordinators", "Where the coordinators decide together"


def _pairs(tx: Transaction, person: Somebody) -> list[Pair]:
    asked: list[Query] = [
        query
        for state in SHOWN
        for query in (find(Pair, mentee=person.id, state=state), find(Pair, mentor=person.id, state=state))
    ]
    found = tx.load(asked)
    return [pair for query in asked for pair in found[query]]
