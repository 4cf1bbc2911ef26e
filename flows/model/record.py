"""What every record has in common: a string id, plain frozen fields, and the look-ups that its table can answer."""

from typing import ClassVar, Protocol, TypeVar


class Record(Protocol):
    """A frozen dataclass with an `id`. Its fields are of the kinds that `storage/` knows how to keep: text, StrEnum,
    whole number, float, yes/no, date, aware datetime, and tuples, mappings or `flows.messages` values."""

    INDEXES: ClassVar[tuple[tuple[str, ...], ...]]
    """The closed list of look-ups beside the id, each by these fields being equal, in order of id."""

    @property
    def id(self) -> str:
        """Unique among records of its type."""
        ...


R = TypeVar("R", bound=Record)
