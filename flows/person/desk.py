"""The coordinators' desk in somebody's own conversation: all that waits, the oldest first, each with its buttons."""

from collections.abc import Iterator

from flows.asking import About, asks, closes, name_of, once_more, shown
from flows.events import Event
from flows.flow import Flow
from flows.ids import derived
from flows.messages import Say, Several, Word
from flows.model.pairs import Pair
from flows.model.talk import Question, Wish
from flows.person.desk_case import FLOW, PAGE, DeskCase, desk_case, needs
from flows.person.desk_matters import Lost, Matter, is_own
from flows.person.page_desk import counted, proposed
from flows.situation import Situation
from flows.trouble import Stuck, told_again
from flows.turn import Turn, does

MORE = "more"


def decide(event: Event, situation: Situation) -> Turn:
    """What waits, to those who coordinate; a kind word to everybody else."""
    case = desk_case(event, situation)
    if not case.coordinates:
        return does(Word(said=Say("desk.others", case.common)))
    left = case.left
    said = [wish for matter in left[:PAGE] for wish in _said(case, matter)]
    more = left[PAGE:]
    return does(
        _pressed(case),
        _head(case) if said and not case.after else None,
        said,
        _more(case, left[PAGE - 1], len(more)) if more else None if said else _nothing(case),
    )


def _pressed(case: DeskCase) -> Turn | None:
    """What was to be shown stands below."""
    question, said = case.situation.question, Say("desk.more.outcome")
    if question is None or not case.after:
        return None
    return does(closes(question, said, case.person.id), shown(question, said))


def _head(case: DeskCase) -> Wish:
    waits = Say("person.page.desk")
    lines = Several(tuple(counted(case)), points=True)
    return case.about.answer(case.person, "desk.waiting", waits=waits, lines=lines)


def _more(case: DeskCase, last: Matter, count: int) -> tuple[Question, Wish]:
    told = case.about.answer(case.person, "desk.more", count=count)
    return asks(told, FLOW, (MORE,), subject=last.mark)


def _nothing(case: DeskCase) -> Wish:
    if case.after:
        return case.about.answer(case.person, "desk.all")
    return case.about.answer(case.person, "desk.nothing", nothing=Say("person.page.desk_nothing"))


# --- one by one ---------------------------------------------------------------------------------------


def _said(case: DeskCase, matter: Matter) -> Iterator[Wish]:
    match matter.of:
        case Question():
            yield from _asked_again(case, matter.of)
        case Pair():
            about = About(event=case.event, program=matter.of.cohort, subject=matter.of.id)
            names = {"mentee": name_of(matter.of.mentee), "mentor": name_of(matter.of.mentor)}
            yield about.answer(case.person, "pair.quiet", **names)
        case Lost():
            stuck = Stuck(
                wishes=matter.of.wishes,
                barred=matter.of.barred,
                error="",
                program=case.program,
                now=case.event.now,
            )
            yield told_again(stuck, case.person, derived(case.event.id, FLOW, matter.id))


def _asked_again(case: DeskCase, question: Question) -> Iterator[Wish]:
    """As it was first asked, with all that it says; the buttons are those of the same question."""
    posted = [wish for wish in case.asked_in(question) if not wish.replaces]
    first = min(posted, key=lambda wish: (wish.created, wish.id), default=None)
    if first is None or is_own(case.person.id, first.about):
        return
    if "publish" in question.choices and case.is_among(question.subject):
        yield _not_for_them(case, question)
    else:
        yield once_more(first, derived(case.event.id, FLOW, first.id), case.person, case.event.now)


def _not_for_them(case: DeskCase, question: Question) -> Wish:
    """Pairs of which one is theirs."""
    about = About(event=case.event, program=case.program.id, subject=question.subject)
    return about.answer(case.person, "desk.own", pairs=proposed(case, question.subject))


DESK = Flow(FLOW, needs, decide)
