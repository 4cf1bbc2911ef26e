"""Why these two: what counts most for a pair, in words.

A reason is kept as a coordinator reads it ('Both care about maps'); `forms.told_to` turns it to one of the two ('You
both care about maps'). What the two read speaks of themselves alone, and tells neither what the other said in private.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from flows.matching.people import Candidate, Rules, plain
from flows.matching.scoring.likeness import Coded
from flows.matching.scoring.respects import WAKING_HOURS, shared_hours
from flows.matching.scoring.score import Prepared
from flows.matching.telling.mid_sentence import mid_sentence
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


class Both:
    """A pair that is spoken of."""

    __slots__ = ("mentee", "mentor", "refs")

    def __init__(self, mentee: Candidate, mentor: Candidate) -> None:
        self.mentee, self.mentor = mentee, mentor
        self.refs = {"mentee": person(mentee), "mentor": person(mentor)}

    def say(self, key: str, **values: Value) -> Say:
        """A reason, and what it names."""
        return Say(key, {**self.refs, **values})


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
    names: dict[tuple[str, ...], Several] = field(default_factory=dict)
    """What some options are called, once it was asked: the question, then the options."""

    def all(self, rows: Sequence[int], columns: Sequence[int]) -> list[tuple[Say, ...]]:
        """For each of these pairs the two or three reasons that count most."""
        points = self.prepared.points(np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64))
        names = [name for name in points if name in self.telling]
        told = np.stack([np.zeros(len(rows)), *(points[name] for name in names)])[1:].T
        order, counts = np.argsort(-told, axis=1, kind="stable").tolist(), (told > 0).sum(axis=1).tolist()
        return [
            self._of(Both(self.mentees[row], self.mentors[column]), [names[at] for at in places[:count]])
            for row, column, places, count in zip(rows, columns, order, counts, strict=True)
        ]

    def _of(self, two: Both, telling: Sequence[str]) -> tuple[Say, ...]:
        told = ((name, said) for name in telling if (said := self._said(name, two)))
        found = list(islice(told, MOST_REASONS))
        if BY_CHANCE.issuperset(telling):
            found.insert(0, ("room", two.say("match.reason.room.desk")))
        # the three that count most; of these, what they have at heart before what they happen to share
        chosen = sorted(found[:MOST_REASONS], key=lambda one: one[0] not in AT_HEART)
        return tuple(said for _, said in chosen) or (two.say("match.reason.room.desk"),)

    def _said(self, respect: str, two: Both) -> Say | None:
        match respect:
            case "topics":
                return self._topics(two)
            case "goals":
                return self._goals(two)
            case "career_stage":
                return self._stage(two)
            case "place":
                here, there = two.mentee.location, two.mentor.location
                place = there if plain(here) == plain(there) else there.rpartition(",")[2]
                return two.say("match.reason.place.desk", place=place.strip())
            case "hours":
                return _hours(two)
            case "wishes":
                return _wishes(two)
            case _:
                return self._languages(two)

    def _topics(self, two: Both) -> Say:
        share = self.prepared.topic_share
        both = set(two.mentee.topics).intersection(two.mentor.topics)
        shared = sorted(both, key=lambda topic: (share[topic], topic))
        rare = [topic for topic in shared if share[topic] <= FEW]
        key = "match.reason.rare_topics.desk" if rare else "match.reason.topics.desk"
        return two.say(key, topics=self._named("topics", rare or shared))

    def _goals(self, two: Both) -> Say:
        shared = [goal for goal in two.mentee.seeks if goal in two.mentor.offers]
        every = len(shared) == len(two.mentee.seeks)
        key = "match.reason.goals.desk" if every else "match.reason.some_goals.desk"
        return two.say(key, goals=self._named("goals", shared))

    def _stage(self, two: Both) -> Say | None:
        stages = self.rules.stages
        ahead = stages.index(two.mentor.career_stage) - stages.index(two.mentee.career_stage)
        if ahead < 0:
            return None
        return two.say("match.reason.further.desk" if ahead else "match.reason.same_stage.desk")

    def _languages(self, two: Both) -> Say | None:
        theirs = two.mentor.languages
        shared = [one for one in two.mentee.languages if one in theirs and one not in self.common]
        if not shared:
            return None
        return two.say("match.reason.languages.desk", languages=self._named("languages", shared))

    def _named(self, question: str, keys: Sequence[str]) -> Several:
        some = question, *keys[:MOST_NAMED]
        if some not in self.names:  # many share the same
            self.names[some] = named(self.rules, question, some[1:])
        return self.names[some]


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


def _hours(two: Both) -> Say | None:
    shared = shared_hours(two.mentee.zone, two.mentor.zone)
    if shared == WAKING_HOURS:
        return two.say("match.reason.same_hours.desk")
    together = round(shared)
    return two.say("match.reason.hours.desk", hours=together) if together else None


def _wishes(two: Both) -> Say:
    mine, theirs = two.mentor.person in two.mentee.wishes, two.mentee.person in two.mentor.wishes
    key = "match.reason.mentor_wished.desk"
    if mine:
        key = "match.reason.both_wished.desk" if theirs else "match.reason.mentee_wished.desk"
    return two.say(key)


def person(one: Candidate) -> Ref:
    """Their name, as it is when it is read."""
    return Ref("Person", one.person, "name")
