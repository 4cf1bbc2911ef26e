"""An invalid form body: every field that is wrong, told at its place, as Discord does."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from tests.discord.refusals import INVALID_FORM, Json, Refused

Path = tuple[str | int, ...]
REQUIRED = ("BASE_TYPE_REQUIRED", "This field is required")


@dataclass(slots=True)
class Form:
    """What was found amiss so far."""

    errors: Json = field(default_factory=dict)

    def wrong(self, path: Path, code: str, message: str) -> None:
        """This field is wrong."""
        at = self.errors
        for step in path:
            at = at.setdefault(str(step), {})
        at.setdefault("_errors", []).append({"code": code, "message": message})

    def settle(self) -> None:
        """Refuse the whole, if anything is wrong."""
        if self.errors:
            raise Refused(400, INVALID_FORM, "Invalid Form Body", self.errors)

    def text(self, path: Path, value: Any, most: int, least: int = 1, *, required: bool = True) -> None:
        """A text of so many characters."""
        if value is None:
            if required:
                self.wrong(path, *REQUIRED)
        elif not isinstance(value, str):
            self.wrong(path, "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
        elif not required and not value and least:
            self.wrong(path, *REQUIRED)
        elif len(value) > most and least == 0:
            self.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif not least <= len(value) <= most:
            self.wrong(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    def number(
        self, path: Path, value: Any, least: float, most: float, *, required: bool = False, kind: type = int
    ) -> None:
        """A number in a range."""
        if value is None:
            if required:
                self.wrong(path, *REQUIRED)
        elif isinstance(value, bool) or not isinstance(value, (int, float) if kind is float else int):
            self.wrong(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not {kind.__name__}.')
        elif value < least:
            self.wrong(
                path, "NUMBER_TYPE_MIN", f"{kind.__name__} value should be greater than or equal to {least}."
            )
        elif value > most:
            self.wrong(
                path, "NUMBER_TYPE_MAX", f"{kind.__name__} value should be less than or equal to {most}."
            )

    def flag(self, path: Path, value: Any) -> None:
        """Yes or no."""
        if value is not None and not isinstance(value, bool):
            self.wrong(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")

    def one_of(self, path: Path, value: Any, those: Collection[Any]) -> None:
        """One of a few."""
        if value not in those:
            self.wrong(path, "BASE_TYPE_CHOICES", f"Value must be one of {tuple(sorted(those))}.")

    def many(self, path: Path, value: Any, most: int, least: int = 0) -> list[Any]:
        """A list of so many; empty where it is none."""
        if not isinstance(value, list):
            self.wrong(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if not least <= len(value) <= most:
            self.wrong(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        return value

    def distinct(self, path: Path, values: list[Any], what: str) -> None:
        """No two the same."""
        if len(set(values)) != len(values):
            self.wrong(path, f"{what}_DUPLICATED", "The specified value is already used")

    def url(self, path: Path, value: Any, most: int, schemes: Collection[str] = ("http", "https")) -> None:
        """An address."""
        self.text(path, value, most)
        if isinstance(value, str) and value.partition("://")[0].casefold() not in schemes:
            self.wrong(path, "URL_TYPE_INVALID_SCHEME", f"Scheme must be one of {tuple(schemes)}.")
        elif isinstance(value, str) and (" " in value or not value.partition("://")[2]):
            self.wrong(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
