"""The typical turns: a pair's timers ring, and its people press what they are asked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from benchmarks.town import TODAY, account_of, sent
from bot.situations import Programs
from bot.turn import Turns, rings
from flows.asking import wakes
from flows.events import Event, Pressed
from flows.ids import EventId
from flows.messages import Word
from flows.model.pairs import Pair
from flows.model.talk import Question, QuestionState, Wish
from flows.ports import Store
from flows.situation import Query, find

STEPS: tuple[tuple[str, str, str], ...] = (
    ("contact", "ask_first", ""),
    ("contact", "press", "met"),
    ("checkin", "ask", ":1"),
    ("checkin", "press", "all_well"),
    ("checkin", "press", "not_met"),
)
"""In turn: of which flow, a wake-up's trigger or `press`, and what is pressed or how the subject ends."""


@dataclass(frozen=True, slots=True)
class Step:
    """The same turn for some pairs: events to time, and what must be remembered before they may happen."""

    name: str
    events: tuple[Event, ...]
    before: tuple[Any, ...]


def steps(pairs: Sequence[Pair], look: Callable[[Sequence[Query]], Any]) -> Iterator[Step]:
    """Each step for all of `pairs`; the one before must have been taken by then. `look` reads what is remembered."""
    for flow, what, more in STEPS:
        if what != "press":
            yield Step(
                f"a wake-up ({flow})", tuple(_rung(flow, what, f"{pair.id}{more}") for pair in pairs), ()
            )
            continue
        subjects = [pair.id if flow == "contact" else f"{pair.id}:1" for pair in pairs]
        asked = [
            _first(look([find(Question, subject=subject, state=QuestionState.OPEN)])) for subject in subjects
        ]
        shown = [sent(wish, TODAY) for question in asked for wish in _wishes(look, question)]
        yield Step(f"a press ({flow})", tuple(_pressed(question, more) for question in asked), tuple(shown))


def _wishes(look: Callable[[Sequence[Query]], Any], question: Question) -> tuple[Wish, ...]:
    [wishes] = look([find(Wish, question=question.id)]).values()
    return tuple(wishes)


def _first(loaded: Any) -> Question:
    [questions] = loaded.values()
    question: Question = questions[0]
    return question


def _rung(flow: str, trigger: str, subject: str) -> Event:
    return rings(wakes(flow, trigger, subject, TODAY), TODAY)


def _pressed(question: Question, choice: str) -> Event:
    account = account_of(question.audience)  # type: ignore[arg-type]
    return Pressed(
        id=EventId(f"press:{question.id}:{choice}"),
        now=TODAY,
        account=account,
        program=None,
        question=question.id,
        choice=choice,
    )


class Clerk:
    """Takes the steps of one store, and times only the turns themselves, by `clock`."""

    def __init__(self, store: Store, clock: Callable[[], float] = perf_counter) -> None:
        self.store = store
        self._clock = clock
        self.turns = Turns(store, Programs(), strict=True)

    def look(self, queries: Sequence[Query]) -> Any:
        """What is remembered."""
        return self.store.transact(lambda tx: tx.load(queries))

    def prepare(self, step: Step) -> None:
        """Remember what goes before the step."""
        self.store.transact(lambda tx: tx.save(step.before))

    def seconds(self, step: Step) -> float:
        """How long the step's turns take."""
        self.prepare(step)
        began = self._clock()
        answers = [self.turns.take(event) for event in step.events]
        took = self._clock() - began
        if any(isinstance(answer, Word) for answer in answers):
            raise AssertionError(f"{step.name}: refused, so this would measure nothing: {answers[0]}")
        return took
