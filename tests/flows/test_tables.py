"""Every conversation's table, cell by cell: each state and trigger has a cell that leads somewhere, or is refused."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar

import pytest

from docs.make_states import STATES, written_states
from flows.machine import NONE, IllegalMove, Table, cell
from flows.router import FLOWS
from flows.tables import ELSEWHERE, TABLES
from flows.turn import NOTHING, Turn, does
from tests.house.sources import PROJECT

ROOM = PROJECT / "flows"
WITHOUT = {"desk", "linking", "people", "report", "sharing"}
"""Flows whose records have no states: a plain table of commands, what is only looked at, a page that is written once."""

Cell = tuple[Table[Any], str, str]
EVERY: list[Cell] = [
    (table, state, trigger)
    for table in TABLES
    for state in (NONE, *table.states)
    for trigger in sorted({trigger for other in TABLES for trigger in other.triggers} | {"no_such_trigger"})
]


def named(value: object) -> str:
    return value.name if isinstance(value, Table) else str(value)


def test_every_flow_has_its_table() -> None:
    assert {table.name for table in TABLES} == set(FLOWS) - WITHOUT


@pytest.mark.parametrize("table", TABLES, ids=named)
def test_every_cell_stands_in_a_state_of_its_record_and_leads_to_one(table: Table[Any]) -> None:
    states = {str(state) for state in table.states}
    for (state, trigger), found in table.cells.items():
        assert state in states | {NONE}, f"{state}, {trigger}"
        assert set(found.to) <= states, f"{state}, {trigger}"


@pytest.mark.parametrize("table", TABLES, ids=named)
def test_what_has_no_cell_is_refused_and_changes_nothing(table: Table[Any]) -> None:
    refused = [
        (state, trigger)
        for at, state, trigger in EVERY
        if at is table and (state, trigger) not in table.cells
    ]
    assert refused
    for state, trigger in refused:
        for case in (Bystander(), Bystander(question=Bystander())):
            turn = table.decide(state, trigger, case)
            assert replace(turn, answer=None) == NOTHING, f"{state}, {trigger}"


@dataclass(frozen=True)
class Bystander:
    """As much of a case as a refusal may look at: whether somebody pressed anything."""

    question: Any = None
    event: Any = None
    outcome: Any = None
    state: Any = None
    actor: Any = None
    id: str = "question"

    @property
    def situation(self) -> "Bystander":
        return self


@pytest.mark.parametrize("record", dict.fromkeys(table.record for table in TABLES))
def test_every_state_can_be_reached(record: type[Any]) -> None:
    mine = [table for table in TABLES if table.record is record]
    states = {str(state) for state in mine[0].states}
    reached = {NONE, *map(str, ELSEWHERE.get(record, {}))}
    while True:
        # a cell that names every state copies what it finds, and reaches none by itself
        found = {
            str(to)
            for table in mine
            for (state, _), there in table.cells.items()
            if state in reached and set(there.to) != states
            for to in there.to
        }
        if found <= reached:
            break
        reached |= found
    assert states <= reached


@pytest.mark.parametrize(
    ("record", "state", "flow"), [(r, s, f) for r, by in ELSEWHERE.items() for s, f in by.items()]
)
def test_what_is_set_elsewhere_is_set_there(record: type[Any], state: StrEnum, flow: str) -> None:
    file = next(ROOM.glob(f"*/{flow}.py"))
    assert f"{type(state).__name__}.{state.name}" in file.read_text(encoding="utf-8")


def test_the_diagrams_are_current() -> None:
    assert STATES.read_text(encoding="utf-8") == written_states(), "run: make map"


# --- the machine itself -------------------------------------------------------------------------------


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


@dataclass(frozen=True)
class Lamp:
    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = ()

    id: str
    state: Light


def turned(state: Light) -> Turn:
    return does(Lamp("lamp", state))


def test_a_step_that_leads_where_its_cell_does_not_say_is_caught() -> None:
    table: Table[Any] = Table(
        "lamp", Lamp, Light, {(Light.RED, "go"): cell(lambda _: turned(Light.RED), Light.GREEN)}
    )
    with pytest.raises(IllegalMove, match="lamp: red -go-> red"):
        table.decide(Light.RED, "go", None)


def test_a_step_that_keeps_its_word_passes() -> None:
    table: Table[Any] = Table(
        "lamp", Lamp, Light, {(Light.RED, "go"): cell(lambda _: turned(Light.GREEN), Light.GREEN)}
    )
    assert table.decide(Light.RED, "go", None).changes == (Lamp("lamp", Light.GREEN),)
