"""Writes docs/states.md: a state diagram of each conversation, drawn from its table (make map)."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flows.machine import NONE, Table
from flows.tables import ELSEWHERE, TABLES

STATES = Path(__file__).parent / "states.md"
HEAD = """# Conversations as tables

One diagram for each conversation, drawn from the table that decides it (`TABLE` in the file named). An arrow's words are the
triggers that lead along it: the choice that was pressed, `submit` for a form, or a wake-up's name. A trigger that a state has
no arrow for is refused and changes nothing. Written by `make map`; the tests hold it current.
"""
START = "[*]"


def written_states() -> str:
    """The whole page."""
    return HEAD + "".join(_section(table) for table in TABLES)


def _section(table: Table[Any]) -> str:
    diagram = "\n".join(f"    {line}" for line in _lines(table))
    note = "".join(f"\n{line}\n" for line in _notes(table))
    file = next(Path(__file__).parents[1].glob(f"flows/*/{table.name}.py"))
    about = f"The states of `{table.record.__name__}`, in `flows/{file.parent.name}/{file.name}`."
    return f"\n## {table.name}\n\n{about}\n\n```mermaid\nstateDiagram-v2\n{diagram}\n```\n{note}"


def _lines(table: Table[Any]) -> Iterator[str]:
    """An arrow for each two states, with all the triggers that lead along it."""
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (state, trigger), cell in table.cells.items():
        if state != NONE or cell.to:
            for to in _where(table, state, cell.to):
                arrows[_node(state), to].append(trigger)
    for (state, to), triggers in sorted(arrows.items()):
        yield f"{state} --> {to}: {', '.join(sorted(triggers))}"


def _where(table: Table[Any], state: str, to: tuple[str, ...]) -> tuple[str, ...]:
    """Where a cell leads; one that names every state copies whichever it finds, and is drawn as staying."""
    return (state,) if not to or set(to) == set(table.states) else to


def _node(state: str) -> str:
    return START if state == NONE else state


def _notes(table: Table[Any]) -> Iterator[str]:
    """What arrows cannot show."""
    elsewhere = ELSEWHERE.get(table.record, {})
    if elsewhere:
        told = (f"`{state}` (by `{flow}`)" for state, flow in sorted(elsewhere.items()))
        yield f"Set by other conversations: {', '.join(told)}."
    bare = sorted(trigger for (state, trigger), cell in table.cells.items() if state == NONE and not cell.to)
    if bare:
        yield f"Heard without a record: {', '.join(f'`{trigger}`' for trigger in bare)}."


if __name__ == "__main__":
    STATES.write_text(written_states(), encoding="utf-8")
