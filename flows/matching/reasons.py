"""Why these two: what counts most for a pair, in words, and why somebody was not matched.

A reason is kept as a coordinator reads it ('Ada and Ben both care about maps'); `told_to` turns it to one of
the two ('You both care about maps').
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.matching.people import Candidate, Rules
from flows.matching.score import Scored, plain, shared_hours
from flows.messages import Ref, Say, Several, Value
from flows.model.cohorts import Role

MOST_REASONS = 3
MOST_NAMED = 3
"""So many topics or goals are named in one reason."""

FEW = 0.125
"""A topic is rare where at most this share of the applicants care about it."""

FORMS: Mapping[str, tuple[str, str]] = {
    "match.reason.rare_topics.desk": ("match.reason.rare_topics.mentee", "match.reason.rare_topics.mentor"),
    "match.reason.topics.desk": ("match.reason.topics.mentee", "match.reason.topics.mentor"),
    "match.reason.goals.desk": ("match.reason.goals.mentee", "match.reason.goals.mentor"),
    "match.reason.further.desk": ("match.reason.further.mentee", "match.reason.further.mentor"),
    "match.reason.same_stage.desk": ("match.reason.same_stage.mentee", "match.reason.same_stage.mentor"),
    "match.reason.place.desk": ("match.reason.place.mentee", "match.reason.place.mentor"),
    "match.reason.hours.desk": ("match.reason.hours.mentee", "match.reason.hours.mentor"),
    "match.reason.languages.desk": ("match.reason.languages.mentee", "match.reason.languages.mentor"),
    "match.reason.room.desk": ("match.reason.room.mentee", "match.reason.room.mentor"),
}
"""Each reason as coordinators read it, as the mentee does, as the mentor does."""


def told_to(role: Role, reason: Say) -> Say:
    """The same reason as one of the two reads it."""
    mentee, mentor = FORMS[reason.key]
    return Say(mentee if role is Role.MENTEE else mentor, reason.values)


NO_ROOM = Say("match.unmatched.no_room")
NO_LANGUAGE = Say("match.unmatched.no_language")
EXCLUDED = Say("match.unmatched.excluded")
HAS_PARTNER = Say("match.unmatched.has_partner")


def too_unlike(best: int, least: int) -> Say:
    """Nobody fits well enough."""
    return Say("match.unmatched.too_unlike", {"best": best, "least": least})


def full(count: int) -> Say:
    """So many mentors would fit, and all of them have somebody."""
    return Say("match.unmatched.full", {"count": count})


@dataclass(frozen=True, slots=True)
class Explaining:
    """Gives the reasons of any pair among those that were scored."""

    rules: Rules
    scored: Scored
    telling: frozenset[str]
    """The parts that differ from pair to pair: what is the same for all is nobody's reason."""

    def reasons(self, row: int, column: int, mentee: Candidate, mentor: Candidate) -> tuple[Say, ...]:
        """The two or three that count most, the weightiest first."""
        counts = {
            name: weight * float(self.scored.parts[name][row, column])
            for name, weight in self.scored.weights.items()
            if name in self.telling
        }
        said = (
            self._said(name, mentee, mentor)
            for name in sorted(counts, key=lambda name: -counts[name])
            if counts[name]
        )
        found = [reason for reason in said if reason is not None][:MOST_REASONS]
        return tuple(found) or (_about(mentee, mentor, "match.reason.room.desk"),)

    def _said(self, part: str, mentee: Candidate, mentor: Candidate) -> Say | None:
        match part:
            case "topics":
                return self._topics(mentee, mentor)
            case "goals":
                shared = [goal for goal in mentee.seeks if goal in mentor.offers]
                return _about(mentee, mentor, "match.reason.goals.desk", goals=self._named("goals", shared))
            case "career_stage":
                return self._stage(mentee, mentor)
            case "place":
                same = plain(mentee.location) == plain(mentor.location)
                place = mentor.location if same else mentor.location.rpartition(",")[2].strip()
                return _about(mentee, mentor, "match.reason.place.desk", place=place)
            case "hours":
                together = round(shared_hours(mentee.zone, mentor.zone))
                return _about(mentee, mentor, "match.reason.hours.desk", hours=together) if together else None
            case _:
                return self._languages(mentee, mentor)

    def _topics(self, mentee: Candidate, mentor: Candidate) -> Say:
        share = self.scored.topic_share
        shared = sorted(set(mentee.topics) & set(mentor.topics), key=lambda topic: (share[topic], topic))
        rare = [topic for topic in shared if share[topic] <= FEW]
        key = "match.reason.rare_topics.desk" if rare else "match.reason.topics.desk"
        return _about(mentee, mentor, key, topics=self._named("topics", rare or shared))

    def _stage(self, mentee: Candidate, mentor: Candidate) -> Say | None:
        ahead = self.rules.stages.index(mentor.career_stage) - self.rules.stages.index(mentee.career_stage)
        if ahead < 0:
            return None
        return _about(
            mentee, mentor, "match.reason.further.desk" if ahead else "match.reason.same_stage.desk"
        )

    def _languages(self, mentee: Candidate, mentor: Candidate) -> Say | None:
        shared = [language for language in mentee.languages if language in mentor.languages]
        if not shared:
            return None
        return _about(
            mentee, mentor, "match.reason.languages.desk", languages=self._named("languages", shared)
        )

    def _named(self, question: str, keys: Iterable[str]) -> Several:
        return Several(tuple(self.rules.label(question, key) for key in list(keys)[:MOST_NAMED]))


def explaining(rules: Rules, scored: Scored) -> Explaining:
    """Ready to explain any pair that was scored."""
    always = {
        "topics",
        "goals",
        "career_stage",
        "place",
    }  # shared by two, these say something even if all share them
    telling = {name for name in scored.weights if name in always or _differs(scored, name)}
    return Explaining(rules, scored, frozenset(telling))


def _differs(scored: Scored, part: str) -> bool:
    """Whether the part is not the same for all pairs."""
    cells = scored.parts[part]
    return bool(cells.size) and bool(cells.min() < cells.max())


def _about(mentee: Candidate, mentor: Candidate, key: str, **values: Value) -> Say:
    return Say(
        key,
        {
            "mentee": Ref("Person", mentee.person, "name"),
            "mentor": Ref("Person", mentor.person, "name"),
            **values,
        },
    )
