"""What holds in every simulated year, whatever went wrong; each check names what breaks it."""

from collections.abc import Iterator
from typing import Any

from bot.rehearsal.simulation import SLOW
from bot.trouble import ATTEMPTS
from flows.calendar import shared_daytime, today
from flows.kinds import kind
from flows.messages import Answer, OpenForm
from flows.model.people import Person
from flows.model.talk import Seen, Trouble, Urgency, WakeUp, WakeUpState, Wish, WishState
from flows.reaching import is_copy
from flows.situation import Get
from flows.trouble import KIND
from tests.rehearsal.invariants import asked_again, over_capacity, with_oneself, without_outcome
from tests.simulation.years import Year


def shown_twice(year: Year) -> Iterator[str]:
    """Nobody sees a message twice where the platform can be read back, or where its kind would rather come once."""
    for wish in wishes(year):
        times = year.world.posts.get(wish.id, [])
        if len(times) > 1 and (readable(year, wish) or kind(wish.kind).prefer == "once"):
            yield f"{wish.kind} in {wish.place} at {times}"


def neither_sent_nor_settled(year: Year) -> Iterator[str]:
    """Every message that was due is out, or dropped for a reason that it tells, or set aside."""
    now = year.world.clock.now()
    for wish in wishes(year):
        appeared = bool(year.world.posts.get(wish.id)) or bool(wish.replaces)
        match wish.state:
            case WishState.SENT:
                fine = appeared
            case WishState.DROPPED:
                fine = bool(wish.why) and (wish.why == "unknown" or bool(wish.replaces) or not appeared)
            case WishState.SET_ASIDE:
                fine = wish.attempts >= ATTEMPTS and bool(year.records(Trouble, state="set_aside"))
            case WishState.WAITING:
                fine = wish.not_before > now and not appeared
            case _:
                fine = False
        if not fine:
            yield f"{wish.kind} {wish.id} in {wish.place}: {wish.state} ({wish.why}), appeared: {appeared}"


def set_aside_unsaid(year: Year) -> Iterator[str]:
    """Coordinators hear of everything that was set aside, unless they hear of nothing: once a day of each cause."""
    troubles = {trouble.id: trouble for trouble in year.records(Trouble, state="set_aside")}
    told = [wish for wish in wishes(year) if wish.kind == KIND and not is_copy(wish.id)]
    said = [troubles[str(wish.values["reference"])] for wish in told]
    causes = [_cause(year, trouble) for trouble in said]
    yield from (f"{cause} was told twice" for cause in set(causes) if causes.count(cause) > 1)
    aside = [wish for wish in wishes(year) if wish.state is WishState.SET_ASIDE and wish.kind != KIND]
    untold = {_cause(year, troubles[wish.id]) for wish in aside} - set(causes)
    yield from (f"{cause} was not told" for cause in untold)


def _cause(year: Year, trouble: Trouble) -> tuple[str, str]:
    """What went wrong, on which day. In no simulated year does a place take nothing for good."""
    return trouble.error, str(today(trouble.at, year.script.program.zone))


def forgotten(year: Year) -> Iterator[str]:
    """What somebody did and was acknowledged is in the records, and was answered the same each time."""
    ids = list(year.world.answers)
    found = year.world.look(lambda tx: tx.load([Get(Seen, id) for id in ids]))
    for id in ids:
        if found[Get(Seen, id)] is None:
            yield f"{id} left no trace"
        first, *others = [_shown_by(answer) for answer in year.world.answers[id]]
        if any(answer != first for answer in others):
            yield f"{id} was answered differently: {first}, then {others}"


def _shown_by(answer: Answer | None) -> object:
    """An answer as far as it is kept: of a form not what was typed into it."""
    if isinstance(answer, OpenForm):
        return answer.question, answer.form, sorted(answer.filled), sorted(answer.errors)
    return answer


def not_rung(year: Year) -> Iterator[str]:
    """No timer that was due is left."""
    now = year.world.clock.now()
    left = year.world.look(lambda tx: tx.due_wake_ups(now, 1000))
    yield from (wake_up.id for wake_up in left)
    for state in (WakeUpState.CLAIMED, WakeUpState.SET_ASIDE):
        yield from (f"{wake_up.id} is {state}" for wake_up in year.records(WakeUp, state=state))


def by_night(year: Year) -> Iterator[str]:
    """From 20:00 to 08:00 of the reader nothing appears but answers; in a room, where the two share no day, of the
    program."""
    people = _people(year)
    for wish in wishes(year):
        if wish.urgency is Urgency.ANSWER:
            continue
        theirs, otherwise = [people[id].zone for id in _readers(wish)], year.script.program.zone
        for at in year.world.posts.get(wish.id, []):
            claimed = (at, at - SLOW)  # its process may have stood still between
            if all(shared_daytime(then, theirs or [otherwise], otherwise) != then for then in claimed):
                yield f"{wish.kind} in {wish.place} at {at}, for {theirs}"


def _readers(wish: Wish) -> list[str]:
    if wish.to:
        return [wish.to]
    sort, *parts = wish.place.split(":")
    return parts[1:3] if sort == "room" else []


def written_after_leaving(year: Year) -> Iterator[str]:
    """Who asked to be left alone hears only answers to what they do."""
    people = _people(year)
    for wish in wishes(year):
        left = people[wish.to].removed_at if wish.to else None
        if left and wish.urgency is not Urgency.ANSWER:
            late = [at for at in year.world.posts.get(wish.id, []) if at > left]
            yield from (f"{wish.kind} to {wish.to} at {at}, who left at {left}" for at in late)


def wishes(year: Year) -> list[Wish]:
    """Every message that was ever wished for, in order of state."""
    return [wish for state in WishState for wish in year.records(Wish, state=state)]


def readable(year: Year, wish: Wish) -> bool:
    """Whether the platform can be asked what stands in the wish's place."""
    return wish.place.startswith("dm:") or not year.world.faults.unreadable


def _people(year: Year) -> dict[Any, Person]:
    queries = {id: Get(Person, id) for id in year.rehearsal.people}
    found = year.world.look(lambda tx: tx.load(list(queries.values())))
    return {id: found[query] for id, query in queries.items() if found[query]}


INVARIANTS = (
    shown_twice,
    neither_sent_nor_settled,
    set_aside_unsaid,
    forgotten,
    not_rung,
    by_night,
    written_after_leaving,
    with_oneself,
    over_capacity,
    without_outcome,
    asked_again,
)


def broken(year: Year) -> dict[str, list[str]]:
    """Every invariant that does not hold, and where."""
    found = {check.__name__: list(check(year)) for check in INVARIANTS}
    return {name: cases for name, cases in found.items() if cases}
