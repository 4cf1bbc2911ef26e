"""A workspace is set up in one transaction: what stands, what is missing, who coordinates; on every store alike."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.launch import appoint, enrol, launch
from bot.setting_up import Workspaces
from bot.situations import Programs
from bot.turn import Turns
from flows.core import Setup
from flows.events import Joined
from flows.ids import AccountId, EventId, PersonId, ProgramId
from flows.model.addresses import Address, Workspace
from flows.model.people import Coordinator
from flows.model.talk import Wish
from flows.ports import Store, Transaction
from flows.programs.read import read
from flows.situation import Find, find
from storage.memory import MemoryStore
from storage.opening import open_store
from tests.storage.databases import sqlite_url
from tests.talk import program_text

CT, HARBOR = ProgramId("connecticut"), ProgramId("harbor")
HERE = "slack:T1"
OWNER = AccountId("slack:T1:U9")
NOW = datetime(2027, 1, 11, 15, tzinfo=UTC)


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = (
        MemoryStore()
        if request.param == "memory"
        else open_store(sqlite_url(tmp_path / "s.db"), durable=False)
    )
    for id in (CT, HARBOR):
        text = program_text("connecticut").replace('id = "connecticut"', f'id = "{id}"')
        launch(opened, read(text, id), text, NOW)
    yield opened
    opened.close()


def meets(store: Store, account: str, name: str) -> PersonId:
    """Somebody is met; who they are."""
    person = PersonId(name.lower())
    joined = Joined(
        id=EventId(account), now=NOW, account=AccountId(account), program=CT, name=name, person=person
    )
    Turns(store, Programs(), strict=True).take(joined)
    return person


def there(store: Store, query: Find[Any]) -> tuple[Any, ...]:
    return store.transact(lambda tx: tx.load([query])[query])


def coordinating(store: Store, program: ProgramId = CT) -> list[str]:
    return [one.person for one in there(store, find(Coordinator, program=program))]


def missing(setup: Setup) -> list[str]:
    return [said.key.removeprefix("chat.setup.missing.") for said in setup.missing]


def test_a_workspace_that_nobody_set_up_says_what_runs_here(store: Store) -> None:
    setup = Workspaces(store, Programs(), [CT, HARBOR]).setup(HERE)
    assert (setup.program, [id for id, _ in setup.programs], missing(setup)) == (
        None,
        [CT, HARBOR],
        ["begun"],
    )


def test_what_is_missing_is_told_in_the_order_in_which_one_sees_to_it(store: Store) -> None:
    workspaces = Workspaces(store, Programs(), [CT])
    bare = workspaces.sets_up(Setup(workspace=HERE), OWNER, NOW)
    assert (bare.program, missing(bare)) == (CT, ["announcements", "coordinators", "desk", "roster"])

    meets(store, "slack:T1:U2", "Cora")
    given = {
        "announcements": {"announcements": "C1"},
        "coordinators": {"coordinators": (AccountId("slack:T1:U2"),)},
        "desk": {"desk": "C2"},
        "roster": {"roster": (("ada@library.example", ()),)},
    }
    left = list(given)
    for name, more in given.items():
        left.remove(name)
        assert missing(workspaces.sets_up(Setup(workspace=HERE, **more), OWNER, NOW)) == left  # type: ignore[arg-type]


def test_a_program_that_takes_anybody_misses_no_roster(store: Store) -> None:
    text = program_text("connecticut").replace('id = "connecticut"', 'id = "open"')
    lines = [line for line in text.splitlines() if not line.startswith("required_of")]
    launch(store, read("\n".join(lines), "open"), "\n".join(lines), NOW)
    setup = Workspaces(store, Programs(), [ProgramId("open")]).sets_up(Setup(workspace=HERE), OWNER, NOW)
    assert "roster" not in missing(setup)


def test_where_several_programs_run_nothing_is_set_up_before_one_is_chosen(store: Store) -> None:
    workspaces = Workspaces(store, Programs(), [CT, HARBOR])
    assert workspaces.sets_up(Setup(workspace=HERE, announcements="C1"), OWNER, NOW).program is None
    assert there(store, find(Address, workspace=HERE)) == ()
    assert workspaces.sets_up(Setup(workspace=HERE, program=HARBOR), OWNER, NOW).program == HARBOR


def test_a_workspace_of_another_platform_keeps_its_own_channels(store: Store) -> None:
    workspaces = Workspaces(store, Programs(), [CT])
    workspaces.sets_up(Setup(workspace=HERE, announcements="C1"), OWNER, NOW)
    workspaces.sets_up(Setup(workspace="discord:7", announcements="9"), AccountId("discord:42"), NOW)
    assert workspaces.setup(HERE).announcements == "C1"
    assert workspaces.setup("discord:7").announcements == "9"
    assert workspaces.setup(HERE).elsewhere == ()


def test_of_one_platform_a_program_has_one_workspace_and_moves(store: Store) -> None:
    workspaces = Workspaces(store, Programs(), [CT, HARBOR])
    workspaces.sets_up(Setup(workspace=HERE, program=CT, announcements="C1"), OWNER, NOW)
    assert workspaces.setup("slack:T10").elsewhere == ((CT, HERE),)

    moved = Setup(workspace="slack:T10", program=CT, announcements="C7")
    workspaces.sets_up(moved, AccountId("slack:T10:U1"), NOW)
    assert workspaces.setup("slack:T10").announcements == "C7"
    assert workspaces.setup(HERE).program is None
    assert there(store, find(Address, workspace=HERE)) == ()


def test_whether_roles_are_given_stays_until_it_is_said_otherwise(store: Store) -> None:
    workspaces = Workspaces(store, Programs(), [CT])
    server = AccountId("discord:42")
    assert workspaces.sets_up(Setup(workspace="discord:7", roles=True), server, NOW).roles is True
    assert workspaces.sets_up(Setup(workspace="discord:7"), server, NOW).roles is True
    assert workspaces.sets_up(Setup(workspace="discord:7", roles=False), server, NOW).roles is False


def test_coordinators_of_other_platforms_and_workspaces_stay(store: Store) -> None:
    for account, name in (("slack:T1:U2", "Cora"), ("slack:T10:U3", "Dora"), ("discord:42", "Elin")):
        meets(store, account, name)
    appoint(store, CT, ["cora", "dora", "elin"])
    meets(store, "slack:T1:U5", "Fay")

    workspaces = Workspaces(store, Programs(), [CT])
    setup = workspaces.sets_up(Setup(workspace=HERE, coordinators=(AccountId("slack:T1:U5"),)), OWNER, NOW)
    assert coordinating(store) == ["dora", "elin", "fay"]
    assert setup.coordinators == ("slack:T1:U5",)
    assert workspaces.setup("discord:7").coordinators == ()

    workspaces.sets_up(Setup(workspace="discord:7"), AccountId("discord:42"), NOW)
    assert workspaces.setup("discord:7").coordinators == ("discord:42",)


def test_a_program_that_moves_out_posts_here_no_more_and_keeps_its_people(store: Store) -> None:
    meets(store, "slack:T1:U2", "Cora")
    workspaces = Workspaces(store, Programs(), [CT, HARBOR])
    cora = (AccountId("slack:T1:U2"),)
    enrol(store, CT, [("ada@library.example", ())])
    workspaces.sets_up(
        Setup(workspace=HERE, program=CT, announcements="C1", desk="C2", coordinators=cora), OWNER, NOW
    )

    setup = workspaces.sets_up(Setup(workspace=HERE, program=HARBOR, announcements="C1"), OWNER, NOW)
    assert {one.place for one in there(store, find(Address, workspace=HERE))} == {
        "channel:harbor:announcements"
    }
    assert missing(setup) == ["coordinators", "desk", "roster"]
    assert coordinating(store, CT) == ["cora"]


class Falls(MemoryStore):
    """A store that falls over once, just before it commits, when `trips` is set."""

    trips = False

    def transact(self, work: Any) -> Any:
        def tripping(tx: Transaction) -> Any:
            done = work(tx)
            if self.trips:
                self.trips = False
                raise OSError("the disk is full")
            return done

        return super().transact(tripping)


def test_all_of_it_is_saved_or_nothing() -> None:
    falls = Falls()
    text = program_text("connecticut")
    launch(falls, read(text, CT), text, NOW)
    meets(falls, "slack:T1:U2", "Cora")
    said: list[str] = []
    workspaces = Workspaces(falls, Programs(), [CT], lambda: said.append("soon"))
    wanted = Setup(
        workspace=HERE,
        announcements="C1",
        desk="C2",
        coordinators=(AccountId("slack:T1:U2"),),
        roster=(("ada@library.example", ("mentor",)),),
    )
    before = workspaces.setup(HERE)

    falls.trips = True
    with pytest.raises(OSError, match="full"):
        workspaces.sets_up(wanted, OWNER, NOW)
    assert workspaces.setup(HERE) == before
    assert there(falls, find(Workspace, program=CT)) == ()
    assert coordinating(falls) == []
    assert said == []

    stands = workspaces.sets_up(wanted, OWNER, NOW)
    assert (stands.members, stands.missing, said) == (1, (), ["soon"])


def test_who_was_taken_off_and_is_named_again_is_greeted_again(store: Store) -> None:
    for account, name in (("slack:T1:U2", "Cora"), ("slack:T1:U3", "Dora")):
        meets(store, account, name)
    workspaces = Workspaces(store, Programs(), [CT])
    both = (AccountId("slack:T1:U2"), AccountId("slack:T1:U3"))
    setup = Setup(workspace=HERE, coordinators=both)
    for minute, named in enumerate((both, both, both[:1], both)):
        workspaces.sets_up(replace(setup, coordinators=named), OWNER, NOW.replace(minute=minute))
    greeted = sorted(wish.to for wish in there(store, find(Wish, state="waiting")))
    assert greeted == ["cora", "dora", "dora"]
