"""A conversation as a table: for each state and trigger one cell, or a refusal that changes nothing and says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from flows.late import Case, too_late
from flows.turn import Turn

C = TypeVar("C", bound=Case)


@dataclass(frozen=True, slots=True)
class Cell(Generic[C]):
    """What a trigger does in a state: the states it may lead to, and the step that decides."""

    to: tuple[str, ...]
    step: Callable[[C], Turn]


class IllegalMove(RuntimeError):
    """A step led to a state that its cell does not name: a mistake of ours, caught before it is saved."""


@dataclass(frozen=True, slots=True)
class Table(Generic[C]):
    """All of a conversation's rules. `NONE` as a state means that the record does not exist yet."""

    name: str
    record: type[Any]
    states: type[StrEnum]
    cells: Mapping[tuple[str, str], Cell[C]]

    @property
    def triggers(self) -> tuple[str, ...]:
        """Every trigger that has a cell, in order of name."""
        return tuple(sorted({trigger for _, trigger in self.cells}))

    def decide(self, state: str, trigger: str, case: C) -> Turn:
        """Run the cell's step and hold it to its word."""
        cell = self.cells.get((state, trigger))
        if cell is None:
            return too_late(case)
        turn = cell.step(case)
        for change in turn.changes:
            if type(change) is self.record and change.state not in cell.to:
                raise IllegalMove(f"{self.name}: {state} -{trigger}-> {change.state} is not among {cell.to}")
        return turn


NONE = "none"
"""The state of what does not exist yet."""


def cell(step: Callable[[C], Turn], *to: str) -> Cell[C]:
    """`cell(ask_mentor, ContactState.OTHER_ASKED)`."""
    return Cell(to, step)
