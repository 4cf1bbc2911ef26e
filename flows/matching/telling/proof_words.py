"""How good a set of pairs is, in words that are true: that nothing better can be, or by how much at most it could."""

from collections.abc import Iterator

from flows.matching.proof import Aim, Proof, Waited
from flows.messages import Say, Value


def in_words(proof: Proof) -> tuple[Say, ...]:
    """The whole claim in one sentence where all of it is proven, else one sentence for each aim."""
    if not proof.matched.most:
        return (Say("match.proof.nobody"),)
    if proof.proven:
        return (Say("match.proof.best_waited" if proof.waited else "match.proof.best"),)
    return tuple(_each(proof))


def _each(proof: Proof) -> Iterator[Say]:
    key = "match.proof.matched" if proof.matched.proven else "match.proof.matched_gap"
    yield Say(key, _figures(proof.matched))
    yield from map(_waited, proof.waited)
    if proof.worst:
        key = "match.proof.worst" if proof.worst.proven else "match.proof.worst_gap"
        yield Say(key, _figures(proof.worst))
    key = "match.proof.total" if proof.total.proven else "match.proof.total_gap"
    yield Say(key, _figures(proof.total))
    yield Say("match.proof.open")


def _waited(one: Waited) -> Say:
    key = "match.proof.waited" if one.matched.proven else "match.proof.waited_gap"
    so_long = Say("match.proof.so_long", {"cohorts": one.cohorts})
    return Say(key, {**_figures(one.matched), "so_long": so_long})


def _figures(aim: Aim) -> dict[str, Value]:
    return {"count": aim.gap, "reached": aim.reached, "most": aim.most}
