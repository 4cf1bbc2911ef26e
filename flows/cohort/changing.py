"""Coordinators change a proposal: two people together, apart or swapped; what it would do is shown before it is done."""

from collections.abc import Iterator
from dataclasses import replace

from flows import forms
from flows.asking import closes
from flows.cohort.apart import called
from flows.cohort.change_words import in_words
from flows.cohort.proposal import FLOW, SUPERSEDED, asks_desk, desk, propose, shows, stale, who
from flows.cohort.round_case import RoundCase
from flows.events import Submitted
from flows.ids import PersonId, QuestionId, derived
from flows.matching.changes import Change, Effect, What, tried
from flows.matching.people import Two
from flows.messages import Field, Form, OpenForm, Option, Say, Sort, Word
from flows.model.cohorts import Fate, Ruling, ruling_id
from flows.model.people import Person
from flows.model.talk import Draft, Question
from flows.situation import Get, Need, Situation
from flows.turn import Erase, Turn, does

DECIDES = ("change_it", "leave_it")
FORM = Form(
    key="match-change",
    version="1",
    title=Say("match.change.form.title"),
    fields=(
        Field(
            key="what",
            sort=Sort.ONE_OF,
            label=Say("match.change.form.what"),
            options=tuple(Option(what.value, Say(f"match.change.form.{what.value}")) for what in What),
        ),
        Field(
            key="mentee",
            sort=Sort.SHORT,
            label=Say("match.change.form.mentee"),
            help=Say("match.change.form.help"),
            longest=200,
        ),
        Field(key="mentor", sort=Sort.SHORT, label=Say("match.change.form.mentor"), longest=200),
    ),
)


# --- what is thought of -------------------------------------------------------------------------------


def open_form(case: RoundCase) -> Turn:
    """A page on which to say whom it is about; each coordinator has their own."""
    actor = _actor(case)
    question = Question(
        id=QuestionId(derived("change", case.event.id)),
        flow=FLOW,
        kind="match.change",
        subject=case.cohort.id,
        audience=actor.id,
        program=case.cohort.id,
        choices=(),
    )
    return does(question, forms.opened(FORM, question.id, _draft(case)))


def look(case: RoundCase) -> Turn:
    """What the change would do, before anybody chooses it."""
    assert isinstance(case.event, Submitted)
    if stale(case):
        return _found_stale(case)
    draft, unfinished = forms.step(FORM, case.event.question, _draft(case), case.event.values)
    if unfinished:
        return does(draft, unfinished)
    meant = {key: _meant(case, key, draft.values[key][0]) for key in ("mentee", "mentor")}
    errors = {key: found for key, found in meant.items() if isinstance(found, Say)}
    if errors:
        return does(draft, _again(case, draft, errors))
    change = Change(What(draft.values["what"][0]), *(PersonId(str(found)) for found in meant.values()))
    effect = tried(case.setting(case.cohort.proposal), case.standing(), change)
    if isinstance(effect, Say):
        return does(draft, _again(case, draft, {"mentor": effect}))
    return does(
        Erase(Draft, draft.id),
        closes(_question(case), Say("match.change.looked"), _actor(case).id),
        Word(said=Say("match.change.looked")),
        _shows_effect(case, effect),
    )


def _again(case: RoundCase, draft: Draft, errors: dict[str, Say]) -> OpenForm:
    assert isinstance(case.event, Submitted)
    return replace(forms.opened(FORM, case.event.question, draft), errors=errors)


def _meant(case: RoundCase, role: str, typed: str) -> PersonId | Say:
    """The one person of that role in this match who is called so."""
    found = called(
        typed, case.people(case.mentee_applications() if role == "mentee" else case.mentor_applications())
    )
    if len(found) == 1:
        return found[0]
    return Say("match.change.namesakes" if found else f"match.change.no_{role}", {"typed": typed})


# --- what is done -------------------------------------------------------------------------------------


def change_it(case: RoundCase) -> Turn:
    """The pairs that were shown take the place of those before; if it would now be others, those are shown first."""
    what, mentee, mentor, seen = case.subject.split("|")[1:]
    change = Change(What(what), PersonId(mentee), PersonId(mentor))
    effect = None if stale(case) else tried(case.setting(case.cohort.proposal), case.standing(), change)
    if effect is None:
        return _found_stale(case)
    if isinstance(effect, Say):
        return _settled(case, effect)
    if effect.mark != seen:
        return does(_settled(case, Say("match.change.outcome_other")), _shows_effect(case, effect))
    said = Say("match.change.outcome", {"who": who(case)})
    return does(_settled(case, said), list(_rulings(case, effect)), propose(case, SUPERSEDED, effect))


def leave_it(case: RoundCase) -> Turn:
    """The proposal stays as it is."""
    return _settled(case, Say("match.change.outcome_left", {"who": who(case)}))


def _rulings(case: RoundCase, effect: Effect) -> Iterator[Ruling | Erase]:
    """What has been decided is remembered for the next match too, and what no longer counts is not."""
    before, after = case.setting(case.cohort.proposal), effect.setting
    fates = dict.fromkeys(after.together - before.together, Fate.TOGETHER)
    fates |= dict.fromkeys(after.apart - before.apart, Fate.APART)
    new = [_ruling(case, two, fate) for two, fate in sorted(fates.items())]
    yield from new
    for old in case.rulings():
        holds = after.apart if old.fate is Fate.APART else after.together
        counts = old.fate is Fate.APART or old.cohort == case.cohort.id
        if counts and (old.mentee, old.mentor) not in holds and old.id not in {one.id for one in new}:
            yield Erase(Ruling, old.id)


def _ruling(case: RoundCase, two: Two, fate: Fate) -> Ruling:
    mentee, mentor = two
    return Ruling(
        id=ruling_id(case.cohort.id, mentee, mentor),
        cohort=case.cohort.id,
        program=case.cohort.program,
        mentee=mentee,
        mentor=mentor,
        fate=fate,
        decided_by=_actor(case).id,
        decided_at=case.now,
    )


# --- in the room --------------------------------------------------------------------------------------


def _shows_effect(case: RoundCase, effect: Effect) -> Turn:
    told = desk(case, "match.change", prompted=False, who=who(case), **in_words(effect))
    change = effect.change
    subject = "|".join((case.cohort.id, change.what, change.mentee, change.mentor, effect.mark))
    return asks_desk(case, told, *DECIDES, subject=subject)


def _found_stale(case: RoundCase) -> Turn:
    """People have come or gone: first a proposal that is true."""
    said = Say("match.change.outcome_stale")
    return does(propose(case, said), _settled(case, said))


def _settled(case: RoundCase, said: Say) -> Turn:
    return does(closes(_question(case), said, _actor(case).id), shows(case, said))


def _question(case: RoundCase) -> Question:
    assert case.situation.question is not None
    return case.situation.question


def _actor(case: RoundCase) -> Person:
    assert case.situation.actor is not None
    return case.situation.actor


def _draft(case: RoundCase) -> Draft:
    actor = _actor(case)
    id = forms.draft_id(FORM, actor.id, case.cohort.id)
    fresh = Draft(id=id, person=actor.id, form=FORM.key, version=FORM.version)
    return case.situation.get(Draft, id) or fresh


def draft_needs(known: Situation, cohort: str) -> Need:
    """What the one who acts may have begun to write."""
    return (Get(Draft, forms.draft_id(FORM, known.actor.id, cohort)),) if known.actor else ()
