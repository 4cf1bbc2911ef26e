"""More pairs for a cohort whose pairs are out: who waits is matched with who has room, and no pair that stands is touched."""

from dataclasses import replace
from datetime import timedelta

from flows.asking import wakes
from flows.cohort.proposal import (
    DECISIONS,
    FLOW,
    SUPERSEDED,
    asks_desk,
    desk,
    goes_out_at,
    in_words,
    kept,
    settles,
    shows,
    stale,
    unmatched,
    who,
)
from flows.cohort.round_case import RoundCase
from flows.cohort.round_needs import open_questions, proposed, published
from flows.messages import At, Say, Word
from flows.model.pairs import PairState
from flows.turn import NOTHING, Turn, does

OFFER = "match_rest"
LEAST_DAYS = 28
"""With less of the cohort left than that, coordinators are not asked to begin anything new."""


def offer_rest(case: RoundCase) -> Turn:
    """Somebody waits since the pairs went out: where a mentor has room, the coordinators may have them matched."""
    if _goes_out(case) or _before_coordinators(case):
        return NOTHING
    wait = [one for one in case.candidates(case.mentee_applications()) if one.capacity]
    ready = [one for one in case.candidates(case.mentor_applications()) if one.capacity]
    former = case.former()
    new = any(
        (one.person, other.person) not in former and one.person != other.person
        for one in wait
        for other in ready
    )
    if not new or case.today + timedelta(days=LEAST_DAYS) > case.day("ends"):
        return NOTHING
    told = desk(case, "match.rest", count=len(wait), ready=Say("match.rest.ready", {"count": len(ready)}))
    return does(settles(case, SUPERSEDED, OFFER), asks_desk(case, told, OFFER))


def match_rest(case: RoundCase) -> Turn:
    """Find the best new pairs among those who wait and those with room, and put them before the coordinators."""
    if _goes_out(case):
        return does(Word(said=Say("match.rest.too_soon")))
    said = Say("match.rest.outcome", {"who": who(case)})
    return does(_proposes(case, said), shows(case, said))


def _proposes(case: RoundCase, said: Say) -> Turn:
    cohort = replace(case.cohort, proposal=case.cohort.proposal + 1)
    setting = case.setting(cohort.proposal)
    found = setting.match()
    told = desk(
        case, "match.proposed.rest", prompted=False, **in_words(case, found, setting, cohort.proposal)
    )
    return does(
        cohort,
        kept(case, found),
        unmatched(case, found),
        settles(case, said, OFFER, *DECISIONS),
        asks_desk(case, told, *(DECISIONS if found.pairs else (OFFER,))),
    )


def publish_rest(case: RoundCase) -> Turn:
    """One coordinator decides; the new pairs hear in a while, and until then it can be taken back."""
    if stale(case):
        said = Say("match.proposed.outcome_stale")
        return does(_proposes(case, said), shows(case, said))
    pairs, goes_out = case.situation.find(proposed(case.cohort.id)), goes_out_at(case)
    said = Say("match.proposed.outcome_published", {"who": who(case)})
    told = desk(case, "match.published.rest", who=who(case), at=At(goes_out), count=len(pairs))
    return does(
        [replace(pair, state=PairState.PUBLISHED) for pair in pairs],
        [wakes("introduction", "announce", pair.id, goes_out) for pair in pairs],
        wakes(FLOW, "rest_goes_out", case.cohort.id, goes_out),
        settles(case, said, OFFER, *DECISIONS),
        shows(case, said),
        asks_desk(case, told, "undo_rest"),
    )


def undo_rest(case: RoundCase) -> Turn:
    """Taken back in time: the new pairs are before the coordinators again. Their timers ring for nothing."""
    pairs = case.situation.find(published(case.cohort.id))
    if not pairs:
        return rest_goes_out(case)
    said = Say("match.published.outcome_undone", {"who": who(case)})
    return does(
        [replace(pair, state=PairState.PROPOSED) for pair in pairs],
        settles(case, said, "undo_rest"),
        shows(case, said),
        asks_desk(case, desk(case, "match.undone.rest", who=who(case)), *DECISIONS),
    )


def rest_goes_out(case: RoundCase) -> Turn:
    """From here on it cannot be taken back."""
    said = Say("match.published.outcome_under_way")
    return does(settles(case, said, "undo_rest"), shows(case, said))


def _goes_out(case: RoundCase) -> bool:
    """Whether the cohort's own pairs are still on their way out: they are proposed, and nobody is asked about them."""
    return bool(case.situation.find(proposed(case.cohort.id))) and not _before_coordinators(case)


def _before_coordinators(case: RoundCase) -> bool:
    """Whether more pairs wait to be published."""
    asked = case.situation.find(open_questions(case.cohort.id))
    return any("publish" in question.choices for question in asked)
