"""A question of a form becomes a label with its input, and what finds no room in them.

A label holds 45 characters, and 100 below it. A longer question goes on below its label, and one that is longer still
stands whole above. What is wrong and what the program says to help come after it while there is room; if not, they stand
in a text under the input. So nothing is left out; but such a question takes up two of a modal's five places, and the page
holds fewer questions.
"""

import re
from dataclasses import replace
from functools import reduce

from adapters.discord.rendering import components, inputs, limits
from adapters.discord.rendering.blocks import SENTENCE
from adapters.discord.rendering.inputs import Component
from adapters.discord.rendering.labels import Labels
from adapters.discord.rendering.marking import in_letters
from adapters.discord.rendering.runs import chunks
from flows.messages import FieldShown, Sort, Span
from flows.wording.fitting import clean, cut, width

ACCOUNT = re.compile(r"discord:([0-9]{1,20})")
WARNING = "⚠️ "
LISTED = 1_000
"""So many characters of choices are told where they have to be typed."""


def asked(field: FieldShown, labels: Labels) -> list[Component]:
    """The components that ask it: one, or a few where one has not room for all words."""
    component, hint = _input(field, labels)
    head, rest, above = _label(field)
    told = [rest, f"{WARNING}{_line(field.error)}" if field.error.strip() else "", _line(field.help), hint]
    below = [each for each in told if each]
    beside = ""
    while below and width(joined := _joined(beside, below[0])) <= limits.DESCRIPTION:
        beside = joined
        below.pop(0)
    return [*above, inputs.label(head, component, beside), *_texts(reduce(_joined, below, ""), small=True)]


def _joined(said: str, more: str) -> str:
    """One after the other, told apart where the first does not end as a sentence does."""
    return f"{said}{' ' if not said or said.endswith(SENTENCE) else ' – '}{more}".strip()


def _label(field: FieldShown) -> tuple[str, str, list[Component]]:
    """The label, how it goes on, and the whole question where even that would not hold it."""
    whole = _line(field.label) or _line(field.key)
    if width(whole) <= limits.LABEL:
        return whole, "", []
    head, rest = cut(whole, limits.LABEL - 1)
    if width(rest) < limits.DESCRIPTION:
        return f"{head}…", f"…{rest}", []
    return f"{head}…", "", _texts(whole)


def _texts(words: str, *, small: bool = False) -> list[Component]:
    """Words that find no room in a label. All of a question's words fit into one text, unless nobody would read them."""
    lot = next(chunks((Span(words),), limits.PIECE), ())
    content = in_letters("".join(span.text for span in lot))
    return [components.text(f"-# {content}" if small else f"**{content}**")] if content.strip() else []


def _line(words: str) -> str:
    return " ".join(clean(words).split())


# --- inputs -----------------------------------------------------------------------------------------------


def _input(field: FieldShown, labels: Labels) -> tuple[Component, str]:
    """The input for it, and how to fill that in where it does not say so by itself."""
    match field.sort:
        case Sort.YES_NO:
            both = replace(field, options=(("yes", labels.yes), ("no", labels.no)))
            return _one_of(both, labels)
        case Sort.ONE_OF | Sort.ANY_OF if field.options:
            return _one_of(field, labels) if field.sort is Sort.ONE_OF else _any_of(field, labels)
        case Sort.PERSON:
            return _person(field), ""
        case Sort.DATE:
            return _typed(field), labels.day
        case Sort.TIME:
            return _typed(field), labels.time
        case Sort.NUMBER:
            return _typed(field, example=_between(field)), ""
        case _:
            return _typed(field), ""


def _typed(
    field: FieldShown, *, value: str | None = None, example: str = "", longest: int | None = None
) -> Component:
    return inputs.typed(
        field.key,
        value="".join(field.given[:1]) if value is None else value,
        longest=longest or field.longest,
        lines=field.sort is Sort.LONG,
        required=field.required,
        example=example,
    )


def _between(field: FieldShown) -> str:
    bounds = (field.least, field.most)
    return "" if None in bounds else f"{field.least} – {field.most}"


def _person(field: FieldShown) -> Component:
    found = ACCOUNT.fullmatch("".join(field.given[:1]))
    return inputs.users(field.key, chosen=found[1] if found else "", required=field.required)


def _one_of(field: FieldShown, labels: Labels) -> tuple[Component, str]:
    options = _options(field, most=1)
    if len(options) > limits.OPTIONS:
        return _named(field, labels.choice)
    if limits.RADIOS_LEAST <= len(options) <= limits.RADIOS:
        return inputs.radios(field.key, options, required=field.required), ""
    return inputs.menu(field.key, options, required=field.required), ""


def _any_of(field: FieldShown, labels: Labels) -> tuple[Component, str]:
    options = _options(field, most=len(field.options))
    if len(options) > limits.OPTIONS:
        return _named(field, labels.choices)
    make = inputs.boxes if len(options) <= limits.RADIOS else inputs.menu
    most = field.most if field.most and field.most > 0 else len(options)
    return make(field.key, options, required=field.required, least=field.least, most=most), ""


def _options(field: FieldShown, *, most: int) -> list[Component]:
    """Its choices, no two with one key; so many of those given before are chosen."""
    found: dict[str, Component] = {}
    for id, words in field.options:
        chosen = id in field.given and sum("default" in each for each in found.values()) < most
        one = inputs.option(id, words, chosen=chosen)
        found.setdefault(one["value"], one)
    return list(found.values())


def _named(field: FieldShown, hint: str) -> tuple[Component, str]:
    """More choices than a menu holds: their names are typed."""
    known = dict(field.options)
    value = ", ".join(_line(known.get(given, given)) for given in field.given)
    listed = "; ".join(_line(words) for _, words in field.options)
    told = f"{hint} {listed}" if width(listed) <= LISTED else hint
    return _typed(field, value=value, longest=limits.INPUT), told
