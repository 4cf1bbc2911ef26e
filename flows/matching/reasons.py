"""Why these two: what counts most for a pair, in words.

A reason is kept as a coordinator reads it ('Both care about maps'); `forms.told_to` turns it to one of the two ('You
both care about maps'). What the two read speaks of themselves alone, and tells neither what the other said in private.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from flows.matching.likeness import Coded
from flows.matching.mid_sentence import mid_sentence
from flows.matching.people import Candidate, Rules
from flows.matching.respects import WAKING_HOURS, plain, shared_hours
from flows.matching.score import Prepared
from flows.messages import Phrase, Ref, Say, Several, Value

MOST_REASONS = 3
MOST_NAMED = 3
"""So many topics or goals are named in one reason."""

FEW = 0.125
"""A topic is rare where at most this share of the applicants care about it."""
NEARLY_ALL = 0.75
"""A language that more of the applicants speak than this says nothing about two of them."""

BY_CHANCE = frozenset({"hours", "languages"})
"""What two people may share without having anything in common."""
AT_HEART = frozenset({"topics", "goals", "wishes", "room"})
"""What is told first."""

JOINT = re.compile(r",|\b(and|or|et|ou|y)\b|&", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Explaining:
    """Gives the reasons of any pair among those that can be scored."""

    rules: Rules
    mentees: Sequence[Candidate]
    mentors: Sequence[Candidate]
    prepared: Prepared
    telling: frozenset[str]
    """The respects that differ from pair to pair: what is the same for all is nobody's reason."""
    common: frozenset[str]
    """Languages that nearly everybody speaks."""

    def all(self, rows: Sequence[int], columns: Sequence[int]) -> list[tuple[Say, ...]]:
        """For each of these pairs the two or three reasons that count most."""
        points = self.prepared.points(np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64))
        told = [(name, cells.tolist()) for name, cells in points.items() if name in self.telling]
        return [
            self._of(self.mentees[row], self.mentors[column], {name: cells[nth] for name, cells in told})
            for nth, (row, column) in enumerate(zip(rows, columns, strict=True))
        ]

    def _of(self, mentee: Candidate, mentor: Candidate, points: Mapping[str, float]) -> tuple[Say, ...]:
        telling = sorted(filter(points.__getitem__, points), key=lambda name: -points[name])
        told = ((name, said) for name in telling if (said := self._said(name, mentee, mentor)))
        found = list(islice(told, MOST_REASONS))
        if BY_CHANCE.issuperset(telling):
            found.insert(0, ("room", _about(mentee, mentor, "match.reason.room.desk")))
        # the three that count most; of these, what they have at heart before what they happen to share
        chosen = sorted(found[:MOST_REASONS], key=lambda one: one[0] not in AT_HEART)
        return tuple(said for _, said in chosen) or (_about(mentee, mentor, "match.reason.room.desk"),)

    def _said(self, respect: str, mentee: Candidate, mentor: Candidate) -> Say | None:
        match respect:
            case "topics":
                return self._topics(mentee, mentor)
            case "goals":
                return self._goals(mentee, mentor)
            case "career_stage":
                return self._stage(mentee, mentor)
            case "place":
                same = plain(mentee.location) == plain(mentor.location)
                place = mentor.location if same else mentor.location.rpartition(",")[2]
                return _about(mentee, mentor, "match.reason.place.desk", place=place.strip())
            case "hours":
                return _hours(mentee, mentor)
            case "wishes":
                return _wishes(mentee, mentor)
            case _:
                return self._languages(mentee, mentor)

    def _topics(self, mentee: Candidate, mentor: Candidate) -> Say:
        share = self.prepared.topic_share
        shared = sorted(set(mentee.topics) & set(mentor.topics), key=lambda topic: (share[topic], topic))
        rare = [topic for topic in shared if share[topic] <= FEW]
        key = "match.reason.rare_topics.desk" if rare else "match.reason.topics.desk"
        return _about(mentee, mentor, key, topics=self._named("topics", rare or shared))

    def _goals(self, mentee: Candidate, mentor: Candidate) -> Say:
        shared = [goal for goal in mentee.seeks if goal in mentor.offers]
        key = (
            "match.reason.goals.desk" if len(shared) == len(mentee.seeks) else "match.reason.some_goals.desk"
        )
        return _about(mentee, mentor, key, goals=self._named("goals", shared))

    def _stage(self, mentee: Candidate, mentor: Candidate) -> Say | None:
        ahead = self.rules.stages.index(mentor.career_stage) - self.rules.stages.index(mentee.career_stage)
        if ahead < 0:
            return None
        return _about(
            mentee, mentor, "match.reason.further.desk" if ahead else "match.reason.same_stage.desk"
        )

    def _languages(self, mentee: Candidate, mentor: Candidate) -> Say | None:
        shared = [one for one in mentee.languages if one in mentor.languages and one not in self.common]
        if not shared:
            return None
        return _about(
            mentee, mentor, "match.reason.languages.desk", languages=self._named("languages", shared)
        )

    def _named(self, question: str, keys: Iterable[str]) -> Several:
        return named(self.rules, question, list(keys)[:MOST_NAMED])


def named(rules: Rules, question: str, keys: Iterable[str]) -> Several:
    """What these options are called, as it stands within a sentence."""
    labels = [_within(rules.label(question, key)) for key in keys]
    if len(labels) > 1 and any(map(_holds_a_joint, labels)):
        return Several(tuple(Say("match.reason.quoted", {"words": label}) for label in labels))
    return Several(tuple(labels))


def _within(label: Value) -> Value:
    if isinstance(label, Phrase):
        return Phrase({language: mid_sentence(text, language) for language, text in label.texts.items()})
    return label


def _holds_a_joint(label: Value) -> bool:
    """Whether its words could be taken for two of a list: 'local history and genealogy'."""
    texts = label.texts.values() if isinstance(label, Phrase) else [str(label)]
    return any(JOINT.search(text) for text in texts)


def explaining(
    rules: Rules, mentees: Sequence[Candidate], mentors: Sequence[Candidate], prepared: Prepared
) -> Explaining:
    """Ready to explain any pair of these."""
    # shared by two, these say something even if all share them
    always = {"topics", "goals", "career_stage", "place", "wishes"}
    telling = {name for name in prepared.weights if name in always or _differs(prepared, name)}
    return Explaining(rules, mentees, mentors, prepared, frozenset(telling), _common([*mentees, *mentors]))


def _differs(prepared: Prepared, respect: str) -> bool:
    """Whether the respect is not the same for all pairs."""
    return any(
        not isinstance(term, Coded) or np.ptp(_cells(term)) > 0 for _, term in prepared.respects[respect]
    )


def _cells(term: Coded) -> "np.typing.NDArray[np.float64]":
    used = term.table[np.ix_(np.unique(term.left), np.unique(term.right))]
    return used if used.size else np.zeros(1)


def _common(everybody: Sequence[Candidate]) -> frozenset[str]:
    told = [one.languages for one in everybody if one.languages]
    spoken = {language for languages in told for language in languages}
    return frozenset(
        one for one in spoken if sum(one in languages for languages in told) > NEARLY_ALL * len(told)
    )


def _hours(mentee: Candidate, mentor: Candidate) -> Say | None:
    shared = shared_hours(mentee.zone, mentor.zone)
    if shared == WAKING_HOURS:
        return _about(mentee, mentor, "match.reason.same_hours.desk")
    together = round(shared)
    return _about(mentee, mentor, "match.reason.hours.desk", hours=together) if together else None


def _wishes(mentee: Candidate, mentor: Candidate) -> Say:
    mine, theirs = mentor.person in mentee.wishes, mentee.person in mentor.wishes
    key = "match.reason.mentor_wished.desk"
    if mine:
        key = "match.reason.both_wished.desk" if theirs else "match.reason.mentee_wished.desk"
    return _about(mentee, mentor, key)


def person(one: Candidate) -> Ref:
    """Their name, as it is when it is read."""
    return Ref("Person", one.person, "name")


def _about(mentee: Candidate, mentor: Candidate, key: str, **values: Value) -> Say:
    return Say(key, {"mentee": person(mentee), "mentor": person(mentor), **values})
