"""One event: refused if seen, else loaded, decided and saved in one transaction, and its answer handed back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.fate import GivenUp
from bot.guard import guarded, words_of
from bot.routing import answered_there
from bot.situations import Programs, situation_of
from bot.trouble import turn_failed, wake_up_aside
from flows import router
from flows.delivery import held_until, says, welcome_at
from flows.events import Event, Woke
from flows.ids import EventId, WakeUpId
from flows.messages import Answer, OpenForm, Say, Value, Word
from flows.model.people import Person
from flows.model.talk import (
    Question,
    QuestionState,
    Seen,
    Urgency,
    WakeUp,
    WakeUpState,
    Wish,
    WishState,
    unsent,
)
from flows.places import dm
from flows.ports import Store, StoreError, Transaction
from flows.reaching import Platforms, following
from flows.situation import WHOLE, Get, Query, find
from flows.turn import Turn


class Turns:
    """Takes events, one transaction each. `strict` lets a failure of ours through: where a rehearsal shall stop.
    Where people may be on several `platforms`, what they do is answered where they did it."""

    def __init__(
        self, store: Store, programs: Programs, *, strict: bool = False, platforms: Platforms = ()
    ) -> None:
        self._store = store
        self._programs = programs
        self._strict = strict
        self.platforms = platforms

    def take(self, event: Event, seal: Callable[[], None] = lambda: None) -> Answer | None:
        """What the event is answered; the recorded answer where it was seen before.

        A failure of ours is recorded and told as a word: nothing of the turn was saved. An event that failed
        five times is set aside. `seal` is the last step before the commit: where it raises GivenUp, nothing is saved.
        """

        def work(tx: Transaction) -> Answer | None:
            answer = self._one(tx, event)
            seal()
            return answer

        return guarded(
            lambda: self._store.transact(work),
            lambda error: self._failed(event, words_of(error)),
            lets=(GivenUp, StoreError),
            strict=self._strict,
        )

    def _one(self, tx: Transaction, event: Event) -> Answer | None:
        if isinstance(event, Woke):
            return self._decide(tx, event) if still_set(tx, event) else None
        seen_at: Query = Get(Seen, event.id)
        seen: Seen | None = tx.load([seen_at])[seen_at]
        return seen.answer if seen else self._decide(tx, event)

    def _decide(self, tx: Transaction, event: Event) -> Answer | None:
        known = situation_of(tx, self._programs, event)
        turn = answered_there(router.decide(event, known), event, known.actor, self.platforms)
        save(tx, event, turn)
        return turn.answer

    def _failed(self, event: Event, error: str) -> Answer | None:
        answer = Word(said=Say("refused.failed"))

        def record(tx: Transaction) -> None:
            if not turn_failed(tx, self._programs, event, error):
                return
            if not isinstance(event, Woke):
                tx.save([Seen(id=event.id, at=event.now, answer=answer)])
            elif wake_up := _set(tx, event):
                wake_up_aside(tx, wake_up)

        self._store.transact(record)
        return answer


def save(tx: Transaction, event: Event, turn: Turn) -> None:
    """Save a turn: its records, messages, timers, that the event was seen; and the copies of what it closed."""
    for record, id in turn.erased:
        tx.erase(record, [id])
    if isinstance(event, Woke) and all(wake.id != wake_up_of(event) for wake in turn.wake_ups):
        tx.erase(WakeUp, [wake_up_of(event)])
    closed = [
        change
        for change in turn.changes
        if isinstance(change, Question) and change.state is QuestionState.CLOSED
    ]
    people = [change for change in turn.changes if isinstance(change, Person)]
    wishes = [*_in_place(tx, turn.wishes), *_released(tx, event, people)]
    records = [*turn.changes, *wishes, *turn.wake_ups, *_rewritten(tx, event, closed)]
    if not isinstance(event, Woke):  # a wake-up that has rung is gone, which refuses its event by itself
        records.append(Seen(id=event.id, at=event.now, answer=_kept(turn.answer)))
    tx.save(records)


def _kept(answer: Answer | None) -> Answer | None:
    """What is answered should the event come again: a form as it stood, without what was typed into it."""
    if not isinstance(answer, OpenForm):
        return answer
    errors = {key: _untold(error) for key, error in answer.errors.items()}
    return replace(answer, filled=dict.fromkeys(answer.filled, ()), errors=errors)


def _untold(error: Value) -> Value:
    if not isinstance(error, Say) or not isinstance(error.values.get("found"), str):
        return error
    return Say(error.key, {**error.values, "found": "…"})


def _in_place(tx: Transaction, wishes: Sequence[Wish]) -> list[Wish]:
    """A wish that rewrites one not yet on its way takes its place there; other rewrites go as edits."""
    at = {wish.id: Get(Wish, wish.replaces) for wish in wishes if wish.replaces}
    if not at:
        return list(wishes)
    found = tx.load(list(at.values()))
    originals = {id: found[query] for id, query in at.items() if found[query]}
    waiting = {id: one for id, one in originals.items() if one.state is WishState.WAITING}
    # one that has its platform may have copies on others, which are out
    edits = [wish for wish in wishes if wish.id not in waiting or waiting[wish.id].via]
    return [*(replace(waiting[wish.id], **says(wish)) for wish in wishes if wish.id in waiting), *edits]


def _released(tx: Transaction, event: Event, people: Sequence[Person]) -> list[Wish]:
    """What was held for the end of a pause that is over earlier: due again by its own rule."""
    before = tx.load([Get(Person, person.id) for person in people]) if people else {}
    found: list[Wish] = []
    for person in people:
        was: Person | None = before[Get(Person, person.id)]
        if was and was.paused_until and person.paused_until != was.paused_until:
            waiting = find(Wish, place=dm(person.id), state=WishState.WAITING, limit=WHOLE)
            held = [wish for wish in tx.load([waiting])[waiting] if wish.not_before == held_until(was)]
            found += [replace(wish, not_before=welcome_at(wish, event.now, person.zone)) for wish in held]
    return found


def _rewritten(tx: Transaction, event: Event, closed: Sequence[Question]) -> list[Wish]:
    """An edit for each message, sent or on its way, that still shows a question now closed."""
    copies = tx.load([find(Wish, question=question.id) for question in closed]) if closed else {}
    shown = (WishState.SENT, WishState.UNSURE)
    return [
        replace(
            unsent(wish, following(event.id, "edit", wish.id)),
            urgency=Urgency.ANSWER,
            not_before=event.now,
            expires=None,
            created=event.now,
            replaces=wish.replaces or wish.id,
        )
        for found in copies.values()
        for wish in found
        if wish.state in shown and not wish.replaces
    ]


def still_set(tx: Transaction, event: Woke) -> bool:
    """Whether the wake-up that rang is still there, for that time: not yet answered, not moved, not set aside."""
    wake_up = _set(tx, event)
    return wake_up is not None and wake_up.state is not WakeUpState.SET_ASIDE


def _set(tx: Transaction, event: Woke) -> WakeUp | None:
    at: Query = Get(WakeUp, wake_up_of(event))
    wake_up: WakeUp | None = tx.load([at])[at]
    return wake_up if wake_up and wake_up.due == event.due else None


def wake_up_of(event: Woke) -> WakeUpId:
    """The wake-up that rang."""
    return WakeUpId(event.id.rpartition("@")[0])


def rings(wake_up: WakeUp, now: datetime) -> Woke:
    """The event of a wake-up; moved to another time, it is another event."""
    return Woke(
        id=EventId(f"{wake_up.id}@{wake_up.due.isoformat()}"),
        now=now,
        flow=wake_up.flow,
        trigger=wake_up.trigger,
        subject=wake_up.subject,
        due=wake_up.due,
    )
