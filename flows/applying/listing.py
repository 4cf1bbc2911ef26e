"""The list of mentors: each says before a match whether they are available, and leaves the list at any time, at once."""

from dataclasses import replace

from flows.applying.leaving import end, keep, remove
from flows.applying.listing_case import SAID, ListingCase, needs, page, word_meant
from flows.asking import asked_about, asks, closes, wakes
from flows.calendar import days_later, wake_on
from flows.cohort.year import stage_of
from flows.events import Event, Woke
from flows.fan_out import cohort_of, onwards
from flows.flow import Flow, program_of, trigger_of
from flows.machine import NONE, Table, cell
from flows.messages import Outcome, Say, Word
from flows.model.cohorts import ApplicationState, Availability, AvailabilityState, availability_id
from flows.model.talk import Question
from flows.situation import Situation
from flows.turn import NOTHING, Turn, does

FLOW = "listing"
REMIND_AFTER = 7
ANSWERS = ("yes", "not_now", "remove")


# --- asking -------------------------------------------------------------------------------------------


def reconfirm(case: ListingCase) -> Turn:
    """Every mentor on the list is asked, a page at a time."""
    if not case.program.mentor.reconfirms:
        return NOTHING
    found = case.situation.find(page(case.subject, case.program))
    cohort = cohort_of(case.subject)
    return does(
        [wakes(FLOW, "ask", availability_id(cohort, one.person), case.event.now) for one in found],
        onwards(FLOW, "reconfirm", case.subject, found, case.event.now),
    )


def ask(case: ListingCase) -> Turn:
    """Are you available this time? Reminded a week later; let be on the morning of the match."""
    listed = case.application
    match = wake_on(stage_of(case.program, case.cohort, "match"), case.program.zone)
    if listed is None or listed.state is not ApplicationState.ACCEPTED or match <= case.event.now:
        return NOTHING
    remind_at = days_later(case.event.now, REMIND_AFTER, case.program.zone)
    return does(
        case.says(AvailabilityState.ASKED),
        asks(case.about.prompt(case.person, "mentor.reconfirm", **case.common), FLOW, ANSWERS),
        wakes(FLOW, "remind", case.subject, remind_at) if remind_at < match else None,
        wakes(FLOW, "lapse", case.subject, match),
    )


def remind(case: ListingCase) -> Turn:
    """The same question once more."""
    question = next(iter(_open(case)), None)
    if question is None:
        return NOTHING
    again = case.about.prompt(case.person, "mentor.reconfirm.again", **case.common)
    return does(
        case.says(AvailabilityState.REMINDED), replace(again, question=question.id, choices=question.choices)
    )


def lapse(case: ListingCase) -> Turn:
    """No word by the morning of the match: not matched this time, and still on the list."""
    said = Say("mentor.reconfirm.outcome_silent", case.common)
    return does(case.says(AvailabilityState.SILENT), [closes(question, said) for question in _open(case)])


def available(case: ListingCase) -> Turn:
    """They can be matched."""
    return does(case.says(AvailabilityState.CONFIRMED), _answered(case, "mentor.reconfirm.outcome_yes"))


def away(case: ListingCase) -> Turn:
    """Not this time: they keep their place on the list."""
    return does(case.says(AvailabilityState.AWAY), _answered(case, "mentor.reconfirm.outcome_not_now"))


def _answered(case: ListingCase, key: str) -> Turn:
    """Every question about it is settled; who only said so hears it as a word."""
    pressed, asked, said = case.situation.question, _open(case), Say(key, case.common)
    shown = (
        Outcome(question=pressed.id, said=said)
        if pressed is not None and pressed in asked
        else Word(said=said)
    )
    return does([closes(question, said, case.person.id) for question in asked], shown)


def not_asked(case: ListingCase) -> Turn:
    """There is no match just now that it could be about."""
    return does(Word(said=Say("mentor.reconfirm.not_asked", {"contact": case.program.organiser.contact})))


def _open(case: ListingCase) -> tuple[Question, ...]:
    return case.situation.find(asked_about(case.subject))


_ASKED, _REMINDED, _YES, _AWAY, _GONE, _SILENT = AvailabilityState
_WORDS = (_ASKED, _REMINDED, _YES, _AWAY, _SILENT)
TABLE: Table[ListingCase] = Table(
    FLOW,
    Availability,
    AvailabilityState,
    {
        (NONE, "reconfirm"): cell(reconfirm),
        (NONE, "ask"): cell(ask, _ASKED),
        (_GONE, "ask"): cell(ask, _ASKED),
        (_ASKED, "remind"): cell(remind, _REMINDED),
        **{(state, "lapse"): cell(lapse, _SILENT) for state in (_ASKED, _REMINDED)},
        **{(state, "yes"): cell(available, _YES) for state in (_ASKED, _REMINDED)},
        **{(state, "not_now"): cell(away, _AWAY) for state in (_ASKED, _REMINDED)},
        **{(state, "remove"): cell(remove, _GONE) for state in (_ASKED, _REMINDED)},
        # until the matches are out they may think again
        **{(state, "available"): cell(available, _YES) for state in _WORDS},
        **{(state, "unavailable"): cell(away, _AWAY) for state in _WORDS},
        **{(NONE, said): cell(not_asked) for said in SAID},
        (NONE, "remove_me"): cell(remove, _GONE),
        (NONE, "keep"): cell(keep),
        (NONE, "end"): cell(end),
    },
)


def decide(event: Event, situation: Situation) -> Turn:
    """By the table."""
    subject = word_meant(event, situation)
    text = cohort_of(subject.partition(":")[0]) if isinstance(event, Woke) else program_of(event, situation)
    case = ListingCase(event=event, situation=situation, subject=subject, program=situation.program(text))
    return TABLE.decide(_state(event, situation, subject), trigger_of(event), case)


def _state(event: Event, situation: Situation, subject: str) -> str:
    if trigger_of(event) == "reconfirm":
        return NONE
    word = situation.get(Availability, subject)
    return word.state if word else NONE


LISTING = Flow(FLOW, needs, decide)
