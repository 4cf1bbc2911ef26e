"""A slash command as a person types it: by the names in their language, each option with what was put in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.discord import permissions
from tests.discord.checks.commands import (
    BOOLEAN,
    CHANNEL,
    FILE,
    GROUP,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    ROLE,
    STRING,
    SUB,
    USER,
)  # fmt: skip
from tests.discord.records import Channel, Command, User
from tests.discord.refusals import Json
from tests.discord.site import Site


@dataclass(slots=True)
class Typed:
    """What a line came to."""

    command: Command
    options: list[Json] = field(default_factory=list)
    things: list[Any] = field(default_factory=list)
    """People, roles, channels and files that were named."""

    def data(self, resolved: Json) -> Json:
        """As the app is told."""
        one = self.command
        data: Json = {"id": one.id, "name": one.definition["name"], "type": one.type, "options": self.options}
        return (
            data
            | ({"resolved": resolved} if resolved else {})
            | ({"guild_id": one.guild} if one.guild else {})
        )


@dataclass(slots=True)
class Keyboard:
    """Somebody who types a command into a conversation."""

    site: Site
    user: User
    channel: Channel
    offered: Mapping[str, Any]
    """What autocomplete offered before: names and values."""
    files: Mapping[str, bytes]

    def offers(self) -> Iterator[Command]:
        """The commands that are to be had there."""
        for one in self.site.commands.values():
            if one.guild in {"", self.channel.guild} and self._fits(one):
                yield one

    def _fits(self, one: Command) -> bool:
        if not self.channel.guild:
            return 1 in (one.definition.get("contexts") or [0, 1])
        if not one.guild and 0 not in (one.definition.get("contexts") or [0]):
            return False
        needed = one.definition.get("default_member_permissions")
        may = permissions.in_guild(self.site.guilds[self.channel.guild], self.user.id)
        if needed is None:
            return True
        return int(needed) & may == int(needed) if int(needed) else may == permissions.EVERYTHING

    def typed(self, line: str, *, whole: bool) -> Typed:
        """Read a line; `whole` where it is sent, and not only asked about."""
        assert line.startswith("/"), "a command begins with a slash"
        name, _, rest = line[1:].partition(" ")
        command = next(
            (one for one in self.offers() if one.type == 1 and name in self._names(one.definition)), None
        )
        assert command, (
            f"/{name} is not offered; there are {[self._names(one.definition)[0] for one in self.offers()]}"
        )
        result = Typed(command)
        result.options = self._options(command.definition, rest.strip(), result, whole=whole)
        return result

    def _names(self, one: Json) -> list[str]:
        """As it is shown to them, and as it was named at first."""
        shown = (one.get("name_localizations") or {}).get(self.user.locale)
        return [shown, one["name"]] if shown else [one["name"]]

    def _options(self, holder: Json, rest: str, result: Typed, *, whole: bool) -> list[Json]:
        options = holder.get("options") or []
        if options and options[0]["type"] in {SUB, GROUP}:
            name, _, more = rest.partition(" ")
            chosen = next((one for one in options if name in self._names(one)), None)
            assert chosen, f"there is no {name!r}, only {[self._names(one)[0] for one in options]}"
            inside = self._options(chosen, more.strip(), result, whole=whole)
            return [{"name": chosen["name"], "type": chosen["type"], "options": inside}]
        return list(self._values(options, rest, result, whole=whole))

    def _values(self, options: list[Json], rest: str, result: Typed, *, whole: bool) -> Iterator[Json]:
        known = {name: one for one in options for name in self._names(one)}
        found = re.split(rf"(?:^|\s+)({'|'.join(map(re.escape, known)) or '(?!)'}):", rest)
        assert not found[0].strip(), f"{found[0]!r} is no option; there are {list(known)}"
        given = {
            known[name]["name"]: text.strip() for name, text in zip(found[1::2], found[2::2], strict=True)
        }
        last = next(reversed(given), "")
        for one in options:
            if one["name"] in given:
                told = {"name": one["name"], "type": one["type"]}
                if not whole and one["name"] == last:
                    assert one.get("autocomplete"), f"{last} asks the app nothing"
                    yield told | {"value": given[last], "focused": True}
                else:
                    yield told | {"value": self._value(one, given[one["name"]], result)}
            else:
                assert not (whole and one.get("required")), f"{one['name']} is required"

    def _value(self, one: Json, text: str, result: Typed) -> Any:
        if one.get("choices"):
            names = {name: choice["value"] for choice in one["choices"] for name in self._names(choice)}
            assert text in names, f"{text!r} is not offered, but {list(names)}"
            return names[text]
        match one["type"]:
            case t if t == STRING:
                value = self.offered.get(text, text)
                assert one.get("min_length", 0) <= len(value) <= one.get("max_length", 6000), (
                    "too short or too long"
                )
                return value
            case t if t in {INTEGER, NUMBER}:
                number = self.offered.get(text, text)
                return int(number) if t == INTEGER else float(number)
            case t if t == BOOLEAN:
                return text == "True"
        thing = self._thing(one["type"], text)
        result.things.append(thing)
        return thing.id

    def _thing(self, kind: int, text: str) -> Any:
        if kind == FILE:
            return self.site.file(text, self.files[text], ephemeral=True)
        guild = self.site.guilds.get(self.channel.guild)
        people = (
            [m.user for m in guild.members.values()]
            if guild
            else [self.site.users[i] for i in self.channel.people]
        )
        candidates: list[tuple[str, Any]] = []
        if kind in {USER, MENTIONABLE}:
            candidates += [(f"@{one.name}", one) for one in people]
        if guild and kind in {ROLE, MENTIONABLE}:
            candidates += [(f"@{one.name.removeprefix('@')}", one) for one in guild.roles.values()]
        if guild and kind == CHANNEL:
            candidates += [(f"#{one.name}", one) for one in self.site.channels_of(guild.id)]
        found = next((one for name, one in candidates if name == text), None)
        assert found, f"{text!r} is not to be found among {[name for name, _ in candidates]}"
        return found
