"""What a change would do, in words for the coordinators: the figures, who would move, which rules it sets aside."""

from collections.abc import Iterable

from flows.asking import name_of
from flows.ids import PersonId
from flows.matching.changes import Effect, Move, Setting, What
from flows.matching.people import Two
from flows.messages import Facts, Say, Several, Value

SHOWN = 40
"""So many who would move are named; the rest is a number."""
CHANGES = {
    What.TOGETHER: "match.change.together",
    What.APART: "match.change.apart",
    What.SWAP: "match.change.swap",
    What.FREE: "match.change.free",
}


def in_words(effect: Effect) -> dict[str, Value]:
    """All that the message of a change says."""
    change = effect.change
    named: dict[str, Value] = {"mentee": name_of(change.mentee), "mentor": name_of(change.mentor)}
    moves = effect.moves
    return {
        "change": Say(CHANGES[change.what], named),
        "breaks": Several(effect.breaks, points=True),
        "figures": _figures(effect),
        "moving": Say("match.change.moving", {"count": len(moves)})
        if moves
        else Say("match.change.nobody_moves"),
        "moves": Several(tuple(map(_move, moves[:SHOWN])), points=True),
        "more": Say("match.change.more", {"count": len(moves) - SHOWN}) if len(moves) > SHOWN else "",
    }


def _figures(effect: Effect) -> Facts:
    before, after = effect.before, effect.after
    return Facts(
        (
            (Say("match.change.pairs"), _then(before.matched, after.matched)),
            (Say("match.change.weakest"), _then(before.worst, after.worst)),
            (Say("match.change.total"), _then(before.total, after.total)),
        )
    )


def _then(before: int | None, after: int | None) -> Value:
    if after is None:
        return Say("match.change.no_pair")
    if before is None or before == after:
        return Say("match.change.as_now", {"now": after})
    return Say("match.change.instead_of", {"now": before, "then": after})


def _move(move: Move) -> Say:
    mentee = name_of(move.mentee)
    if move.before is None:
        return Say("match.change.found", {"mentee": mentee, "mentor": _named(move.after)})
    if move.after is None:
        return Say("match.change.lost", {"mentee": mentee, "before": _named(move.before)})
    return Say(
        "match.change.moved", {"mentee": mentee, "mentor": _named(move.after), "before": _named(move.before)}
    )


def _named(person: PersonId | None) -> Value:
    return name_of(person) if person else ""


def decided(setting: Setting) -> Value:
    """What coordinators decided of people in this match; nothing where they did not."""
    here = {one.person for one in setting.mentees}, {one.person for one in setting.mentors}
    told = (
        *_each("match.proposed.together", setting.together, here),
        *_each("match.proposed.apart", setting.apart, here),
    )
    if not told:
        return ""
    rest = len(told) - SHOWN
    more = (Say("match.proposed.decided_more", {"count": rest}),) if rest > 0 else ()
    return Say("match.proposed.decided", {"rulings": Several((*told[:SHOWN], *more))})


def _each(key: str, twos: Iterable[Two], here: tuple[set[PersonId], set[PersonId]]) -> tuple[Say, ...]:
    known = (two for two in sorted(twos) if two[0] in here[0] and two[1] in here[1])
    return tuple(Say(key, {"mentee": name_of(mentee), "mentor": name_of(mentor)}) for mentee, mentor in known)
