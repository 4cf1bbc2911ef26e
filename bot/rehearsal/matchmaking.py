"""What a careful simulated coordinator makes of a proposal: keeps two pairs, parts one, matches again, publishes."""

import re
from collections.abc import Mapping, Sequence

from bot.rehearsal.chance import choice
from bot.rehearsal.temperament import Character
from flows.messages import Paragraph, Part, Points, Spans

PROPOSAL = "match.proposed"
CHANGE = "change_pairs"
FORM = "match-change"
CAREFUL = 0.3
"""In so many rehearsals of every ten (of a made-up cast) the coordinators change a proposal before they publish it."""
LEAST_PAIRS = 3
"""With fewer pairs there is nothing to be careful about."""

STEPS: Mapping[int, tuple[str, int]] = {1: ("together", 0), 2: ("together", 1), 3: ("apart", -1)}
"""By the number of the proposal: what is done, and about which of its pairs."""


def is_careful(seed: int, person: Character) -> bool:
    """Whether this coordinator is one who changes proposals: never those of real people."""
    return (
        person.coordinates and person.declines and choice(seed, "coordinators", "careful").random() < CAREFUL
    )


def wanted(seed: int, person: Character, seen: Part) -> str:
    """The button to press under a proposal; empty for whatever one usually presses."""
    offered = {button.choice for button in seen.buttons}
    if seen.kind != PROPOSAL or not {CHANGE, "match_again"} <= offered or not is_careful(seed, person):
        return ""
    version, pairs = _version(seen), _pairs(seen)
    if version in STEPS and len(pairs) >= LEAST_PAIRS:
        return CHANGE
    return "match_again" if version == max(STEPS) + 1 else ""


def written(proposal: Part | None) -> dict[str, tuple[str, ...]]:
    """What is written on the page of a change, with the proposal in view; nothing where none is."""
    if proposal is None or (step := STEPS.get(_version(proposal))) is None:
        return {}
    what, nth = step
    mentee, mentor = _pairs(proposal)[nth]
    return {"what": (what,), "mentee": (mentee,), "mentor": (mentor,)}


def is_later(seen: Part) -> bool:
    """Whether the coordinator is at it already: what follows on a change of theirs is soon done."""
    again = any(button.choice == CHANGE for button in seen.buttons) and _version(seen) > 1
    return seen.kind == "match.change" or (seen.kind == PROPOSAL and again)


def _version(seen: Part) -> int:
    """The number of a proposal: the first one in plain print."""
    for block in seen.blocks:
        if isinstance(block, Paragraph):
            numbers = [
                int(found)
                for span in block.spans
                if not span.strong
                for found in re.findall(r"\d+", span.text)
            ]
            if numbers:
                return numbers[0]
    return 0


def _pairs(seen: Part) -> Sequence[tuple[str, str]]:
    """Who stands there with whom: two names in bold print."""
    lists = [block.items for block in seen.blocks if isinstance(block, Points)]
    return [two for items in lists for item in items if (two := _two(item))]


def _two(spans: Spans) -> tuple[str, str] | None:
    names = [span.text for span in spans if span.strong]
    return (names[0], names[1]) if len(names) > 1 else None
