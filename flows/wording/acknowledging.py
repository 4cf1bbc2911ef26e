"""An answer becomes what an adapter acknowledges with: the page of a form, or a word, in the reader's language."""

from collections.abc import Iterator

from flows import forms
from flows.messages import Answer, Field, FieldShown, OpenForm, PageShown, Shown, Value, WordShown
from flows.situation import Need
from flows.wording import rendering
from flows.wording.rendering import Reader


def needs(program: str, answer: Answer) -> Need:
    """Every record that the answer's values point to, and the program whose words count."""
    return rendering.needs_of(program, *_values(answer))


def _values(answer: Answer) -> Iterator[Value]:
    if not isinstance(answer, OpenForm):
        yield answer.said
        return
    form = answer.form
    yield from (form.title, form.note, *answer.errors.values())
    for field in form.fields:
        yield from (field.label, field.help, *(option.label for option in field.options))


def shown(answer: Answer, reader: Reader, limit: int) -> Shown:
    """`limit`: how many fields the platform shows on a page."""
    if isinstance(answer, OpenForm):
        return _page(answer, reader, limit)
    question = answer.question if answer.type == "outcome" else None
    return WordShown(blocks=reader.blocks(answer.said), question=question)


def _page(opened: OpenForm, reader: Reader, limit: int) -> PageShown:
    fields = forms.page(opened, limit)
    asked = {field.key for field in fields}
    later = [field for field in forms.remaining(opened.form, opened.filled) if field.key not in asked]
    return PageShown(
        question=opened.question,
        title=reader.text(opened.form.title),
        note=reader.blocks(opened.form.note) if opened.form.note else (),
        fields=tuple(_field(field, opened, reader) for field in fields),
        left=len(later),
    )


def _field(field: Field, opened: OpenForm, reader: Reader) -> FieldShown:
    error = opened.errors.get(field.key, "")
    return FieldShown(
        key=field.key,
        sort=field.sort,
        label=reader.text(field.label),
        help=reader.text(field.help) if field.help else "",
        required=field.required,
        options=tuple((option.key, reader.text(option.label)) for option in field.options),
        least=field.least,
        most=field.most,
        longest=field.longest,
        given=opened.filled.get(field.key, ()),
        error=reader.text(error) if error else "",
    )
