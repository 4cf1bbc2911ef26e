"""The closing report: figures that are right, averages that hide nobody, and no word that was meant in private."""

from datetime import date

from flows.ids import PersonId
from flows.model.cohorts import Application, ApplicationState, Role, application_id
from flows.model.pairs import (
    Contact,
    ContactState,
    Extension,
    ExtensionState,
    Pair,
    PairState,
    Plan,
    PlanState,
    Survey,
    SurveyState,
    pair_id,
)
from flows.model.people import Person
from tests.cast import SPRING, keeps
from tests.endings import SURVEY, in_closing, raises, reads_all
from tests.talk import Play

REPORT_DAY = "2027-10-15"
SECRET = "He was always late."


def _figures(play: Play) -> dict[str, str]:
    """The rows of the report as they are read."""
    play.until(REPORT_DAY)
    (shown,) = [
        part
        for shown in play.world.platform.screens[play.desk]
        for part in shown.message.parts
        if part.kind == "report.delivered"
    ]
    return {
        label: "".join(span.text for span in says)
        for block in shown.blocks
        for label, says in getattr(block, "rows", ())
    }


def _pair(
    play: Play, nth: int, state: PairState, *, began: bool = True, plan: bool = False, extended: bool = False
) -> Pair:
    mentee, mentor = PersonId(f"e-{nth}"), PersonId(f"m-{nth}")
    program = play.program.id
    pair = Pair(
        id=pair_id(SPRING, mentee, mentor),
        cohort=SPRING,
        program=program,  # type: ignore[arg-type]
        mentee=mentee,
        mentor=mentor,
        mentee_application=application_id(program, mentee, Role.MENTEE, SPRING),  # type: ignore[arg-type]
        mentor_application=application_id(program, mentor, Role.MENTOR),  # type: ignore[arg-type]
        state=state,
        starts=date(2027, 4, 1),
        ends=date(2028, 1, 31),
        quiet_since=date(2027, 6, 1) if nth == 2 else None,
    )
    keeps(play, pair, Person(id=mentee, name=f"Mentee {nth}"), Person(id=mentor, name=f"Mentor {nth}"))
    if began:
        keeps(play, Contact(id=pair.id, state=ContactState.MADE if nth != 2 else ContactState.ESCALATED))
    if plan:
        keeps(play, Plan(id=pair.id, state=PlanState.AGREED, per_month=2, agreed=1))
    if extended:
        keeps(play, Extension(id=pair.id, state=ExtensionState.AGREED))
    return pair


def _survey(play: Play, pair: Pair, side: str, satisfied: str = "", again: str = "yes") -> None:
    answers = {"satisfied": (satisfied,), "again": (again,), "better": (SECRET,)} if satisfied else {}
    keeps(
        play,
        Survey(
            id=f"{pair.id}:{side}",
            pair=pair.id,
            cohort=SPRING,
            person=PersonId(side),
            role=pair.role(PersonId(side)),
            state=SurveyState.ANSWERED if satisfied else SurveyState.LAPSED,
            answers=answers,
        ),
    )


def _stage() -> Play:
    play = Play.of("connecticut", "2027-02-10")
    play.until("2027-10-14")
    return play


def test_the_figures_are_right() -> None:
    play = _stage()
    running = _pair(play, 1, PairState.ANNOUNCED, plan=True, extended=True)
    quiet = _pair(play, 2, PairState.CLOSED)
    early = _pair(play, 3, PairState.ENDED, plan=True)
    _pair(play, 4, PairState.ENDED, began=False)
    _pair(play, 5, PairState.PROPOSED, began=False)
    for state, nth in (
        (ApplicationState.MATCHED, 1),
        (ApplicationState.WAITLISTED, 3),
        (ApplicationState.LAPSED, 9),
    ):
        _applied(play, nth, state)
    _survey(play, running, running.mentee, "5")
    _survey(play, running, running.mentor)
    _survey(play, quiet, quiet.mentee)
    _survey(play, early, early.mentor, "2")
    figures = _figures(play)
    assert figures["Mentees who began an application"] == "3"
    assert figures["Mentees on the waiting list"] == "1"
    assert figures["Pairs"] == "3", "one that was never introduced, and one that was only proposed, are none"
    assert figures["Pairs that made their first contact"] == "2"
    assert figures["Pairs that agreed a plan"] == "2"
    assert figures["Pairs that went quiet"] == "1"
    assert figures["Pairs that ended early"] == "1"
    assert figures["Pairs that go on"] == "1"
    assert figures["Surveys answered"] == "2 of 4"


def _applied(play: Play, nth: int, state: ApplicationState) -> None:
    person = PersonId(f"e-{nth}")
    program = play.program.id
    keeps(
        play,
        Application(
            id=application_id(program, person, Role.MENTEE, SPRING),  # type: ignore[arg-type]
            program=program,  # type: ignore[arg-type]
            cohort=SPRING,
            person=person,
            role=Role.MENTEE,
            state=state,
        ),
    )


def test_what_few_have_answered_is_not_averaged() -> None:
    play = _stage()
    for nth in range(10, 14):
        pair = _pair(play, nth, PairState.CLOSED)
        _survey(play, pair, pair.mentee, "1")
    figures = _figures(play)
    assert figures["All in all, how was it?"] == "too few answers to tell without telling who"
    assert figures["Would you take part again?"] == "too few answers to tell without telling who"


def test_from_five_answers_on_there_is_an_average() -> None:
    play = _stage()
    for nth, satisfied in enumerate("54433", start=10):
        pair = _pair(play, nth, PairState.CLOSED)
        _survey(play, pair, pair.mentee, satisfied, again="no" if nth == 10 else "yes")
    figures = _figures(play)
    assert figures["All in all, how was it?"] == "3.8 of 5, from 5 answers"
    assert figures["Would you take part again?"] == "yes: 4 of 5"
    assert figures["How well were the two of you matched?"] == "too few answers to tell without telling who"


def test_it_may_be_handed_on_since_it_names_nobody_and_tells_nothing_said_in_private() -> None:
    two = in_closing()
    raises(two, two.ana, SECRET)
    two.play.presses(two.ana, "open")
    two.play.fills(two.ana, {**SURVEY, "better": SECRET})
    reads_all(two)
    figures = _figures(two.play)
    told = two.play.told_coordinators()
    report = told[told.index("in figures") :]
    assert "The spring match of 2027 in figures." in told
    for private in (SECRET, "Ana", "Ben", "maps"):
        assert private not in report
        assert private not in str(figures)


def test_a_year_without_pairs_still_has_its_report() -> None:
    figures = _figures(_stage())
    assert figures["Pairs"] == "0"
    assert figures["Surveys answered"] == "0 of 0"
