"""Leaving the list of mentors: at once, and what becomes of the pairs that one is in."""

from collections.abc import Sequence
from dataclasses import replace

from flows.applying.listing_case import ListingCase, applications_of, is_listed, pairs_of
from flows.applying.standing import words_of
from flows.asking import About, asked_about, asks, closes, name_of, settled, wakes
from flows.messages import Outcome, Phrase, Say, Several, Value, Word
from flows.model.cohorts import Application, ApplicationState, Availability, AvailabilityState
from flows.model.pairs import Pair
from flows.turn import Turn, does

FLOW = "listing"
OVER = (ApplicationState.WITHDRAWN, ApplicationState.DECLINED, ApplicationState.LAPSED)


def remove(case: ListingCase) -> Turn:
    """Off the list at once, confirmed; those in a pair are asked what becomes of it."""
    situation, person = case.situation, case.person
    applications = situation.find(applications_of(person.id))
    listed = [one for one in applications if is_listed(one) and one.program == case.program.id]
    if not listed:
        return does(Word(said=Say("mentor.removed.not_listed", _contact(case))))
    pairs = _pairs(case)
    said = Say("mentor.removed.outcome")
    words = [word for word in situation.find(words_of(person.id)) if word.program == case.program.id]
    subjects = [*(word.id for word in words), *(one.id for one in listed)]
    waiting = [question for subject in subjects for question in situation.find(asked_about(subject))]
    pressed = situation.question
    return does(
        [replace(one, state=ApplicationState.WITHDRAWN) for one in listed],
        [replace(word, state=AvailabilityState.REMOVED) for word in words if _counts(word)],
        [closes(question, said, person.id) for question in waiting],
        Outcome(question=pressed.id, said=said) if pressed and pressed in waiting else None,
        _confirmed(case, listed[0], pairs),
        None if pairs or _elsewhere(applications, listed) else replace(person, removed_at=case.event.now),
    )


def _confirmed(case: ListingCase, listed: Application, pairs: list[Pair]) -> object:
    about = About(event=case.event, program=case.program.id, subject=listed.id)
    if not pairs:
        return about.answer(case.person, "mentor.removed", **_contact(case))
    mentees = Several(tuple(name_of(pair.mentee) for pair in pairs))
    told = about.answer(case.person, "mentor.removed.paired", **_contact(case), mentees=mentees)
    return asks(told, FLOW, ("keep", "end"))


def keep(case: ListingCase) -> Turn:
    """The pairs go on to their end."""
    return _settled(case, "mentor.removed.outcome_keep")


def end(case: ListingCase) -> Turn:
    """The pairs end now, kindly."""
    pairs = _pairs(case)
    return does(
        [wakes("closing", "end_early", pair.id, case.event.now) for pair in pairs],
        _settled(case, "mentor.removed.outcome_end"),
    )


def _settled(case: ListingCase, key: str) -> Turn:
    question = case.situation.question
    assert question is not None
    said = Say(key, {"count": len(_pairs(case))})
    return settled(question, said, case.person.id)


def _contact(case: ListingCase) -> dict[str, Value]:
    return {"contact": case.program.organiser.contact, "program": Phrase(case.program.name)}


def _counts(word: Availability) -> bool:
    return word.state in (AvailabilityState.ASKED, AvailabilityState.REMINDED, AvailabilityState.CONFIRMED)


def _pairs(case: ListingCase) -> list[Pair]:
    found = case.situation.find(pairs_of(case.person.id))
    return [pair for pair in found if pair.program == case.program.id]


def _elsewhere(applications: Sequence[Application], listed: Sequence[Application]) -> bool:
    """Whether there is something else that they may still hear of: as a mentee, or from another program."""
    return any(one not in listed and one.state not in OVER for one in applications)
