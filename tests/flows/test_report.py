"""The closing report: figures that are right, averages that hide nobody, and no word that was meant in private."""

import csv
from datetime import date
from io import StringIO

from bot.launch import appoint
from flows.ids import PersonId
from flows.messages import Attachment
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
from flows.wording.rendering import plain_text
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
    _pair(play, 6, PairState.CLOSED)
    _pair(play, 7, PairState.CLOSED)
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
    assert figures["Pairs"] == "5", "one that was never introduced, and one that was only proposed, are none"
    assert figures["Pairs that made their first contact"] == "4"
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
    assert figures["All in all, how was it?"] == "too few to tell without telling who"
    assert figures["Would you take part again?"] == "too few to tell without telling who"


def test_from_five_answers_on_there_is_an_average() -> None:
    play = _stage()
    for nth, satisfied in enumerate("54433", start=10):
        pair = _pair(play, nth, PairState.CLOSED)
        _survey(play, pair, pair.mentee, satisfied, again="no" if nth == 10 else "yes")
    figures = _figures(play)
    assert figures["All in all, how was it?"] == "3.8 of 5, from 5 answers"
    assert figures["Would you take part again?"] == "yes: 4 of 5"
    assert figures["How well were the two of you matched?"] == "too few to tell without telling who"


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


def test_of_a_handful_of_pairs_the_course_is_not_told_either() -> None:
    play = _stage()
    for nth in range(1, 5):
        _pair(play, nth, PairState.ENDED if nth == 3 else PairState.CLOSED, plan=True)
    figures = _figures(play)
    assert figures["Pairs"] == "4"
    for course in ("made their first contact", "agreed a plan", "went quiet", "ended early", "go on"):
        assert figures[f"Pairs that {course}"] == "too few to tell without telling who"


def _answers(play: Play, nth: int, **answers: str) -> Survey:
    pair = _pair(play, nth, PairState.CLOSED)
    survey = Survey(
        id=f"{pair.id}:{pair.mentee}",
        pair=pair.id,
        cohort=SPRING,
        person=pair.mentee,
        role=Role.MENTEE,
        state=SurveyState.ANSWERED,
        answers={key: (said,) for key, said in answers.items()},
    )
    keeps(play, survey)
    return survey


def test_every_question_that_was_asked_is_told_of() -> None:
    play = _stage()
    for nth, often in enumerate(("as_planned", "as_planned", "less", "less", "never"), start=10):
        _answers(play, nth, met=often, goals_met="fully")
    figures = _figures(play)
    told = "As we had planned, or more: 2, Less than planned: 2, and Not at all: 1"
    assert figures["How often did you talk?"] == told
    assert figures["Did you get what you came for?"] == "Yes: 5"


def test_what_people_wrote_comes_in_a_message_of_its_own_and_without_a_name() -> None:
    play = _stage()
    for nth in range(10, 15):
        _answers(play, nth, best=f"The maps of number {nth}.", better=SECRET if nth == 10 else "")
    play.until(REPORT_DAY)
    screens = [shown.message for shown in play.world.platform.screens[play.desk]]
    (figures,) = [one for one in screens if one.parts[0].kind == "report.delivered"]
    apart = [one for one in screens if one.parts[0].kind == "report.words"]
    assert len(figures.parts) == 1
    assert "The maps" not in plain_text(figures)
    told = "".join(plain_text(one) for one in apart)
    assert "please do not hand this on" in told
    for nth in range(10, 15):
        assert f"The maps of number {nth}." in told
        assert f"Mentee {nth}" not in told
        assert f"Mentor {nth}" not in told
    assert SECRET not in told, "one answer alone tells who wrote it"
    assert "1 person wrote something" in told


def test_what_was_written_about_a_partner_who_coordinates_is_not_shown() -> None:
    play = _stage()
    for nth in range(10, 16):
        _answers(play, nth, best=f"The maps of number {nth}.")
    appoint(play.world.store, play.program.id, [PersonId("m-12")])
    play.until(REPORT_DAY)
    told = play.screen(play.desk)
    assert "The maps of number 11." in told
    assert "The maps of number 12." not in told


# --- what goes with it ----------------------------------------------------------------------------------


def _files(play: Play) -> dict[str, Attachment]:
    play.until(REPORT_DAY)
    return {
        block.name: block
        for shown in play.world.platform.screens[play.desk]
        for part in shown.message.parts
        for block in part.blocks
        if isinstance(block, Attachment)
    }


def _table(play: Play) -> list[dict[str, str]]:
    file = _files(play)["figures.csv"]
    return list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"))))


def test_the_figures_come_as_a_picture_with_its_words_and_as_a_table() -> None:
    play = _stage()
    for nth, often in enumerate(("as_planned", "as_planned", "less", "less", "never"), start=10):
        _answers(play, nth, met=often, satisfied="4")
    picture = _files(play)["figures.png"]
    assert picture.content.startswith(b"\x89PNG")
    assert "The spring match of 2027 in figures" in picture.alt
    assert "Pairs: 5" in picture.alt
    assert "How often did you talk? – As we had planned, or more: 2, Less than planned: 2" in picture.alt
    rows = {row["Figure"]: row for row in _table(play)}
    assert rows["Pairs"]["Number"] == "5"
    assert (rows["Less than planned"]["Number"], rows["Less than planned"]["Out of"]) == ("2", "5")
    average = rows["All in all, how was it?"]
    assert (average["Number"], average["Out of"]) == ("4", "5")
    assert average["In words"] == "4.0 of 5, from 5 answers"


def test_what_few_said_is_in_neither() -> None:
    play = _stage()
    for nth in range(10, 14):
        _answers(play, nth, met="never", satisfied="1", again="no", best=SECRET)
    for row in _table(play):
        kept_back = row["In words"] == "too few to tell without telling who"
        assert kept_back == (row["Number"] == ""), row
    assert sum(row["Number"] == "" for row in _table(play)) == 10
    words = _files(play)["figures.png"].alt
    for private in ("Not at all", SECRET, "1.0"):
        assert private not in words


def test_picture_and_table_say_what_the_text_says() -> None:
    play = _stage()
    for nth in range(10, 17):
        _answers(play, nth, satisfied="45"[nth % 2], fit="3", again="yes")
    told = _figures(play)
    for row in _table(play):
        assert told[row["Figure"]] == row["In words"]
