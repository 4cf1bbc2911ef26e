"""The page of a form once more that an event was answered with: for platforms on which no page can follow another at once."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock

from bot.situations import person_of
from flows import forms
from flows.asking import ANYONE, COORDINATORS
from flows.ids import AccountId, EventId
from flows.messages import OpenForm, Say, Value
from flows.model.people import Coordinator, Person, coordinator_id
from flows.model.talk import Draft, Question, QuestionState, Seen
from flows.ports import Transaction
from flows.situation import Get, Query, find
from flows.typed import quoted

KEPT = 2_000
"""So many pages are kept in mind with all that was typed: no store has what is in no draft."""
Filled = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reopened:
    """A page as it is to be shown: `form` tells which questions are on it, `given` what stands in them."""

    form: OpenForm
    program: str
    given: Filled


class Pages:
    """Finds pages. Called from several threads."""

    def __init__(self) -> None:
        self._typed: OrderedDict[tuple[EventId, AccountId], OpenForm] = OrderedDict()
        self._lock = Lock()

    def keeps(self, event: EventId, account: AccountId | None, form: OpenForm) -> None:
        """This event was answered with this page just now."""
        if account is None:
            return
        with self._lock:
            self._typed[event, account] = form
            while len(self._typed) > KEPT:
                self._typed.popitem(last=False)

    def reopened(self, tx: Transaction, event: EventId, account: AccountId) -> Reopened | None:
        """The page, for the one whose form it is and as long as it can be sent; else None."""
        person = person_of(tx, account)
        at: Query = Get(Seen, event)
        seen: Seen | None = tx.load([at])[at]
        if person is None or seen is None or not isinstance(seen.answer, OpenForm):
            return None
        of: Query = Get(Question, seen.answer.question)
        question: Question | None = tx.load([of])[of]
        if question is None or question.state is QuestionState.CLOSED or not _theirs(tx, question, person):
            return None
        typed = self._typed.get((event, account)) or seen.answer
        given = {**_told(typed.filled), **_draft(tx, typed, question, person)}
        filled = {key: given.get(key, ()) for key in typed.filled}
        errors = {key: _told_again(error, given.get(key, ())) for key, error in typed.errors.items()}
        return Reopened(replace(typed, filled=filled, errors=errors), question.program, given)


def _theirs(tx: Transaction, question: Question, person: Person) -> bool:
    """Whether somebody may answer the question: as the router has it."""
    if not question.audience.startswith(COORDINATORS):
        return question.audience in (ANYONE, person.id)
    program = question.audience.removeprefix(COORDINATORS)
    at: Query = Get(Coordinator, coordinator_id(program, person.id))  # type: ignore[arg-type]
    return tx.load([at])[at] is not None


def _draft(tx: Transaction, opened: OpenForm, question: Question, person: Person) -> Filled:
    """What they have filled in of this form so far. A draft may be kept under less than the question is about: under the
    pair, say, of a pair's meeting."""
    of_theirs = find(Draft, person=person.id)
    drafts: list[Draft] = tx.load([of_theirs])[of_theirs]
    any_of_it = forms.draft_id(opened.form, person.id)
    about = {
        draft.id.removeprefix(any_of_it): draft.values for draft in drafts if draft.id.startswith(any_of_it)
    }
    fitting = [subject for subject in about if f"{question.subject}:".startswith(f"{subject}:")]
    return about[max(fitting, key=len)] if fitting else {}


def _told(filled: Filled) -> Filled:
    return {key: values for key, values in filled.items() if values}


def _told_again(error: Value, given: tuple[str, ...]) -> Value:
    """A record of what was answered does not tell what was typed; the error beside it says it."""
    if given and isinstance(error, Say) and error.values.get("found") == "…":
        return Say(error.key, {**error.values, "found": quoted(given[0])})
    return error
