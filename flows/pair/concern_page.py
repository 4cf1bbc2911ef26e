"""The two pages of a concern: what a person writes to the coordinators, and what a coordinator answers."""

from flows import forms
from flows.events import Submitted
from flows.ids import PersonId, QuestionId, pair_of
from flows.messages import Field, Form, OpenForm, Option, Say, Sort
from flows.model.people import Person
from flows.model.talk import Draft
from flows.pair.pair_case import PairCase
from flows.situation import Get, Need

LONGEST = 2000
WISHES = ("know", "talk", "end")
RAISING = Form(
    key="concern",
    version="1",
    title=Say("concern.form.title"),
    fields=(
        Field(
            key="text",
            sort=Sort.LONG,
            label=Say("concern.form.text"),
            help=Say("concern.form.help"),
            longest=LONGEST,
        ),
        Field(
            key="wants",
            sort=Sort.ONE_OF,
            label=Say("concern.form.wants"),
            options=tuple(Option(wish, Say(f"concern.form.wants_{wish}")) for wish in WISHES),
        ),
    ),
)
REPLYING = Form(
    key="concern-reply",
    version="1",
    title=Say("concern.reply.title"),
    fields=(
        Field(
            key="reply",
            sort=Sort.LONG,
            label=Say("concern.reply.label"),
            help=Say("concern.reply.help"),
            longest=LONGEST,
        ),
    ),
)


def opened(case: PairCase, form: Form, question: QuestionId) -> OpenForm:
    """The page, with what the person had begun to write."""
    return forms.opened(form, question, _draft(case, form))


def page(case: PairCase, form: Form) -> tuple[Draft, OpenForm | None]:
    """What was sent, and the page to show again where something is missing."""
    assert isinstance(case.event, Submitted)
    return forms.step(form, case.event.question, _draft(case, form), case.event.values)


def page_needs(actor: Person | None, subject: str) -> Need:
    """What the one who acts may have begun to write."""
    return (
        tuple(Get(Draft, _draft_id(form, actor.id, subject)) for form in (RAISING, REPLYING)) if actor else ()
    )


def _draft(case: PairCase, form: Form) -> Draft:
    id = _draft_id(form, case.actor.id, case.subject)
    fresh = Draft(id=id, person=case.actor.id, form=form.key, version=form.version)
    return case.situation.get(Draft, id) or fresh


def _draft_id(form: Form, actor: PersonId, subject: str) -> str:
    """Words to the coordinators are kept by the pair, whatever message they were begun under; an answer by its concern."""
    return forms.draft_id(form, actor, pair_of(subject) if form is RAISING else subject)
