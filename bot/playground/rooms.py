"""The places that somebody sees: their direct messages, the announcements, their pairs' rooms, the coordinators' desk."""

from collections.abc import Callable, Iterator, Mapping

from adapters.web.host import Room, Somebody, Sort, Standing
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
    at = dm(person.id)
    yield Room(
        place=at,
        sort=Sort.DM,
        title="Shelfmate",
        about="Your direct messages; nobody else reads them",
        latest=latest(at),
    )
    at = announcements(program)
    yield Room(
        place=at,
        sort=Sort.CHANNEL,
        title="Announcements",
        about="What the program tells everybody",
        latest=latest(at),
    )
    for pair in store.transact(lambda tx: _pairs(tx, person)):
        at = room(pair.id)
        if number := latest(at):
            partner = names.get(pair.partner(person.id), "your partner")
            yield Room(
                place=at,
                sort=Sort.ROOM,
                title=f"You and {partner}",
                about="Your pair's room: here it carries only what Shelfmate says",
                latest=number,
            )
    if person.standing is Standing.COORDINATOR:
        at = coordinators(program)
        yield Room(
            place=at,
            sort=Sort.DESK,
            title="Coordinators",
            about="Where the coordinators decide together",
            latest=latest(at),
        )


def _pairs(tx: Transaction, person: Somebody) -> list[Pair]:
    asked: list[Query] = [
        query
        for state in SHOWN
        for query in (find(Pair, mentee=person.id, state=state), find(Pair, mentor=person.id, state=state))
    ]
    found = tx.load(asked)
    return [pair for query in asked for pair in found[query]]
