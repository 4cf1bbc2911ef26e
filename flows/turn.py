"""What a flow decides: an answer to show at once, records to save, messages to send, timers to set."""

from dataclasses import dataclass, replace
from typing import Any

from flows.messages import Answer, OpenForm, Outcome, Word
from flows.model.talk import WakeUp, Wish
from flows.situation import is_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One decision. It is saved whole, in one transaction, or not at all."""

    answer: Answer | None = None
    changes: tuple[Any, ...] = ()
    """Records, each saved under its id."""
    wishes: tuple[Wish, ...] = ()
    wake_ups: tuple[WakeUp, ...] = ()
    erased: tuple[tuple[type[Any], str], ...] = ()
    """Records to delete: their type and id."""

    def __add__(self, other: "Turn") -> "Turn":
        """Both, this one first; one answer at most."""
        return does(self, other)


@dataclass(frozen=True, slots=True)
class Erase:
    """Delete one record."""

    record: type[Any]
    id: str


def does(*effects: Any) -> Turn:
    """Gather records, wishes, wake-ups, erasures, an answer and whole turns into one turn, in their order.

    A later record replaces an earlier one with its type and id. Tuples and lists are opened.
    """
    changes: dict[tuple[type[Any], str], Any] = {}
    wishes: list[Wish] = []
    wake_ups: dict[str, WakeUp] = {}
    erased: list[tuple[type[Any], str]] = []
    answers: list[Answer] = []

    def take(effect: Any) -> None:
        match effect:
            case None:
                pass
            case Turn():
                for inner in (effect.answer, effect.changes, effect.wishes, effect.wake_ups):
                    take(inner)
                erased.extend(effect.erased)
            case tuple() | list():
                for inner in effect:
                    take(inner)
            case Wish():
                nth = len(wishes)
                wishes.append(effect if effect.ordinal == nth else replace(effect, ordinal=nth))
            case WakeUp():
                wake_ups[effect.id] = effect
            case Erase():
                erased.append((effect.record, effect.id))
            case OpenForm() | Outcome() | Word():
                answers.append(effect)
            case _ if is_record(effect):
                changes[type(effect), effect.id] = effect
            case _:
                raise TypeError(f"a turn cannot hold {effect!r}")

    take(effects)
    if len(answers) > 1:
        raise ValueError(f"a turn has one answer at most: {answers}")
    return Turn(
        answer=answers[0] if answers else None,
        changes=tuple(changes.values()),
        wishes=tuple(wishes),
        wake_ups=tuple(wake_ups.values()),
        erased=tuple(erased),
    )


NOTHING = Turn()
"""The turn of an event that no longer matters."""
