"""The same seed and people give the same bytes, whatever remembers; another seed does not."""

from pathlib import Path

import pytest

from bot.__main__ import main
from flows.ports import Store
from storage.opening import open_store
from tests.rehearsal.played import play


def year(seed: int, store: Store | None = None) -> bytes:
    """A small cast's year as a file has it."""
    return play("2027-01-15", seed=seed, store=store, mentors=4, mentees=5).bytes


@pytest.fixture(scope="module")
def seven() -> bytes:
    return year(7)


def test_the_same_seed_plays_the_same_twice(seven: bytes) -> None:
    assert year(7) == seven


def test_another_seed_plays_otherwise(seven: bytes) -> None:
    assert year(2) != seven


def test_memory_and_sqlite_agree_byte_for_byte(seven: bytes, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/rehearsal.db", durable=False)
    assert year(7, store) == seven
    store.close()


PEOPLE = """\
id,name,email,role,career_stage,topics,goals,employer,location,timezone,languages,capacity,applied_on
m-1,Odile Farrow,odile@example.org,mentor,senior,archives;outreach,skills,Harbor Library,"Ashbury, CT",America/New_York,en,2,2026-05-04
m-2,Ruben Castellan,ruben@example.org,mentor,mid,instruction,network,Mill Library,"Granby, CT",America/Los_Angeles,en,,2027-02-03
e-1,Ines Quarry,ines@example.org,mentee,student,archives,skills,,"Ashbury, CT",America/New_York,en,,2027-02-05
e-2,Tomas Vale,tomas@example.org,mentee,early,instruction,network,Fell Library,"Granby, CT",Europe/London,en;es,,2027-02-11
c-001,Nadia Orchard,nadia@example.org,mentee,early,outreach,skills,Dell Library,"Granby, CT",America/New_York,en,,2027-02-20
"""


def told(arguments: list[str], out: Path) -> bytes:
    """What the command writes to a file."""
    with pytest.raises(SystemExit) as ended:
        main(["rehearse", "connecticut", "--from", "2027-01-15", *arguments, "--out", str(out)])
    assert not ended.value.code
    return out.read_bytes()


@pytest.mark.parametrize("form", ["jsonl", "text"])
def test_people_of_a_file_play_the_same_on_both_stores(tmp_path: Path, form: str) -> None:
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    given = ["--people", str(people), "--format", form]
    in_memory = told([*given, "--store", "memory"], tmp_path / "memory")
    assert in_memory == told([*given, "--store", "sqlite"], tmp_path / "sqlite")
    assert b"Odile Farrow" in in_memory
