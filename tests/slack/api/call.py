"""One call of a method: its arguments, whose it is, and what it may do."""

from dataclasses import dataclass
from typing import Any

from tests.slack.records import Channel, Kind
from tests.slack.refusals import Json, Refused, invalid
from tests.slack.site import Site
from tests.slack.workspace import BOT_USER, Workspace


@dataclass(frozen=True, slots=True)
class Call:
    """A call, with its arguments as they came."""

    site: Site
    workspace: Workspace
    method: str
    args: Json

    def get(self, name: str, otherwise: Any = "") -> Any:
        """An argument, or what stands for it."""
        value = self.args.get(name)
        return otherwise if value is None else value

    def need(self, name: str) -> Any:
        """An argument that has to be there."""
        value = self.args.get(name)
        if value in {None, ""} if not isinstance(value, list | dict) else False:
            raise invalid("invalid_arguments", [f"missing required field: {name} [json-pointer:/{name}]"])
        return value

    def number(self, name: str, otherwise: int, most: int) -> int:
        """A number among the arguments."""
        try:
            given = int(self.get(name, otherwise))
        except ValueError:
            raise Refused("invalid_arguments") from None
        if not 1 <= given <= most:
            raise Refused("invalid_limit")
        return given

    def flag(self, name: str) -> bool:
        """A yes or no among the arguments: forms carry it as `1` or `true`."""
        return str(self.get(name, "")).lower() in {"1", "true"}

    def scope(self, *any_of: str) -> None:
        """Refuse where the app has none of these scopes."""
        scopes = self.site.app.scopes
        if any_of and not scopes.intersection(any_of):
            raise Refused("missing_scope", needed=any_of[0], provided=",".join(sorted(scopes)))

    def channel(self, name: str = "channel") -> Channel:
        """The conversation that an argument names, where the app can know of it."""
        channel = self.workspace.channel(str(self.need(name)))
        if channel.kind is not Kind.PUBLIC and BOT_USER not in channel.members:
            raise Refused("channel_not_found")
        return channel

    def page(self, items: list[Any], most: int = 1000, otherwise: int = 100) -> tuple[list[Any], Json]:
        """One page of a list, and what says where the next begins."""
        cursor = str(self.get("cursor"))
        if cursor and not cursor.removeprefix("from:").isdigit():
            raise Refused("invalid_cursor")
        first = int(cursor.removeprefix("from:")) if cursor else 0
        last = first + self.number("limit", otherwise, most)
        return items[first:last], {"next_cursor": f"from:{last}" if last < len(items) else ""}
