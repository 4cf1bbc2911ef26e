"""What comes too late: a press on what is settled is told so; words typed on it are kept and given back, never lost."""

import re
from typing import Protocol

from flows.asking import About
from flows.events import Event, Submitted
from flows.ids import QuestionId
from flows.messages import Outcome, Ref, Say, Several, Word
from flows.model.talk import Draft, Question, QuestionState
from flows.situation import Situation
from flows.turn import NOTHING, Turn, does

FORM = "late"
OPTION = re.compile(r"[a-z0-9_]*")
"""How the keys of options are written; anything else was typed."""


class Case(Protocol):
    """What a conversation looks at, as far as a refusal does."""

    @property
    def event(self) -> Event:
        """What happened."""

    @property
    def situation(self) -> Situation:
        """What is known."""


def too_late(case: Case) -> Turn:
    """Their state has no such step any more: people are told, a wake-up passes."""
    question = case.situation.question
    return refuses(case.event, case.situation, question) if question else NOTHING


def refuses(event: Event, situation: Situation, question: Question) -> Turn:
    """What became of the question; with it, what somebody typed who did not know yet."""
    said = question.outcome or Say("refused.closed")
    actor = situation.actor
    # a form that one sent oneself, and that arrives twice, is not lost
    if isinstance(event, Submitted) and actor and question.answered_by != actor.id:
        return _kept(event, situation, question, said) or _told(question, said)
    return _told(question, said)


def _told(question: Question, said: Say) -> Turn:
    closed = question.state is QuestionState.CLOSED
    return does(Outcome(question=question.id, said=said) if closed else Word(said=said))


def _kept(event: Submitted, situation: Situation, question: Question, said: Say) -> Turn | None:
    typed = {key: given for key, given in event.values.items() if not all(map(OPTION.fullmatch, given))}
    actor = situation.actor
    if actor is None or not typed:
        return None
    draft = Draft(
        id=late_draft_id(actor.id, question.id), person=actor.id, form=FORM, version="1", values=typed
    )
    words = Several(tuple(Ref("Draft", draft.id, f"values.{key}") for key in typed), points=True)
    about = About(event=event, program=question.program, subject=question.subject)
    return does(
        draft,
        Word(said=Say("refused.kept", {"said": said})),
        about.answer(actor, "later.returned", words=words),
    )


def late_draft_id(person: str, question: QuestionId) -> str:
    """Where words are found that came too late for their question."""
    return f"{person}:{FORM}:1:{question}"
