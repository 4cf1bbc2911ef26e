"""Forms over pages: what was typed is checked, kept in a draft, and the next questions are asked.

Nothing about pages is stored. A draft holds, by field, what was last sent of it: `()` where an optional
question was left empty, and also what is not valid yet, so that it can be shown again beside its error.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flows.ids import PersonId, QuestionId, derived
from flows.messages import Field, Form, OpenForm, Option, Phrase, Say, Value
from flows.model.talk import Draft
from flows.programs.program import Asked, Program
from flows.typed import Filled, read


def check(fields: Sequence[Field], raw: Filled) -> tuple[dict[str, tuple[str, ...]], dict[str, Say]]:
    """What is right, tidied, and what is wrong and why. Only the fields in `raw` were asked; other keys are ignored."""
    clean: dict[str, tuple[str, ...]] = {}
    errors: dict[str, Say] = {}
    for field in fields:
        if field.key in raw:
            values, error = read(field, raw[field.key])
            if error is None:
                clean[field.key] = values
            else:
                errors[field.key] = error
    return clean, errors


def merge(form: Form, draft: Draft, raw: Filled) -> Draft:
    """The draft with what was sent, valid or not, control characters and surplus space taken out."""
    sent = {field.key: read(field, raw[field.key])[0] for field in form.fields if field.key in raw}
    return replace(draft, values={**draft.values, **sent})


def remaining(form: Form, filled: Filled) -> tuple[Field, ...]:
    """The fields still to be answered: not in `filled`, or not valid there; in the form's order."""
    clean, _ = check(form.fields, filled)
    return tuple(field for field in form.fields if field.key not in clean)


def complete(form: Form, filled: Filled) -> bool:
    """Whether every field has been asked and what was said is valid."""
    return not remaining(form, filled)


def opened(form: Form, question: QuestionId, draft: Draft) -> OpenForm:
    """The form as it stands: also how a draft is resumed."""
    _, errors = check(form.fields, draft.values)
    return OpenForm(question=question, form=form, filled=draft.values, errors=errors)


def page(shown: OpenForm, limit: int) -> tuple[Field, ...]:
    """What to ask now: the fields in error, else those not yet in `filled`, else all (to amend); at most `limit`.

    The adapter must send back every field it showed, with `()` for one left empty.
    """
    wrong = tuple(field for field in shown.form.fields if field.key in shown.errors)
    fresh = tuple(field for field in shown.form.fields if field.key not in shown.filled)
    return (wrong or fresh or shown.form.fields)[: max(limit, 1)]


def step(form: Form, question: QuestionId, draft: Draft, raw: Filled) -> tuple[Draft, OpenForm | None]:
    """Take in one page: the draft to save, and the form to show next, or None once it is complete.

    Then the draft's values are the answers, all of them valid.
    """
    merged = merge(form, draft, raw)
    return merged, None if complete(form, merged.values) else opened(form, question, merged)


# --- drafts -------------------------------------------------------------------------------------------


def draft_id(form: Form, person: PersonId, subject: str = "") -> str:
    """Where the draft is found that a person has of this version of the form."""
    return _id(form.key, form.version, person, subject)


def draft_for(form: Form, person: PersonId, subject: str = "", *, older: Iterable[Draft] = ()) -> Draft:
    """The draft to go on with: the one of this version among `older`, else what still holds of an earlier one."""
    mine = [draft for draft in older if draft.id == _id(form.key, draft.version, person, subject)]
    wanted = draft_id(form, person, subject)
    for draft in mine:
        if draft.id == wanted:
            return draft
    kept: Filled = {}
    for draft in mine:
        clean, _ = check(form.fields, draft.values)
        kept = {**kept, **clean}
    return Draft(id=wanted, person=person, form=form.key, version=form.version, values=kept)


def _id(form: str, version: str, person: PersonId, subject: str) -> str:
    return f"{person}:{form}:{version}:{subject}"


# --- a program's own forms ----------------------------------------------------------------------------


def application_form(program: Program, role: str) -> Form:
    """The program's questions to those who apply as `mentor` or `mentee`."""
    title = Say("form.title.mentor" if role == "mentor" else "form.title.mentee")
    return _form(f"application-{role}", title, program.questions, role)


def survey_form(program: Program, role: str) -> Form:
    """The program's closing questions to one side."""
    return _form(f"survey-{role}", Say("form.title.survey"), program.survey.questions, role)


def _form(key: str, title: Value, questions: Iterable[Asked], role: str) -> Form:
    mine = [question for question in questions if role in question.roles]
    # a better worded label is not a new version: drafts go on where they were
    version = derived(*(_shape(question) for question in mine))[:12]
    return Form(key=key, version=version, title=title, fields=tuple(map(field_of, mine)))


def _shape(question: Asked) -> str:
    return question.model_dump_json(
        exclude={"label": True, "help": True, "public": True, "options": {"__all__": {"label"}}}
    )


def field_of(question: Asked) -> Field:
    """A program's question as a field; its texts stay in every language until they are read."""
    return Field(
        key=question.key,
        sort=question.sort,
        label=Phrase(question.label),
        help=Phrase(question.help) if question.help else "",
        required=question.required,
        options=tuple(Option(option.key, Phrase(option.label)) for option in question.options),
        least=question.least,
        most=question.most,
        longest=question.longest,
    )
