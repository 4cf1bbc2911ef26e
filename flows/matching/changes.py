"""A coordinator's change before it is chosen: what it would do to the whole, and who would move besides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flows.ids import PersonId, derived
from flows.matching.assign import match
from flows.matching.people import Candidate, Matches, Proposed, Rules, Two
from flows.matching.proof import NOTHING
from flows.matching.steady import steady
from flows.messages import Say


class What(StrEnum):
    """What may be done about two people."""

    TOGETHER = "together"
    """A pair, whatever the match would make of them; the others are matched anew around them."""
    APART = "apart"
    """Never a pair; the others are matched anew around them."""
    SWAP = "swap"
    """A pair, and whoever has to give way takes the partner who becomes free: nobody else moves."""
    FREE = "free"
    """What was decided about them no longer counts."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a coordinator thinks of doing."""

    what: What
    mentee: PersonId
    mentor: PersonId

    @property
    def two(self) -> Two:
        """Whom it is about."""
        return self.mentee, self.mentor


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """All that a match follows from."""

    mentees: tuple[Candidate, ...]
    mentors: tuple[Candidate, ...]
    rules: Rules
    avoid: frozenset[Two] = frozenset()
    """Who asked not to be matched with whom."""
    former: frozenset[Two] = frozenset()
    together: frozenset[Two] = frozenset()
    """Pairs that coordinators keep."""
    apart: frozenset[Two] = frozenset()
    """Pairs that coordinators will not have."""
    seed: str = ""

    def match(self, kept: frozenset[Two] = frozenset()) -> Matches:
        """The best pairs; `kept` are kept this once, beside those that coordinators keep."""
        return match(
            self.mentees,
            self.mentors,
            self.rules,
            avoid=self.avoid | self.apart,
            locked=self.together | kept,
            former=self.former,
            seed=self.seed,
        )


@dataclass(frozen=True, slots=True)
class Whole:
    """A set of pairs in figures."""

    matched: int
    worst: int | None
    """The score of the weakest pair."""
    total: int


@dataclass(frozen=True, slots=True)
class Move:
    """A mentee whose mentor would be another; None for nobody."""

    mentee: PersonId
    before: PersonId | None
    after: PersonId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change would do."""

    change: Change
    before: Whole
    after: Whole
    moves: tuple[Move, ...]
    """Of the two themselves first, then of the others."""
    breaks: tuple[Say, ...]
    """The rules that it sets aside."""
    matches: Matches
    """The pairs as they would be."""
    setting: Setting
    """With what would have been decided."""

    @property
    def mark(self) -> str:
        """Follows from the pairs as they would be: two effects with one mark come to the same."""
        return derived(*(f"{pair.mentee}:{pair.mentor}" for pair in self.matches.pairs))[:12]


def tried(setting: Setting, standing: Sequence[Proposed], change: Change) -> Effect | Say:
    """What `change` would make of the pairs that stand; or why it cannot be."""
    stand = {pair.mentee: pair for pair in standing}
    if change.what is What.SWAP:
        return _swapped(setting, stand, change)
    without = replace(setting, together=setting.together - {change.two}, apart=setting.apart - {change.two})
    match change.what:
        case What.TOGETHER:
            after = replace(without, together=without.together | {change.two})
        case What.APART:
            after = replace(without, apart=without.apart | {change.two})
        case _:
            after = without
    return _effect(stand, change, after, after.match())


Standing = Mapping[PersonId, Proposed]


def _swapped(setting: Setting, stand: Standing, change: Change) -> Effect | Say:
    """Of all who could give way to the mentee, the one whose giving way costs the whole least."""
    mine = stand.get(change.mentee)
    if mine and mine.mentor == change.mentor:
        return Say("match.change.stands_already")
    tries = [_giving_way(setting, stand, change, other) for other in _in_the_way(setting, stand, change)]
    effects = [effect for effect in tries if isinstance(effect, Effect)]
    best = max(effects, key=lambda effect: (effect.after.matched, effect.after.total), default=None)
    return best or tries[0]


def _in_the_way(setting: Setting, stand: Standing, change: Change) -> list[PersonId | None]:
    """The mentees of the mentor who is wanted; None alone where there is room without anybody's giving way."""
    theirs: list[PersonId | None] = [pair.mentee for pair in stand.values() if pair.mentor == change.mentor]
    room = next((one.capacity for one in setting.mentors if one.person == change.mentor), 0)
    return [None] if len(theirs) < room or not theirs else theirs


def _giving_way(setting: Setting, stand: Standing, change: Change, other: PersonId | None) -> Effect | Say:
    mine = stand.get(change.mentee)
    wanted = {change.two}
    if other and mine:
        wanted.add((other, mine.mentor))
    still = {
        (pair.mentee, pair.mentor) for pair in stand.values() if pair.mentee not in (change.mentee, other)
    }
    after = replace(
        setting,
        together=frozenset(two for two in setting.together if two[0] not in (change.mentee, other)) | wanted,
        apart=setting.apart - wanted,
    )
    # all others were kept as they stand: that nothing is better is not claimed
    return _effect(stand, change, after, replace(after.match(kept=frozenset(still)), proof=NOTHING))


def _effect(stand: Standing, change: Change, after: Setting, found: Matches) -> Effect | Say:
    refused = {two: why for two, why in found.not_locked if two in after.together}
    if refused:
        return refused.get(change.two) or next(iter(refused.values()))
    matches = _steadied(stand, found, after)
    return Effect(
        change=change,
        before=whole(tuple(stand.values())),
        after=whole(matches.pairs),
        moves=tuple(
            sorted(_moves(stand, matches), key=lambda move: (move.mentee != change.mentee, move.mentee))
        ),
        breaks=tuple(_breaks(after, matches, change)),
        matches=matches,
        setting=after,
    )


def _steadied(stand: Standing, found: Matches, after: Setting) -> Matches:
    pairs = {pair.mentee: pair for pair in found.pairs}
    twos = steady(
        stand,
        pairs,
        waited={one.person: one.waited for one in after.mentees},
        together=after.together,
        never=after.avoid | after.apart | after.former | _not_by_rule(after, stand),
    )
    if twos == {(pair.mentee, pair.mentor) for pair in found.pairs}:
        return found
    # matched once more with all of them kept, so that everybody left over has the right reason
    return replace(found, pairs=(again := after.match(kept=twos)).pairs, unmatched=again.unmatched)


def _not_by_rule(after: Setting, stand: Standing) -> frozenset[Two]:
    """The pairs that stand only because coordinators would have it so: left to the program they would not be."""
    mentees, mentors = _by_id(after.mentees), _by_id(after.mentors)
    return frozenset(
        (one, pair.mentor)
        for one, pair in stand.items()
        if (one, pair.mentor) not in after.together and one in mentees and pair.mentor in mentors
        if any(_set_aside(after.rules, mentees[one], mentors[pair.mentor], pair.score))
    )


def _by_id(side: Sequence[Candidate]) -> Mapping[PersonId, Candidate]:
    return {one.person: one for one in side}


def whole(pairs: Sequence[Proposed]) -> Whole:
    """How many, how good the weakest, how good all together."""
    scores = [pair.score for pair in pairs]
    return Whole(len(scores), min(scores, default=None), sum(scores))


def _moves(stand: Standing, matches: Matches) -> Iterator[Move]:
    after = {pair.mentee: pair.mentor for pair in matches.pairs}
    before = {mentee: pair.mentor for mentee, pair in stand.items()}
    for mentee in {**before, **after}:
        if before.get(mentee) != after.get(mentee):
            yield Move(mentee, before.get(mentee), after.get(mentee))


def _breaks(after: Setting, matches: Matches, change: Change) -> Iterator[Say]:
    """A pair that coordinators keep may go against what the program would have."""
    pair = next((one for one in matches.pairs if (one.mentee, one.mentor) == change.two), None)
    if pair is None or change.two not in after.together:
        return
    if {change.two, change.two[::-1]} & after.former:
        yield Say("match.change.breaks_former")
    mentee, mentor = _by_id(after.mentees)[change.mentee], _by_id(after.mentors)[change.mentor]
    yield from _set_aside(after.rules, mentee, mentor, pair.score)


def _set_aside(rules: Rules, mentee: Candidate, mentor: Candidate, score: int) -> Iterator[Say]:
    """The program's own rules that a pair of these two goes against."""
    if rules.not_same_employer and mentee.works_with(mentor):
        yield Say("match.change.breaks_employer")
    if not mentee.speaks_with(mentor):
        yield Say("match.change.breaks_language")
    if score < rules.least_score:
        yield Say("match.change.breaks_least", {"score": score, "least": rules.least_score})
