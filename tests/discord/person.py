"""Somebody at their screen: they type, press, choose, fill in and send, and can do only what a person could."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.discord import happenings, messages, payloads, reading, sheets
from tests.discord.body import Upload
from tests.discord.checks.components import walk
from tests.discord.checks.modals import UPLOAD
from tests.discord.checks.parts import BUTTON, CHANNELS, LINK, ROLES, SELECTS, STRING
from tests.discord.interactions import Interaction, Type
from tests.discord.permissions import May
from tests.discord.records import Channel, Kind, Message, User
from tests.discord.refusals import Json
from tests.discord.screen import Screen, Seen, Sheet, modal, name_of, places, screen, visible
from tests.discord.site import Site
from tests.discord.typed import Keyboard
from tests.slack.clock import PATIENCE

GONE = "that account is closed"


@dataclass(slots=True, eq=False, repr=False)
class Person:
    """An account, and what its owner can do."""

    site: Site
    user: User
    offered: dict[str, Any] = field(default_factory=dict)
    """What autocomplete offered last, by its names."""

    @property
    def id(self) -> str:
        """Their id."""
        return self.user.id

    @property
    def name(self) -> str:
        """As it is shown."""
        return self.user.name

    @property
    def screen(self) -> Screen:
        """What they see."""
        return screen(self.site, self.user)

    @property
    def modal(self) -> Sheet:
        """The modal that is open before them."""
        return modal(self.site, self.user, self._sheet())

    @property
    def dm(self) -> list[Seen]:
        """Their direct conversation with the app."""
        return self.screen[self.site.app.name]

    async def sees(self, *words: str) -> Screen:
        """Wait until all of this stands on their screen."""
        why = f"{' and '.join(map(repr, words))} on the screen of {self.name}"
        try:
            await self.site.changes.until(lambda: all(word in self.screen for word in words), why)
        except AssertionError as missed:
            raise AssertionError(f"{missed}; there stands\n{self.screen}") from None
        return self.screen

    # --- talking -----------------------------------------------------------------------------------

    def says(self, text: str, where: str = "", files: Mapping[str, bytes] | None = None) -> Message:
        """Type something to the app, or into another conversation; `@Name` calls somebody."""
        assert not self.user.deleted, GONE
        channel = self._conversation(where)
        may = self.site.may(self.id, channel)
        assert may & (May.SEND_MESSAGES_IN_THREADS if channel.kind.is_thread else May.SEND_MESSAGES), (
            "not allowed here"
        )
        said = text
        for id, user in self.site.users.items():
            said = said.replace(f"@{user.name}", f"<@{id}>")
        uploads = {n: Upload(name, content) for n, (name, content) in enumerate((files or {}).items())}
        message = messages.compose(self.site, channel, self.id, {"content": said}, uploads)
        return messages.post(self.site, channel, message)

    async def runs(self, line: str, where: str = "", files: Mapping[str, bytes] | None = None) -> Interaction:
        """Use a slash command: `/mentoring signup role:Mentor`. Options are named as they are shown."""
        channel = self._conversation(where)
        assert not channel.archived, f"{where} is asleep, and takes no commands"
        typed = Keyboard(self.site, self.user, channel, self.offered, files or {}).typed(line, whole=True)
        data = typed.data(payloads.resolved(self.site, channel, typed.things))
        return await self._does(channel, Type.COMMAND, data)

    async def types(self, line: str, where: str = "") -> list[str]:
        """Type the last option of a command, and read what is offered for it."""
        channel = self._conversation(where)
        typed = Keyboard(self.site, self.user, channel, self.offered, {}).typed(line, whole=False)
        data = typed.data(payloads.resolved(self.site, channel, typed.things))
        found = await self._does(channel, Type.AUTOCOMPLETE, data)
        self.offered = {one["name"]: one["value"] for one in found.choices}
        return list(self.offered)

    async def uses(self, name: str, on: "Seen | Person", where: str = "") -> Interaction:
        """Use a command of the menu on a message or on somebody."""
        channel = self._conversation(where) if isinstance(on, Person) else self.site.channels[on.channel]
        target = on.user if isinstance(on, Person) else self._message(on)
        kind = 2 if isinstance(on, Person) else 3
        there = Keyboard(self.site, self.user, channel, {}, {}).offers()
        command = next((one for one in there if one.type == kind and one.definition["name"] == name), None)
        assert command, f"there is no {name!r} in the menu"
        data = {
            "id": command.id, "name": name, "type": kind, "target_id": target.id,
            "resolved": payloads.resolved(self.site, channel, [target]),
        }  # fmt: skip
        return await self._does(channel, Type.COMMAND, data)

    # --- pressing and choosing ---------------------------------------------------------------------

    async def presses(
        self, label: str, on: Seen | None = None, *, times: int = 1, custom_id: str = ""
    ) -> Interaction:
        """Press a button of the newest message that has it; `custom_id` tells it from another of the same label."""
        message, one = self._button(label, on, custom_id)
        data = {"component_type": BUTTON, "custom_id": one["custom_id"], "id": one["id"]}
        channel = self.site.channels[message.channel]
        sent = (self._does(channel, Type.COMPONENT, data, message) for _ in range(times))
        return (await asyncio.gather(*sent))[-1]

    async def chooses(self, label: str, value: Any, on: Seen | None = None) -> Interaction | None:
        """Choose from a menu, by what it shows while it is closed; or fill in a field of the modal, by its label.

        Options by what stands on them (several as a list), people as themselves, roles and channels by name, files as
        names with contents, a box by True or False. A menu of a message sends at once.
        """
        if on is None and self.id in self.site.sheets:
            self._fills(label, value)
            return None
        message, one = self._menu(label, on)
        values, things = self._chosen(one, value)
        data = {
            "component_type": one["type"],
            "custom_id": one["custom_id"],
            "id": one["id"],
            "values": values,
        }
        channel = self.site.channels[message.channel]
        if things:
            data["resolved"] = payloads.resolved(self.site, channel, things)
        return await self._does(channel, Type.COMPONENT, data, message)

    def _chosen(self, one: Json, value: Any) -> tuple[list[str], list[Any]]:
        several = value if isinstance(value, list) else [value]
        least, most = one.get("min_values", 1), one.get("max_values") or 1
        assert least <= len(several) <= most, f"{least} to {most} can be chosen"
        if one["type"] == STRING:
            return sheets.entered(one, several), []
        things = [self._thing(one["type"], each) for each in several]
        return [each.id for each in things], things

    def _thing(self, kind: int, value: Any) -> Any:
        if isinstance(value, Person):
            return value.user
        guild = next(g for g in self.site.guilds.values() if self.id in g.members)
        if kind == CHANNELS:
            return next(c for c in self.site.channels_of(guild.id) if f"#{c.name}" == value)
        if kind == ROLES or isinstance(value, str):
            return next(r for r in guild.roles.values() if f"@{r.name}" == value)
        return value

    # --- forms -------------------------------------------------------------------------------------

    def _fills(self, label: str, value: Any) -> None:
        sheet = self._sheet()
        field = next((one for name, _, one in sheets.fields(sheet) if name == label), None)
        assert field, f"there is nothing to fill in at {label!r}:\n{self.modal}"
        if field["type"] == UPLOAD:
            value = sheets.uploaded(self.site, value)
        elif field["type"] in SELECTS - {STRING}:
            several = [] if value is None else value if isinstance(value, list) else [value]
            value = [self._thing(field["type"], one) for one in several]
            kinds = field.get("channel_types")
            assert not kinds or all(one.kind in kinds for one in value), f"{label} does not offer that"
        sheet["state"][field["custom_id"]] = sheets.entered(field, value)
        self.site.changes.tell()

    async def fills(self, values: Mapping[str, Any]) -> None:
        """Fill in the modal, by the labels of its fields."""
        for label, value in values.items():
            self._fills(label, value)

    async def submits(self, times: int = 1) -> Interaction | None:
        """Send the modal; None where Discord itself holds it back, saying why beside the fields."""
        sheet = self._sheet()
        wrong = {label: sheets.problem(sheet, one) for label, _, one in sheets.fields(sheet)}
        sheet["errors"] = {label: words for label, words in wrong.items() if words}
        self.site.changes.tell()
        if sheet["errors"]:
            return None
        origin = self.site.interactions[sheet["from"]]
        components, things = sheets.sent(sheet)
        data: Json = {"custom_id": sheet["custom_id"], "components": components}
        if found := payloads.resolved(self.site, origin.channel, things):
            data["resolved"] = found
        sent = (self._does(origin.channel, Type.MODAL, data, origin.message) for _ in range(times))
        done = await asyncio.gather(*sent)
        if any(one.answered for one in done) and self.site.sheets.get(self.id) is sheet:
            del self.site.sheets[self.id]
        return done[-1]

    def closes(self) -> None:
        """Close the modal without sending it; the app never hears of that."""
        self._sheet()
        del self.site.sheets[self.id]
        self.site.changes.tell()

    # --- settings ----------------------------------------------------------------------------------

    def closes_dms(self, code: int = 50007) -> None:
        """Let no app of a server write to them any more; by which code Discord says so."""
        self.user.dms = code

    def opens_dms(self) -> None:
        """Let apps of servers write to them."""
        self.user.dms = 0

    def is_interested(self, event: str) -> None:
        """Press Interested under a scheduled event; once more takes it back."""
        mine = (guild for guild in self.site.guilds.values() if self.id in guild.members)
        found = next((one for guild in mine for one in guild.events.values() if one.name == event), None)
        assert found, f"{self.name} sees no event {event}"
        happenings.interested(self.site, found, self.user)

    def dismisses(self, seen: Seen) -> None:
        """Dismiss a message that only they see."""
        assert seen.private, "everybody sees that message"
        self.site.channels[seen.channel].messages.remove(self._message(seen))

    def erases(self, seen: Seen) -> None:
        """Delete a message of their own."""
        message = self._message(seen)
        assert message.by == self.id, "that is somebody else's message"
        messages.erase(self.site, message)

    # --- finding things ----------------------------------------------------------------------------

    def _sheet(self) -> Json:
        assert self.id in self.site.sheets, f"no modal is open before {self.name}"
        return self.site.sheets[self.id]

    def _conversation(self, name: str) -> Channel:
        if not name:
            assert self.site.app.id not in {"", self.id}
            return self.site.direct(self.id)
        for channel in places(self.site, self.user):
            if name_of(self.site, channel, self.user) == name:
                return channel
        raise AssertionError(f"{self.name} is in no conversation {name}")

    def _message(self, seen: Seen) -> Message:
        message = self.site.channels[seen.channel].find(seen.id)
        assert message is not None, "that message is gone"
        return message

    def _parts(self, on: Seen | None) -> Iterator[tuple[Message, Json]]:
        if on:
            several = [self._message(on)]
        else:
            every = (one for channel in places(self.site, self.user) for one in visible(channel, self.user))
            several = sorted(every, key=lambda one: int(one.id), reverse=True)
        return ((message, one) for message in several for one in walk(message.components))

    def _button(self, label: str, on: Seen | None, custom_id: str) -> tuple[Message, Json]:
        assert self.id not in self.site.sheets, (
            f"a modal is open before {self.name}, and must be closed first"
        )
        off = False
        for message, one in self._parts(on):
            if (
                one.get("type") == BUTTON
                and reading.button(one) == label
                and custom_id in {"", one.get("custom_id")}
            ):
                assert one["style"] != LINK, f"{label} only leads to {one.get('url')}"
                if not one.get("disabled"):
                    return message, one
                off = True
        why = "only one that is off" if off else "no button"
        raise AssertionError(f"{self.name} sees {why} {label!r} there:\n{self.screen}")

    def _menu(self, label: str, on: Seen | None) -> tuple[Message, Json]:
        for message, one in self._parts(on):
            if one.get("type") in SELECTS and label in {one.get("placeholder"), reading.menu(one)}:
                assert not one.get("disabled"), f"{label} is off"
                return message, one
        raise AssertionError(f"{self.name} sees no menu {label!r} there:\n{self.screen}")

    # --- sending -----------------------------------------------------------------------------------

    async def _does(
        self, channel: Channel, kind: Type, data: Json, message: Message | None = None
    ) -> Interaction:
        assert not self.user.deleted, GONE
        assert channel.kind is Kind.DM or self.site.may(self.id, channel) & May.USE_APPLICATION_COMMANDS
        found = payloads.begin(self.site, self.user, channel, kind, data, message)
        try:
            async with asyncio.timeout(PATIENCE):
                await found.settled.wait()
        except TimeoutError:
            raise AssertionError(f"the app never answered {kind.name}: {data}") from None
        self.site.changes.tell()
        return found
