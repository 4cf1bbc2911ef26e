"""A proposal of pairs: found, kept, and put before the coordinators with the reasons for each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from flows.asking import asks, closes, name_of, shown, to_coordinators, wakes
from flows.calendar import next_daytime
from flows.cohort.apart import NOT_WITH
from flows.cohort.change_words import decided
from flows.cohort.round_case import RoundCase
from flows.cohort.round_needs import open_questions, proposed, undecided
from flows.matching.changes import Effect, Setting
from flows.matching.people import Matches, Two
from flows.matching.telling import proof_words
from flows.messages import Facts, On, Outcome, Phrase, Ref, Say, Several, Value
from flows.model.cohorts import Application, ApplicationState, CohortState
from flows.model.pairs import Pair, PairState, pair_id
from flows.model.talk import Urgency, Wish
from flows.places import coordinators
from flows.turn import Erase, Turn, does

FLOW = "round"
SHOWN = 40
"""So many pairs, and so many people without one, are listed in a message; the rest is a number."""
UNDO_MINUTES = 15
NAG_BEFORE = 3
"""Days before the pairs should be out."""
DECISIONS = ("publish", "match_again")
CHANGE = "change_pairs"
"""Opens the page on which a coordinator says what should be otherwise."""
AWAY = "match.unmatched.away"
SUPERSEDED = Say("match.proposed.outcome_superseded")


def propose(case: RoundCase, before: Say = SUPERSEDED, chosen: Effect | None = None) -> Turn:
    """Find the best pairs (or take those that were chosen), keep them as proposed, and ask the coordinators; the
    proposal before now says `before`."""
    cohort = replace(case.cohort, state=CohortState.PROPOSED, proposal=case.cohort.proposal + 1)
    setting = chosen.setting if chosen else case.setting(cohort.proposal)
    found = chosen.matches if chosen else setting.match()
    nag = case.on(case.day("publish_by") - timedelta(days=NAG_BEFORE))
    return does(
        cohort,
        kept(case, found),
        # who was on the waiting list is in the match now, and hears of it like everybody
        [replace(one, state=ApplicationState.ACCEPTED) for one in unmatched(case, found)],
        settles(case, before),
        _asks(
            case,
            "match.proposed",
            prompted=True,
            **in_words(case, found, setting, cohort.proposal),
            publish_by=On(case.day("publish_by")),
        ),
        wakes(FLOW, "nag", case.cohort.id, nag) if nag > case.now else None,
    )


def kept(case: RoundCase, found: Matches) -> Turn:
    """The pairs now before the coordinators, instead of those before."""
    before = case.situation.find(proposed(case.cohort.id))
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
            starts=case.first_day,
            ends=case.day("ends"),
        )
        for one in found.pairs
    ]
    return does([Erase(Pair, pair.id) for pair in before], pairs)


def unmatched(case: RoundCase, found: Matches) -> list[Application]:
    """The mentees' applications, each with why nobody was found."""
    applications = case.mentee_applications()
    away = {one.person: Say(AWAY, {"until": On(until)}) for one, until in case.away(applications)}
    why = {**dict(found.unmatched), **away}
    return [replace(one, unmatched=why.get(one.person)) for one in applications]


def stale(case: RoundCase) -> bool:
    """Whether somebody has left (or is away) since the pairs were found, or somebody new may be matched."""
    applications = case.mentee_applications()
    can_be = {one.application for one in case.candidates(applications)}
    room = {one.application: one.capacity for one in case.candidates(case.mentor_applications())}
    pairs = case.situation.find(proposed(case.cohort.id))
    wanted = Counter(pair.mentor_application for pair in pairs)
    told_away = {one.id for one in applications if one.unmatched and one.unmatched.key == AWAY}
    told_no = {one.id for one in applications if one.unmatched} - told_away
    paired = {pair.mentee_application for pair in pairs}
    return (
        paired | told_no != can_be
        or told_away != {one.id for one, _ in case.away(applications)}
        # a mentor may also have agreed to go on with somebody since
        or any(number > room.get(mentor, 0) for mentor, number in wanted.items())
    )


# --- in words -----------------------------------------------------------------------------------------


def in_words(case: RoundCase, found: Matches, setting: Setting, version: int) -> dict[str, Value]:
    """The pairs with their reasons, and who is left out and why."""
    waiting = sum(case.situation.count(query) for query in undecided(case.cohort.id))
    pairs = [
        Say(
            "match.proposed.pair",
            {"mentee": name_of(one.mentee), "mentor": name_of(one.mentor), "why": _in_turn(one.reasons)},
        )
        for one in found.pairs
    ]
    alone = [(name_of(one.person), one.unmatched) for one in unmatched(case, found) if one.unmatched]
    return {
        "version": version,
        "count": len(pairs),
        "pairs": Several(tuple(pairs[:SHOWN]), points=True),
        "more": _more(pairs),
        "alone": Say("match.proposed.alone", {"count": len(alone)}) if alone else "",
        "unmatched": Facts(tuple(alone[:SHOWN])),
        "more_alone": _more(alone),
        "proof": _in_turn(proof_words.in_words(found.proof)) if found.proof.matched.most else "",
        "decided": decided(setting),
        "not_kept": Several(tuple(_not_kept(two, why) for two, why in found.not_locked), points=True),
        "away": _away(case),
        "not_found": Several(tuple(map(_not_found, case.apart().not_found)), points=True),
        "undecided": Say("match.proposed.undecided", {"count": waiting}) if waiting else "",
    }


def _away(case: RoundCase) -> Value:
    """The mentors who are left out because they are away."""
    away = case.away(case.mentor_applications())
    names = tuple(name_of(one.person) for one, _ in away[:SHOWN])
    return Say("match.proposed.away", {"people": Several(names), "more": _more(away)}) if away else ""


def _not_kept(two: Two, why: Say) -> Say:
    """A pair that coordinators had put together, and that cannot be any more."""
    return Say("match.proposed.not_kept", {"mentee": name_of(two[0]), "mentor": name_of(two[1]), "why": why})


def _not_found(application: Application) -> Say:
    """Somebody asked to be kept apart from a person whom nobody in the match could be taken for."""
    typed = Ref("Application", application.id, f"answers.{NOT_WITH}")
    return Say("match.proposed.not_found", {"person": name_of(application.person), "typed": typed})


def _in_turn(reasons: Sequence[Say]) -> Value:
    """Sentences one after the other."""
    if len(reasons) < 2:
        return reasons[0] if reasons else ""
    return Say("match.proposed.in_turn", {"first": reasons[0], "then": _in_turn(reasons[1:])})


def _more(rows: Sequence[object]) -> Value:
    return Say("match.proposed.more", {"count": len(rows) - SHOWN}) if len(rows) > SHOWN else ""


def _asks(case: RoundCase, key: str, *, prompted: bool, **values: Value) -> Turn:
    return asks_desk(case, desk(case, key, prompted=prompted, **values), *DECISIONS, CHANGE)


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


def asks_desk(case: RoundCase, wish: Wish, *choices: str, subject: str = "") -> Turn:
    """A question that any coordinator of the program may answer."""
    audience = to_coordinators(case.cohort.program)
    return does(asks(wish, FLOW, choices, subject=subject, audience=audience))


def desk(case: RoundCase, key: str, *, prompted: bool = False, **values: Value) -> Wish:
    """A message to the coordinators: at once where one of them acted, else by day."""
    place, zone = coordinators(case.cohort.program), case.program.zone
    cohort = Phrase(case.calendar.label)
    wish = case.about.post(place, zone, key, prompted=prompted, cohort=cohort, **values)
    if case.situation.actor is None:
        return wish
    return replace(wish, urgency=Urgency.ANSWER, not_before=case.now)


def settles(case: RoundCase, said: Say, *choices: str) -> Turn:
    """All that the coordinators were asked of this round (with one of `choices`, where given) has its answer."""
    by = case.situation.actor.id if case.situation.actor else None
    asked = case.situation.find(open_questions(case.cohort.id))
    mine = [one for one in asked if not choices or set(choices) & set(one.choices)]
    return does([closes(question, said, by) for question in mine])


def goes_out_at(case: RoundCase) -> datetime:
    """When what is published now is carried out: by day, and not before it could have been taken back."""
    return next_daytime(case.now + timedelta(minutes=UNDO_MINUTES), case.program.zone)


def shows(case: RoundCase, said: Say) -> Outcome | None:
    """What the pressed message now says."""
    return shown(case.situation.question, said)
