"""A proposal of pairs: found, kept, and put before the coordinators with the reasons for each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from flows.asking import asks, closes, name_of, to_coordinators, wakes
from flows.cohort.round_case import RoundCase, open_questions, proposed, undecided
from flows.matching.assign import Matches, match
from flows.matching.people import rules_of
from flows.messages import Facts, On, Phrase, Say, Several, Value
from flows.model.cohorts import Application, ApplicationState, CohortState
from flows.model.pairs import Pair, PairState, pair_id
from flows.model.talk import Urgency, Wish
from flows.places import coordinators
from flows.turn import Erase, Turn, does

FLOW = "round"
SHOWN = 40
"""So many pairs, and so many people without one, are listed in a message; the rest is a number."""
NAG_BEFORE = 3
"""Days before the pairs should be out."""
DECISIONS = ("publish", "match_again")


def propose(case: RoundCase) -> Turn:
    """Find the best pairs, keep them as proposed, and ask the coordinators."""
    cohort = replace(case.cohort, state=CohortState.PROPOSED, proposal=case.cohort.proposal + 1)
    found = _matches(case, cohort.proposal)
    nag = case.on(case.day("publish_by") - timedelta(days=NAG_BEFORE))
    return does(
        cohort,
        _kept(case, found),
        settles(case, Say("match.proposed.outcome_superseded")),
        _asks(case, "match.proposed", prompted=True, **_words(case, found, cohort.proposal)),
        wakes(FLOW, "nag", case.cohort.id, nag) if nag > case.now else None,
    )


def _matches(case: RoundCase, version: int) -> Matches:
    return match(
        case.candidates(case.mentee_applications()),
        case.candidates(case.mentor_applications()),
        rules_of(case.program),
        former=case.former(),
        seed=f"{case.cohort.id}:{version}",
    )


def _kept(case: RoundCase, found: Matches) -> Turn:
    before = case.situation.find(proposed(case.cohort.id))
    starts, ends = case.day("begins"), case.day("ends")
    pairs = [
        Pair(
            id=pair_id(case.cohort.id, one.mentee, one.mentor),
            cohort=case.cohort.id,
            program=case.cohort.program,
            mentee=one.mentee,
            mentor=one.mentor,
            mentee_application=one.mentee_application,
            mentor_application=one.mentor_application,
            state=PairState.PROPOSED,
            score=one.score,
            reasons=one.reasons,
            starts=starts,
            ends=ends,
        )
        for one in found.pairs
    ]
    return does([Erase(Pair, pair.id) for pair in before], pairs, _applications(case, found))


def _applications(case: RoundCase, found: Matches) -> list[Application]:
    why = dict(found.unmatched)
    return [
        # who was on the waiting list is in the match now, and hears of it like everybody
        replace(one, state=ApplicationState.ACCEPTED, unmatched=why.get(one.person))
        for one in case.mentee_applications()
    ]


def stale(case: RoundCase) -> bool:
    """Whether somebody has left since the pairs were found, or somebody new may be matched."""
    can_be = {one.application for one in case.candidates(case.mentee_applications())}
    mentors = {one.application for one in case.candidates(case.mentor_applications())}
    pairs = case.situation.find(proposed(case.cohort.id))
    told_no = {one.id for one in case.mentee_applications() if one.unmatched}
    paired = {pair.mentee_application for pair in pairs}
    return paired | told_no != can_be or not {pair.mentor_application for pair in pairs} <= mentors


# --- in words -----------------------------------------------------------------------------------------


def _words(case: RoundCase, found: Matches, version: int) -> dict[str, Value]:
    waiting = sum(case.situation.count(query) for query in undecided(case.cohort.id))
    pairs = [
        Say(
            "match.proposed.pair",
            {"mentee": name_of(one.mentee), "mentor": name_of(one.mentor), "why": _in_turn(one.reasons)},
        )
        for one in found.pairs
    ]
    alone = [(name_of(person), why) for person, why in found.unmatched]
    return {
        "version": version,
        "count": len(pairs),
        "pairs": Several(tuple(pairs[:SHOWN]), points=True),
        "more": _more(pairs),
        "alone": Say("match.proposed.alone", {"count": len(alone)}) if alone else "",
        "unmatched": Facts(tuple(alone[:SHOWN])),
        "more_alone": _more(alone),
        "undecided": Say("match.proposed.undecided", {"count": waiting}) if waiting else "",
        "publish_by": On(case.day("publish_by")),
    }


def _in_turn(reasons: Sequence[Say]) -> Value:
    """Sentences one after the other."""
    if len(reasons) < 2:
        return reasons[0] if reasons else ""
    return Say("match.proposed.in_turn", {"first": reasons[0], "then": _in_turn(reasons[1:])})


def _more(rows: Sequence[object]) -> Value:
    return Say("match.proposed.more", {"count": len(rows) - SHOWN}) if len(rows) > SHOWN else ""


def _asks(case: RoundCase, key: str, *, prompted: bool = True, **values: Value) -> Turn:
    return does(asks(desk(case, key, prompted=prompted, **values), FLOW, DECISIONS, audience=_audience(case)))


def remind(case: RoundCase) -> Turn:
    """The pairs should go out soon, or should have."""
    overdue = case.today >= case.day("publish_by")
    key = "match.reminder.overdue" if overdue else "match.reminder"
    days = {"publish_by": On(case.day("publish_by")), "begins": On(case.day("begins"))}
    return _asks(case, key, prompted=True, **days)


def ask_again(case: RoundCase) -> Turn:
    """After a publication was taken back: the same pairs, still to be decided."""
    return _asks(case, "match.undone", prompted=False, who=who(case))


def who(case: RoundCase) -> Value:
    """The coordinator who acts."""
    actor = case.situation.actor
    return name_of(actor.id) if actor else ""


def _audience(case: RoundCase) -> str:
    return to_coordinators(case.cohort.program)


def asks_desk(case: RoundCase, wish: Wish, *choices: str) -> Turn:
    """A question that any coordinator of the program may answer."""
    return does(asks(wish, FLOW, choices, audience=_audience(case)))


def desk(case: RoundCase, key: str, *, prompted: bool = False, **values: Value) -> Wish:
    """A message to the coordinators: at once where one of them acted, else by day."""
    place, zone = coordinators(case.cohort.program), case.program.zone
    cohort = Phrase(case.calendar.label)
    wish = case.about.post(place, zone, key, prompted=prompted, cohort=cohort, **values)
    if case.situation.actor is None:
        return wish
    return replace(wish, urgency=Urgency.ANSWER, not_before=case.now)


def settles(case: RoundCase, said: Say) -> Turn:
    """Everything that the coordinators were asked of this round has its answer."""
    by = case.situation.actor.id if case.situation.actor else None
    return does(
        [closes(question, said, by) for question in case.situation.find(open_questions(case.cohort.id))]
    )
