"""What a person typed or chose in one field: tidied, and either right or told what would do."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from flows.as_typed import all_named, day_typed, named, time_typed
from flows.messages import Field, Say, Sort

Filled = Mapping[str, tuple[str, ...]]
"""What was said, by field key."""

Reading = tuple[tuple[str, ...], Say | None]
"""The values as they are kept, and what is wrong with them."""

QUOTED = 60
"""So much of what was typed is said back in an error, in characters."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
# marks that turn the direction of the text around them: they could make a sentence of ours read otherwise
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def read(field: Field, raw: tuple[str, ...]) -> Reading:
    """The field's values, tidied, and the error if they will not do."""
    values = tuple(filter(None, (tidied(value, lines=field.sort is Sort.LONG) for value in raw)))
    if not values:
        return (), Say(_MISSING.get(field.sort, "form.error.required")) if field.required else None
    if field.sort is Sort.ANY_OF:
        return _any_of(field, values)
    if len(values) > 1:
        return values, Say("form.error.one_only", {"found": len(values)})
    return _READERS[field.sort](field, values[0])


def tidied(text: str, *, lines: bool) -> str:
    """Without surplus space and without characters that nobody can see or store; line breaks only where `lines`."""
    text = _TURNING.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))
    if not text.isprintable():  # most is, and need not be looked at letter by letter
        text = "".join(
            " " if c == "\t" else c
            for c in text
            if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}
        )
    if not lines:
        return " ".join(text.split())
    tidy = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", tidy).strip()


_MISSING = {
    Sort.ONE_OF: "form.error.choose_one",
    Sort.ANY_OF: "form.error.choose_some",
    Sort.YES_NO: "form.error.yes_no",
    Sort.PERSON: "form.error.person",
}


def _text(field: Field, value: str) -> Reading:
    if len(value) > field.longest:
        return (value,), Say("form.error.too_long", {"found": len(value), "longest": field.longest})
    return (value,), None


def _any_of(field: Field, values: tuple[str, ...]) -> Reading:
    known = [option.key for option in field.options]
    if len(values) == 1 and values[0] not in known:
        values = tuple(all_named(field.options, values[0]))
    strange = [value for value in values if value not in known]
    if strange:
        return values, Say("form.error.unknown_option", {"found": quoted(strange[0])})
    chosen = tuple(key for key in known if key in values)
    if field.least is not None and len(chosen) < field.least:
        return chosen, Say("form.error.too_few", {"found": len(chosen), "least": field.least})
    if field.most is not None and len(chosen) > field.most:
        return chosen, Say("form.error.too_many", {"found": len(chosen), "most": field.most})
    return chosen, None


def _one_of(field: Field, value: str) -> Reading:
    found = named(field.options, value)
    if found is None:
        return (value,), Say("form.error.unknown_option", {"found": quoted(value)})
    return (found,), None


def _person(field: Field, value: str) -> Reading:
    if " " in value or len(value) > field.longest:
        return (value,), Say("form.error.person")
    return (value,), None


def _date(_: Field, value: str) -> Reading:
    found = day_typed(value)
    if found is None:
        return (value,), Say("form.error.date", {"found": quoted(value)})
    try:
        return (date(*found).isoformat(),), None
    except ValueError:
        return (value,), Say("form.error.no_such_day", {"found": quoted(value)})


def _time(_: Field, value: str) -> Reading:
    found = time_typed(value)
    if found is None:
        return (value,), Say("form.error.time", {"found": quoted(value)})
    return (f"{found:%H:%M}",), None


def _number(field: Field, value: str) -> Reading:
    if not _WHOLE.fullmatch(value):
        return (value,), Say("form.error.number", {"found": quoted(value)})
    number = int(value)
    if field.least is not None and number < field.least:
        return (value,), Say("form.error.too_small", {"found": number, "least": field.least})
    if field.most is not None and number > field.most:
        return (value,), Say("form.error.too_large", {"found": number, "most": field.most})
    return (str(number),), None


def _yes_no(_: Field, value: str) -> Reading:
    answer = value.lower()
    if answer not in {"yes", "no"}:
        return (value,), Say("form.error.yes_no")
    return (answer,), None


def quoted(text: str) -> str:
    """The beginning of what was typed, to be said back."""
    return text if len(text) <= QUOTED else text[: QUOTED - 1].rstrip() + "…"


_READERS: Mapping[Sort, Callable[[Field, str], Reading]] = {
    Sort.SHORT: _text,
    Sort.LONG: _text,
    Sort.ONE_OF: _one_of,
    Sort.PERSON: _person,
    Sort.DATE: _date,
    Sort.TIME: _time,
    Sort.NUMBER: _number,
    Sort.YES_NO: _yes_no,
}
