"""Who is what where roles are given: by workspace and program, and what the coordinators hear when they cannot be given."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.launch import launch
from bot.roles import AT_ONCE, Roles
from bot.situations import Programs
from flows.ids import AccountId, CohortId, PersonId, ProgramId
from flows.model.addresses import Workspace
from flows.model.cohorts import Application, ApplicationState, Role, application_id
from flows.model.pairs import Pair, PairState, pair_id
from flows.model.people import Account, Person
from flows.model.talk import Wish
from flows.places import announcements, coordinators, dm, room
from flows.ports import Store
from flows.programs.read import read
from flows.situation import find
from storage.memory import MemoryStore
from storage.opening import open_store
from tests.storage.databases import sqlite_url
from tests.talk import program_text

NOW = datetime(2027, 1, 11, 15, tzinfo=UTC)
CT = ProgramId("connecticut")
COHORT = CohortId("connecticut-2027")
SERVER = "discord:7"
HERS, HIS = AccountId("discord:41"), AccountId("discord:42")


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    kept = request.param == "sqlite"
    opened = open_store(sqlite_url(tmp_path / "s.db"), durable=False) if kept else MemoryStore()
    yield opened
    opened.close()


@pytest.fixture
def roles(store: Store) -> Roles:
    """Where roles are given in a server, and not in a Slack workspace."""
    text = program_text("connecticut")
    launch(store, read(text, "connecticut"), text, NOW)
    keeps(
        store,
        Workspace(id=SERVER, program=CT, set_up_by=HERS, roles=True),
        Workspace(id="slack:T1", program=CT, set_up_by=HERS),
        *meets("ada", HERS),
        *meets("ben", HIS, AccountId("slack:T1:U2")),
    )
    return Roles(store, Programs(), [CT], lambda: None)


def keeps(store: Store, *records: Any) -> None:
    store.transact(lambda tx: tx.save(records))


def meets(name: str, *accounts: AccountId) -> list[Any]:
    person = PersonId(name)
    known = [Account(id=account, person=person) for account in accounts]
    return [Person(id=person, name=name.title(), program=CT), *known]


def application(name: str, role: Role, state: ApplicationState, program: ProgramId = CT) -> Application:
    id, person = application_id(program, PersonId(name), role, COHORT), PersonId(name)
    return Application(id=id, program=program, cohort=COHORT, person=person, role=role, state=state)


def pair(state: PairState) -> Pair:
    mentee, mentor = PersonId("ada"), PersonId("ben")
    return Pair(
        id=pair_id(COHORT, mentee, mentor),
        cohort=COHORT,
        program=CT,
        mentee=mentee,
        mentor=mentor,
        mentee_application=application_id(CT, mentee, Role.MENTEE, COHORT),
        mentor_application=application_id(CT, mentor, Role.MENTOR, COHORT),
        state=state,
        starts=date(2027, 4, 1),
        ends=date(2027, 10, 1),
    )


@pytest.mark.parametrize(
    ("state", "are"),
    [
        (ApplicationState.SUBMITTED, set()),
        (ApplicationState.ACCEPTED, {"mentee"}),
        (ApplicationState.WAITLISTED, set()),
        (ApplicationState.DECLINED, set()),
        (ApplicationState.MATCHED, set()),
        (ApplicationState.WITHDRAWN, set()),
    ],
)
def test_an_application_makes_somebody_something_once_it_is_accepted(
    store: Store, roles: Roles, state: ApplicationState, are: set[str]
) -> None:
    keeps(store, application("ada", Role.MENTEE, state))
    assert roles.of(HERS, NOW) == {SERVER: are}


@pytest.mark.parametrize("state", [ApplicationState.DRAFT, ApplicationState.UNVERIFIED])
def test_what_was_not_handed_in_says_nothing(store: Store, roles: Roles, state: ApplicationState) -> None:
    keeps(store, application("ada", Role.MENTEE, state))
    assert roles.of(HERS, NOW) == {}
    assert roles.everybody(SERVER) == ()


@pytest.mark.parametrize(
    ("state", "hers", "his"),
    [
        (PairState.PROPOSED, set(), {"mentor"}),
        (PairState.PUBLISHED, {"mentee"}, {"mentor"}),
        (PairState.ANNOUNCED, {"mentee"}, {"mentor"}),
        (PairState.ENDED, set(), {"mentor"}),
        (PairState.CLOSED, {"alumni"}, {"mentor", "alumni"}),
    ],
)
def test_a_pair_makes_its_two_something_for_as_long_as_it_is_one_and_alumni_after(
    store: Store, roles: Roles, state: PairState, hers: set[str], his: set[str]
) -> None:
    keeps(
        store,
        application("ada", Role.MENTEE, ApplicationState.MATCHED),
        application("ben", Role.MENTOR, ApplicationState.ACCEPTED),
        pair(state),
    )
    assert roles.of(HERS, NOW) == {SERVER: hers}
    assert roles.of(HIS, NOW) == {SERVER: his}


def test_an_account_that_was_forgotten_is_nothing_anywhere(roles: Roles) -> None:
    assert roles.of(AccountId("discord:99"), NOW) == {SERVER: frozenset()}


def test_who_had_themselves_erased_is_nothing_either_though_their_pair_is_counted(
    store: Store, roles: Roles
) -> None:
    keeps(store, application("ada", Role.MENTEE, ApplicationState.MATCHED), pair(PairState.CLOSED))
    keeps(store, Person(id=PersonId("ada"), name="", program=CT, removed_at=NOW))
    assert roles.of(HERS, NOW) == {SERVER: frozenset()}


def test_who_is_in_another_program_is_nothing_here_and_keeps_what_they_have(
    store: Store, roles: Roles
) -> None:
    keeps(store, application("ada", Role.MENTEE, ApplicationState.ACCEPTED, ProgramId("harbor")))
    assert roles.of(HERS, NOW) == {}


def test_where_roles_are_off_nobody_is_looked_at(store: Store, roles: Roles) -> None:
    keeps(store, application("ben", Role.MENTOR, ApplicationState.ACCEPTED))
    assert roles.of(AccountId("slack:T1:U2"), NOW) == {}
    assert roles.everybody("slack:T1") is None
    assert roles.everybody("discord:8") is None
    assert roles.everybody(SERVER) == (HIS,)


def test_everybody_who_ever_applied_is_found_however_many_they_are(store: Store, roles: Roles) -> None:
    many = [f"p{n:04}" for n in range(AT_ONCE + 5)]
    for name in many:
        keeps(store, *meets(name, AccountId(f"discord:1{name[1:]}")))
    keeps(store, *(application(name, Role.MENTEE, ApplicationState.WITHDRAWN) for name in many))
    found = roles.everybody(SERVER)
    assert found is not None
    assert sorted(found) == sorted(f"discord:1{name[1:]}" for name in many)


def test_whose_place_it_is(store: Store, roles: Roles) -> None:
    keeps(store, pair(PairState.ANNOUNCED))
    assert roles.readers(dm(PersonId("ben")), "discord") == (HIS,)
    assert roles.readers(room(pair(PairState.ANNOUNCED).id), "discord") == (HERS, HIS)
    assert roles.readers(announcements(CT), "discord") == ()
    assert roles.readers("dm:", "discord") == ()


@pytest.fixture
def told(store: Store) -> Callable[[], list[Wish]]:
    """What waits for the coordinators about roles."""
    waiting = find(Wish, state="waiting")
    return lambda: [
        wish
        for wish in store.transact(lambda tx: tx.load([waiting])[waiting])
        if wish.place == coordinators(CT)
    ]


def test_the_coordinators_hear_once_a_month_at_most_that_roles_cannot_be_given(
    store: Store, roles: Roles, told: Callable[[], list[Wish]]
) -> None:
    for day in range(3):
        roles.lost(SERVER, NOW + timedelta(days=day))
    assert [wish.key for wish in told()] == ["trouble.set_aside.roles"]
    roles.lost(SERVER, NOW + timedelta(days=31))
    assert len(told()) == 2
    roles.lost("discord:8", NOW)
    assert len(told()) == 2, "nobody is set up there"
