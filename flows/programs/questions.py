"""One question of a program's application or survey, and what makes it answerable."""

import re
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from flows.messages import Sort
from flows.programs.findings import refused
from flows.programs.part import AT_LEAST_ONE, BOTH, Choice, Count, Key, Part, Roles, Said, Texts, YesNo

CHOSEN = (Sort.ONE_OF, Sort.ANY_OF)
BOUNDED = (Sort.NUMBER, Sort.ANY_OF)

MATCHED: dict[str, tuple[Sort, ...]] = {
    "topics": (Sort.ANY_OF,),
    "niche": (Sort.SHORT, Sort.LONG),
    "goals": (Sort.ANY_OF,),
    "seeks": (Sort.ANY_OF,),
    "offers": (Sort.ANY_OF,),
    "career_stage": (Sort.ONE_OF,),
    "employer": (Sort.SHORT, Sort.ONE_OF),
    "location": (Sort.SHORT, Sort.ONE_OF),
    "languages": (Sort.ANY_OF,),
    "capacity": (Sort.NUMBER,),
    "email": (Sort.SHORT,),
}
"""The questions of an application that the core itself reads, and the sorts in which it can."""


class Asked(Part):
    """One question of a form. The two roles may have a question each under the same key."""

    key: Key
    sort: Sort
    label: Said
    short: Texts = {}
    """What the answer is called where it is read: `Interests`. The label, where it is left out."""
    help: Texts = {}
    roles: Annotated[Roles, AT_LEAST_ONE] = BOTH
    required: YesNo = True
    options: Annotated[tuple[Choice, ...], Field(validate_default=True)] = ()
    least: Count | None = None
    most: Count | None = None
    """With `least`: the bounds of a number, or of how many may be chosen."""
    longest: Annotated[int, Field(strict=True, ge=1, le=3000)] = 1000
    """In characters, for what is typed."""
    public: YesNo = False
    """Shown to the partner in the introduction."""

    @property
    def heading(self) -> Texts:
        """What stands beside the answer in a profile or on the coordinators' desk."""
        return self.short or self.label

    @field_validator("options")
    @classmethod
    def _choosable(cls, options: tuple[Choice, ...], info: ValidationInfo) -> tuple[Choice, ...]:
        sort = info.data.get("sort")
        if sort in CHOSEN and len(options) < 2:
            raise refused(f'{len(options) or "no"} options for sort = "{sort}"', "give at least two")
        if sort is not None and sort not in CHOSEN and options:
            raise refused(f'options for sort = "{sort}"', "take them out, or use sort = one_of or any_of")
        return options

    @field_validator("least", "most")
    @classmethod
    def _bounds(cls, bound: int | None, info: ValidationInfo) -> int | None:
        sort, name = info.data.get("sort"), info.field_name
        if bound is None or sort is None:
            return bound
        if sort not in BOUNDED:
            raise refused(
                f'{name} = {bound} for sort = "{sort}"', "take it out; only number and any_of have bounds"
            )
        options = info.data.get("options", ())
        if sort is Sort.ANY_OF and options and bound > len(options):
            raise refused(
                f"{name} = {bound}, but there are {len(options)} options", f"use at most {len(options)}"
            )
        least = info.data.get("least") if name == "most" else None
        if least is not None and least > bound:
            raise refused(f"least = {least} is more than most = {bound}", f"let most be {least} or more")
        return bound

    def option(self, said: str) -> Choice | None:
        """The option somebody means by its key or its label in any language."""
        wanted = _plain(said)
        for choice in self.options:
            if wanted in {_plain(choice.key), *(_plain(label) for label in choice.label.values())}:
                return choice
        return None


def _plain(text: Any) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
