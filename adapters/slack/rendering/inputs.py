"""The inputs of a form: each sort of field as the element that Slack has for it, holding what was given last."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from adapters.slack.rendering import limits
from adapters.slack.rendering.fitting import plain, stand_in, weight
from flows.messages import FieldShown, Sort
from flows.wording.fitting import clean, shortened, width

GIVEN = "given"
"""The action id of every input: the block around it already says which field it is."""
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE = re.compile(r"-?[0-9]{1,9}")
ACCOUNT = re.compile(r"slack:[A-Za-z0-9]+:([A-Za-z0-9]+)")

Element = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words of a modal that are not the form's own, in the reader's language."""

    send: str = "Send"
    go_on: str = "Continue"
    close: str = "Close"
    yes: str = "Yes"
    no: str = "No"
    title: str = "Shelfmate"
    """Where the modal has none of its own."""


ENGLISH = Labels()


def element_of(field: FieldShown, labels: Labels = ENGLISH) -> Element:
    """The element for a field."""
    if field.sort is Sort.YES_NO:
        field = replace(field, options=(("yes", labels.yes), ("no", labels.no)))
    return {**ELEMENTS[field.sort](field), "action_id": GIVEN}


def option(key: str, label: str) -> Element:
    """One of a field's choices."""
    value = key if 0 < width(key) <= limits.OPTION_VALUE and key == clean(key) else stand_in(key)
    return {"text": plain(label, limits.OPTION, blank=shortened(value, limits.OPTION)), "value": value}


# --- what is typed ----------------------------------------------------------------------------------------


def _short(field: FieldShown) -> Element:
    typed = shortened(clean("".join(field.given[:1])), limits.INPUT)
    # what was too long before stays, to be made shorter
    longest = max(1, min(field.longest, limits.INPUT), width(typed))
    element = {"type": "plain_text_input", "multiline": field.sort is Sort.LONG, "max_length": longest}
    return {**element, "initial_value": typed} if typed.strip() else element


def _number(field: FieldShown) -> Element:
    element: Element = {"type": "number_input", "is_decimal_allowed": False}
    least, most = field.least, field.most
    if least is not None:
        element["min_value"] = str(least)
    if most is not None and (least is None or least <= most):
        element["max_value"] = str(most)
    given = "".join(field.given[:1])
    if (
        WHOLE.fullmatch(given)
        and (least is None or least <= int(given))
        and (most is None or int(given) <= most)
    ):
        element["initial_value"] = str(int(given))
    return element


# --- what is picked ---------------------------------------------------------------------------------------


def _date(field: FieldShown) -> Element:
    given = "".join(field.given[:1])
    return {"type": "datepicker", **({"initial_date": given} if _is_day(given) else {})}


def _is_day(text: str) -> bool:
    try:
        return bool(ISO.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _time(field: FieldShown) -> Element:
    given = "".join(field.given[:1])
    return {"type": "timepicker", **({"initial_time": given} if CLOCK.fullmatch(given) else {})}


def _person(field: FieldShown) -> Element:
    found = ACCOUNT.fullmatch("".join(field.given[:1]))
    return {"type": "users_select", **({"initial_user": found[1]} if found else {})}


# --- what is chosen ---------------------------------------------------------------------------------------


def _one_of(field: FieldShown) -> Element:
    options = list(_options(field.options))
    if not options:
        return _short(field)
    given = {"initial_option": chosen[0]} if (chosen := _chosen(options, field.given)) else {}
    if len(options) <= limits.RADIOS:
        return {"type": "radio_buttons", "options": options, **given}
    if is_carried(options):
        return {"type": "static_select", "options": options, **given}
    return {"type": "external_select", "min_query_length": 1, **given}


def _any_of(field: FieldShown) -> Element:
    options = list(_options(field.options))
    if not options:
        return _short(field)
    chosen = _chosen(options, field.given)[: limits.OPTIONS]
    given = {"initial_options": chosen} if chosen and weight(chosen) <= limits.MENU_SIZE else {}
    if len(options) <= limits.RADIOS:
        return {"type": "checkboxes", "options": options, **given}
    most = {"max_selected_items": field.most} if field.most and len(chosen) <= field.most else {}
    if is_carried(options):
        return {"type": "multi_static_select", "options": options, **given, **most}
    return {"type": "multi_external_select", "min_query_length": 1, **given, **most}


def is_carried(options: Sequence[object]) -> bool:
    """Whether a menu's options are sent with the view; if not, Slack asks for them when something is typed into it."""
    return len(options) <= limits.OPTIONS and weight(options) <= limits.MENU_SIZE


def _options(options: Sequence[tuple[str, str]]) -> Iterator[Element]:
    seen: set[str] = set()
    for each in (option(key, label) for key, label in options):
        if each["value"] not in seen:
            seen.add(each["value"])
            yield each


def _chosen(options: Sequence[Element], given: Sequence[str]) -> list[Element]:
    return [each for each in options if each["value"] in given]


ELEMENTS: Mapping[Sort, Callable[[FieldShown], Element]] = {
    Sort.SHORT: _short,
    Sort.LONG: _short,
    Sort.ONE_OF: _one_of,
    Sort.ANY_OF: _any_of,
    Sort.PERSON: _person,
    Sort.DATE: _date,
    Sort.TIME: _time,
    Sort.NUMBER: _number,
    Sort.YES_NO: _one_of,
}
