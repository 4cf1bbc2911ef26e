"""A small cast for plays: applicants who have been accepted, and a pair that has been introduced."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flows.ids import CohortId, PersonId, ProgramId
from flows.model.cohorts import (
    Application,
    ApplicationState,
    Availability,
    AvailabilityState,
    Role,
    application_id,
    availability_id,
)
from flows.model.pairs import Pair, pair_id
from flows.places import room
from tests.talk import Play

SPRING = CohortId("connecticut-2027-spring")
FALL = CohortId("connecticut-2027-fall")
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "career_stage": ("early",),
    "topics": ("archives",),
    "goals": ("skills",),
    "about": ("I like old maps.",),
    "languages": ("en",),
}


def keeps(play: Play, *records: Any) -> None:
    """Remember records as if they had come about on stage."""
    play.world.store.transact(lambda tx: tx.save(records))


def mentee(
    play: Play, id: str, name: str, *, cohort: CohortId = SPRING, zone: str = "", **answers: str
) -> PersonId:
    """A mentee whose application to a cohort was accepted."""
    person = play.joins(id, name, zone=zone)
    keeps(play, _application(play, person, Role.MENTEE, cohort, answers))
    return person


def mentor(
    play: Play,
    id: str,
    name: str,
    *,
    confirms: tuple[CohortId, ...] = (SPRING,),
    zone: str = "",
    **answers: str,
) -> PersonId:
    """A mentor on the list, who said yes to some cohorts."""
    person = play.joins(id, name, zone=zone)
    application = _application(play, person, Role.MENTOR, "", {"career_stage": "senior", **answers})
    keeps(play, application, *(_yes(application, cohort) for cohort in confirms))
    return person


def confirms(play: Play, person: PersonId, cohort: CohortId) -> None:
    """A listed mentor says yes to one more cohort."""
    program = ProgramId(play.program.id)
    application = play.record(Application, application_id(program, person, Role.MENTOR))
    assert application is not None
    keeps(play, _yes(application, cohort))


def _yes(application: Application, cohort: CohortId) -> Availability:
    return Availability(
        id=availability_id(cohort, application.person),
        cohort=cohort,
        program=application.program,
        person=application.person,
        application=application.id,
        state=AvailabilityState.CONFIRMED,
    )


def _application(
    play: Play, person: PersonId, role: Role, cohort: str, answers: Mapping[str, str]
) -> Application:
    program = ProgramId(play.program.id)
    said = {key: tuple(text.split(";")) for key, text in answers.items()}
    return Application(
        id=application_id(program, person, role, cohort),
        program=program,
        cohort=cohort,
        person=person,
        role=role,
        state=ApplicationState.ACCEPTED,
        answers={**ANSWERS, **said},
        submitted_on=date(2027, 2, 10),
        decided_by=PersonId("cora"),
    )


@dataclass(slots=True)
class Two:
    """A pair on stage: Ana, who is looking for a mentor, and Ben, who is one; and Cora, who coordinates."""

    play: Play
    ana: PersonId
    ben: PersonId
    cora: PersonId

    @property
    def pair(self) -> Pair:
        """The pair as it is remembered."""
        found = self.play.record(Pair, pair_id(SPRING, self.ana, self.ben))
        assert found is not None
        return found

    @property
    def room(self) -> str:
        """The pair's own room."""
        return room(self.pair.id)


def two_applicants(*, ana_zone: str = "", ben_zone: str = "", **same: str) -> Two:
    """Ana and Ben on the day before the match."""
    play = Play.of("connecticut", "2027-02-10")
    cora = play.coordinator()
    ana = mentee(play, "ana", "Ana Duarte", cohort=SPRING, zone=ana_zone, **same)
    ben = mentor(play, "ben", "Ben Okafor", confirms=(SPRING,), zone=ben_zone, **same)
    play.until("2027-02-28")
    return Two(play, ana, ben, cora)


def a_pair(*, ana_zone: str = "", ben_zone: str = "", **same: str) -> Two:
    """Ana and Ben, introduced on 2 March 2027."""
    two = two_applicants(ana_zone=ana_zone, ben_zone=ben_zone, **same)
    two.play.until("2027-03-02", 10)
    two.play.presses(two.cora, "publish", where=two.play.desk)
    two.play.passes(minutes=20)
    return two
