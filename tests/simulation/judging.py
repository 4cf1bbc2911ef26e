"""Lives a seed through its faults and holds the outcome against the year without any."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from traceback import format_exc

from bot.rehearsal.faults import drawn
from bot.rehearsal.simulation import Simulation
from bot.sending import Sending
from bot.turn import Turns
from flows.model.talk import Wish, WishState
from storage.memory import MemoryStore
from tests.simulation.invariants import broken
from tests.simulation.years import Year, faultless, live, live_on_sqlite

YEARS_EACH = 10
"""So many seeds of faults go with one seed of people, whose faultless year is then played once."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a seed."""

    wrong: str
    """What is wrong with its year, and how to see it again; empty where nothing is."""
    prompt: bool
    """Whether it had to end exactly as without faults."""


def verdict(
    seed: int,
    *,
    days: int | None,
    folder: Path | None = None,
    turns: type[Turns] = Turns,
    sending: type[Sending] = Sending,
    simulated: Callable[..., Simulation] = Simulation,
) -> Verdict:
    """Live the year of this seed and judge it."""
    people, faults = seed // YEARS_EACH, drawn(seed)
    try:
        if folder is not None:
            year = live_on_sqlite(people, faults, folder, days=days)
        else:
            year = live(people, faults, days=days, turns=turns, sending=sending, simulated=simulated)
    except Exception:  # noqa: BLE001  (whatever breaks a year is a finding about its seed)
        return Verdict(_told(seed, days, Counter(), [format_exc()]), prompt=False)
    findings = [f"{name}: {case}" for name, cases in broken(year).items() for case in cases[:3]]
    if must_be_equal(year):
        findings += differences(faultless(people, days, simulated), year)
    wrong = _told(seed, days, year.world.dice.struck, findings) if findings else ""
    return Verdict(wrong, must_be_equal(year))


def _told(seed: int, days: int | None, faults: Counter[str], findings: list[str]) -> str:
    again = f"from tests.simulation.judging import verdict; print(verdict({seed}, days={days}).wrong)"
    struck = ", ".join(f"{what} {times}" for what, times in sorted(faults.items()))
    return "\n".join([f"seed {seed} ({struck}); again: python -c '{again}'", *findings])


def must_be_equal(year: Year) -> bool:
    """Whether every recovery came, and before the next virtual event; and the platform could tell what stands where."""
    given_up = year.records(Wish, state=WishState.SET_ASIDE)
    return not (year.world.late or year.world.faults.unreadable or given_up)


def differences(expected: Year, year: Year) -> list[str]:
    """Where the two years ended differently, the first of each place and of each sort of record."""
    found = []
    want, got = expected.screens, year.screens
    for place in sorted({*want, *got}):
        pairs = zip_longest(want.get(place, []), got.get(place, []))
        different = [f"{place}: {a} should stand, and {b} does" for a, b in pairs if a != b]
        found += different[:1]
    if isinstance(year.world.store, MemoryStore):
        want_known, got_known = expected.remembered, year.remembered
        for name, rows in want_known.items():
            ids = sorted({*rows, *got_known[name]})
            other = [id for id in ids if rows.get(id) != got_known[name].get(id)]
            found += [f"{name} {id}: {rows.get(id)} / {got_known[name].get(id)}" for id in other[:1]]
    return found
