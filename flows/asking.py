"""How a flow speaks: an answer to one's own act, a notice of another's, a prompt, a post, a question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flows.calendar import next_daytime, next_prompt_hour
from flows.events import Event
from flows.ids import PersonId, QuestionId, WakeUpId, WishId, derived
from flows.kinds import kind
from flows.messages import At, On, Outcome, Ref, Say, Value
from flows.model.people import Person
from flows.model.talk import Question, QuestionState, Urgency, WakeUp, Wish, unsent
from flows.places import Place, dm
from flows.situation import Find, find
from flows.turn import NOTHING, Turn, does

ANYONE = "anyone"
COORDINATORS = "coordinators:"
"""Begins the audience of a question to a program's coordinators; the program's id follows."""


CONCERN = "concern"
"""The choice under every message about a pair: a private word to the coordinators. The router sends it there."""


def name_of(person: PersonId) -> Ref:
    """The person's name as it is when the message goes out."""
    return Ref("Person", person, "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a message is about: whose wording counts, and the subject that it belongs to."""

    event: Event
    program: str
    """A cohort's id, or a program's where there is no cohort yet."""
    subject: str

    def _wish(
        self,
        to: Person | None,
        place: Place,
        key: str,
        urgency: Urgency,
        at: datetime,
        values: dict[str, Value],
    ) -> Wish:
        return Wish(
            id=WishId(derived(self.event.id, key, place, self.subject)),
            kind=kind_of(key),
            key=key,
            place=place,
            to=to.id if to else None,
            program=self.program,
            about=self.subject,
            values=values,
            urgency=urgency,
            not_before=at,
            expires=at + timedelta(days=lasts) if (lasts := kind(kind_of(key)).lasts) else None,
            created=self.event.now,
        )

    def answer(self, to: Person, key: str, **values: Value) -> Wish:
        """To the person who just acted: at once."""
        return self._wish(to, dm(to.id), key, Urgency.ANSWER, self.event.now, values)

    def notice(self, to: Person, key: str, **values: Value) -> Wish:
        """Of somebody else's act: now, or the next morning."""
        return self._wish(to, dm(to.id), key, Urgency.NOTICE, next_daytime(self.event.now, to.zone), values)

    def prompt(self, to: Person, key: str, **values: Value) -> Wish:
        """Unasked: at the reader's next prompt hour, with whatever else is due to them that day."""
        return self._wish(
            to, dm(to.id), key, Urgency.PROMPT, next_prompt_hour(self.event.now, to.zone), values
        )

    def post(self, place: Place, zone: str, key: str, *, prompted: bool = False, **values: Value) -> Wish:
        """To a channel or room, by day in `zone`; at its prompt hour where `prompted` by a date."""
        if prompted:
            return self._wish(
                None, place, key, Urgency.PROMPT, next_prompt_hour(self.event.now, zone), values
            )
        return self._wish(None, place, key, Urgency.NOTICE, next_daytime(self.event.now, zone), values)


def kind_of(key: str) -> str:
    """A wording key's first two parts."""
    return ".".join(key.split(".")[:2])


def asks(
    wish: Wish,
    flow: str,
    choices: Sequence[str],
    *,
    subject: str = "",
    audience: str = "",
    sticky: bool = False,
) -> tuple[Question, Wish]:
    """Put buttons under `wish`: `flow` hears which was pressed, about `subject` (the wish's own unless told)."""
    question = Question(
        id=QuestionId(derived("question", wish.id)),
        flow=flow,
        kind=wish.kind,
        subject=subject or wish.about,
        audience=audience or wish.to or ANYONE,
        program=wish.program,
        choices=tuple(choices),
        sticky=sticky,
        asked_at=wish.created,
    )
    return question, replace(wish, question=question.id, choices=tuple(choices))


def to_coordinators(program: str) -> str:
    """The audience of a question that any of the program's coordinators may answer."""
    return f"{COORDINATORS}{program}"


def closes(question: Question, outcome: Say, by: PersonId | None = None) -> Question:
    """The question has its answer; every copy of it will show `outcome`."""
    return replace(question, state=QuestionState.CLOSED, outcome=outcome, answered_by=by)


def shown(question: Question | None, said: Say) -> Outcome | None:
    """The pressed message now says what became of its question."""
    return Outcome(question=question.id, said=said) if question else None


def settled(question: Question | None, said: Say, by: PersonId | None = None) -> Turn:
    """The question that was answered is closed, and its message says so; others about the subject stay open."""
    return does(closes(question, said, by), shown(question, said)) if question else NOTHING


def asked_about(subject: str) -> Find[Question]:
    """The open questions about the subject."""
    return find(Question, subject=subject, state=QuestionState.OPEN)


def wakes(flow: str, trigger: str, subject: str, due: datetime, *, nth: int | str = "") -> WakeUp:
    """A timer. The same flow, trigger, subject and `nth` again moves it."""
    name = ":".join(filter(None, (flow, trigger, subject, str(nth))))
    return WakeUp(id=WakeUpId(name), flow=flow, trigger=trigger, subject=subject, due=due)


def once_more(wish: Wish, id: str, to: Person, now: datetime) -> Wish:
    """The same words, with the buttons of the same question, to somebody who acted: in their own conversation."""
    return replace(
        unsent(wish, WishId(id)),
        place=dm(to.id),
        to=to.id,
        urgency=Urgency.ANSWER,
        not_before=now,
        expires=None,
        created=now,
        replaces=None,
        via="",
    )


def rewrites(wish: Wish, earlier: WishId) -> Wish:
    """Say this in the place of an earlier message: instead of it where it has not gone out, else by editing it."""
    return replace(wish, replaces=earlier, urgency=Urgency.ANSWER, not_before=wish.created, expires=None)


__all__ = [
    "ANYONE",
    "CONCERN",
    "COORDINATORS",
    "About",
    "At",
    "On",
    "asked_about",
    "asks",
    "closes",
    "kind_of",
    "name_of",
    "once_more",
    "rewrites",
    "settled",
    "shown",
    "to_coordinators",
    "wakes",
]
