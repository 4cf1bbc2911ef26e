"""What a value may be: small checks that are put together to shapes. Each finding says where and what, as Slack does."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Say = Callable[[str, str], None]
"""Takes the JSON pointer and the words."""
Check = Callable[[Any, str, Say], None]


def string(most: int | None = None, *, least: int = 0, like: str = "") -> Check:
    """A string of this length."""

    def check(value: Any, at: str, say: Say) -> None:
        if not isinstance(value, str):
            say(at, "must be a string")
        elif len(value) < least:
            say(at, f"must be more than {least - 1} characters")
        elif most is not None and len(value) > most:
            say(at, f"must be less than {most + 1} characters")
        elif like and not re.fullmatch(like, value):
            say(at, f"must match the pattern {like}")

    return check


def whole(least: int | None = None, most: int | None = None) -> Check:
    """A whole number within these bounds."""

    def check(value: Any, at: str, say: Say) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            say(at, "must be an integer")
        elif (least is not None and value < least) or (most is not None and value > most):
            say(at, f"must be between {least} and {most}")

    return check


def boolean(value: Any, at: str, say: Say) -> None:
    """True or false."""
    if not isinstance(value, bool):
        say(at, "must be a boolean")


def choice(*values: str) -> Check:
    """One of these words."""

    def check(value: Any, at: str, say: Say) -> None:
        if value not in values:
            say(at, f"must be a valid enum value: {', '.join(values)}")

    return check


def array(item: Check, least: int, most: int | None) -> Check:
    """So many items of one sort."""

    def check(value: Any, at: str, say: Say) -> None:
        if not isinstance(value, list):
            say(at, "must be an array")
            return
        if len(value) < least:
            say(at, f"no fewer than {least} items allowed")
        if most is not None and len(value) > most:
            say(at, f"no more than {most} items allowed")
        for number, one in enumerate(value):
            item(one, f"{at}/{number}", say)

    return check


def shape(
    needs: Mapping[str, Check], may: Mapping[str, Check] | None = None, *also: Check, typed: bool = True
) -> Check:
    """An object with these fields and no others; `also` looks at the whole."""
    known = {**needs, **(may or {})}

    def check(value: Any, at: str, say: Say) -> None:
        if not isinstance(value, dict):
            say(at, "must be an object")
            return
        for name in needs:
            if value.get(name) is None:
                say(at, f"missing required field: {name}")
        for name, part in value.items():
            if name in known:
                if part is not None:
                    known[name](part, f"{at}/{name}", say)
            elif not (typed and name == "type"):
                say(at, f"invalid additional property: {name}")
        for one in also:
            one(value, at, say)

    return check


def by_type(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says which shape it has."""

    def check(value: Any, at: str, say: Say) -> None:
        if not isinstance(value, dict):
            say(at, "must be an object")
        elif "type" not in value:
            say(at, "missing required field: type")
        elif value["type"] not in shapes:
            say(at, f"unsupported type: {value['type']}")
        else:
            shapes[value["type"]](value, at, say)

    return check


def exactly_one(*names: str) -> Check:
    """An object in which one of these stands, and only one."""

    def check(value: Any, at: str, say: Say) -> None:
        if sum(value.get(name) is not None for name in names) != 1:
            say(at, "must define either " + " or ".join(f"`{name}`" for name in names))

    return check


def findings(check: Check, value: Any, at: str) -> list[str]:
    """Everything that is wrong with `value`."""
    found: list[str] = []
    check(value, at, lambda where, what: found.append(f"{what} [json-pointer:{where}]"))
    return found
