"""The way into an application: which role, whether its window is open, and a wish to be told when it next is."""

from datetime import date

from flows.applying.applicant_case import accounts_of, common, fresh_subject
from flows.applying.standing import standing_line
from flows.asking import About, asks, settled
from flows.calendar import today
from flows.events import Event, Pressed
from flows.flow import program_of, trigger_of
from flows.ids import ProgramId
from flows.messages import On, Phrase, Say, Several, Value, Word
from flows.model.cohorts import Application, Interest, Role
from flows.model.people import Account, Person
from flows.model.talk import Question
from flows.programs.program import Program
from flows.situation import Situation, find
from flows.turn import Erase, Turn, does

FLOW = "application"
START = "start"
TRIGGERS = ("signup", "remind_me")
"""What is said or pressed before there is an application to speak of."""


def sign_up(event: Event, situation: Situation) -> Turn:
    """Ask for the role; note that somebody wants to be told; or refuse what cannot be begun today."""
    person, program = situation.actor, situation.program(program_of(event, situation))
    if person is None:
        raise LookupError("nobody applies in a wake-up")
    match trigger_of(event):
        case "signup":
            return _which_role(event, situation, person, program)
        case "remind_me":
            return _will_remind(event, situation, person, program)
        case "withdraw":
            return does(Word(said=Say("application.withdrawn.nothing")))
        case _:
            return _not_now(event, person, program)


def meet_anew(situation: Situation) -> Turn:
    """Somebody erased comes back before their account was let go: it goes now, and they are met like anybody."""
    assert situation.actor is not None
    accounts = situation.find(accounts_of(situation.actor.id))
    return does([Erase(Account, account.id) for account in accounts], Word(said=Say("refused.erased")))


def _about(event: Event, program: Program) -> About:
    return About(event=event, program=program.id, subject=program.id)


def _which_role(event: Event, situation: Situation, person: Person, program: Program) -> Turn:
    """Both roles, what each brings, and how far one is already."""
    day = today(event.now, program.zone)
    mine = situation.find(find(Application, person=person.id))
    opening = program.open_on(day)
    values: dict[str, Value] = {
        **common(program, day, Role.MENTEE),
        "about": Phrase(program.about),
        "mentor_gains": Phrase(program.mentor.gains),
        "mentee_gains": Phrase(program.mentee.gains),
        "window": Say("application.start.open", {"closes": On(opening[2])})
        if opening
        else _closed(program, day),
    }
    key = "application.start"
    if mine:
        key = "application.start.again"
        values["applications"] = Several(tuple(standing_line(one, program) for one in mine), points=True)
    return does(asks(_about(event, program).answer(person, key, **values), FLOW, tuple(Role), sticky=True))


def _closed(program: Program, day: date) -> Say:
    """When it opens, and who need not wait for it."""
    _, _, reopens = program.next_opening(day)
    mentors_any_day = program.mentor.enrols == "rolling"
    key = "application.start.closed_to_mentees" if mentors_any_day else "application.start.closed"
    return Say(key, {"reopens": On(reopens)})


def _not_now(event: Event, person: Person, program: Program) -> Turn:
    """Outside the window: a kind no, the next date, and an offer to be told."""
    day = today(event.now, program.zone)
    role = Role(trigger_of(event))
    assert fresh_subject(program, person.id, role, day) is None
    told = _about(event, program).answer(person, "application.refused", **common(program, day, role))
    return does(
        asks(told, FLOW, ("remind_me",)),
        Word(said=Say("application.refused.word", common(program, day, role))),
    )


def _will_remind(event: Event, situation: Situation, person: Person, program: Program) -> Turn:
    """Noted: they hear from us on the day."""
    id = ProgramId(program.id)
    said = Say("application.refused.outcome", common(program, today(event.now, program.zone), Role.MENTEE))
    return does(
        Interest(id=f"{id}:{person.id}", program=id, person=person.id),
        _settled(event, situation.question, person, said),
    )


def _settled(event: Event, question: Question | None, person: Person, said: Say) -> Turn:
    if question is None or question.sticky or not isinstance(event, Pressed):
        return does(Word(said=said))
    return settled(question, said, person.id)
