"""Somebody at their screen: they type, press, choose, fill in and send, and can do only what a person could."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.slack import modals, outcomes, payloads
from tests.slack.blocks.layout import actives
from tests.slack.blocks.objects import options_of
from tests.slack.clock import PATIENCE
from tests.slack.deliveries import Ack, Delivery, Sort
from tests.slack.inputs import entered, key, offers, problem
from tests.slack.payloads import Place
from tests.slack.records import Channel, File, Message, User, View
from tests.slack.refusals import Json
from tests.slack.screen import Screen, Seen, Sheet, name_of, screen
from tests.slack.site import Site
from tests.slack.workspace import BOT_USER, Workspace

SENT_BACK = ["type", "action_id", "text", "value", "style"]
"""What the app hears of a button that was pressed."""
GONE = "that account is closed"
NOT_SENT = Ack(ok=False, reason="Slack did not send it")


@dataclass(slots=True, eq=False, repr=False)
class Person:
    """A user of the workspace, and what they can do."""

    site: Site
    workspace: Workspace
    user: User
    found: dict[str, list[Json]] = field(default_factory=dict)
    """What a search in an external select has found, by action id."""

    @property
    def id(self) -> str:
        """Their user id."""
        return self.user.id

    @property
    def screen(self) -> Screen:
        """What they see."""
        return screen(self.site, self.workspace, self.id)

    @property
    def modal(self) -> Sheet:
        """The modal that is open before them."""
        sheet = self.screen.modal
        assert sheet is not None, f"no modal is open before {self.user.name}"
        return sheet

    @property
    def dm(self) -> list[Seen]:
        """Their direct conversation with the app."""
        return self.screen[self.site.app.name]

    async def sees(self, *words: str) -> Screen:
        """Wait until all of this stands on their screen."""
        why = f"{' and '.join(map(repr, words))} on the screen of {self.user.name}"
        try:
            await self.site.changes.until(lambda: all(word in self.screen for word in words), why)
        except AssertionError as missed:
            raise AssertionError(f"{missed}; there stands\n{self.screen}") from None
        return self.screen

    # --- talking -----------------------------------------------------------------------------------

    def says(self, text: str, where: str = "") -> Delivery | None:
        """Type something to the app, or into another conversation; what the app is told of it, if it is told."""
        channel = self._conversation(where)
        direct = not where
        assert not self.user.deleted, GONE
        assert not direct or (self.site.app.messages and self.site.app.typing), "nobody can type to this app"
        assert not channel.archived, f"{where} is archived"
        said = payloads.escaped(text)
        for id, user in self.workspace.users.items():
            said = said.replace(f"@{user.name}", f"<@{id}>")
        message = Message(ts=self.workspace.next_ts(), by=self.id, text=said)
        self.workspace.post(channel, message)
        delivery = self.site.heard(self.workspace, channel, message)
        if f"<@{BOT_USER}>" in said and not direct:
            told = {**message.told(), "type": "app_mention", "channel": channel.id}
            delivery = self.site.hears(self.workspace, "app_mention", told) or delivery
        self.site.changes.tell()
        return delivery

    async def runs(self, line: str, where: str = "") -> Ack:
        """Use a slash command."""
        name, _, text = line.partition(" ")
        assert name in self.site.app.commands, f"{name} is not a valid command"
        assert not self.user.deleted, GONE
        channel = self._conversation(where)
        payload = payloads.command(self.site, self.workspace, self.user, channel, name, text)
        ack = await self._settled(self.site.deliveries.send(Sort.COMMAND, payload))
        outcomes.after_command(self.site, self.workspace, self.user, channel, name, ack)
        return self._done(ack)

    def opens_home(self) -> Delivery | None:
        """Look at the app's home tab."""
        channel = self.workspace.conversation(BOT_USER, self.id)
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": channel.id, "tab": "home"}
        home = self.workspace.homes.get(self.id)
        if home:
            event["view"] = modals.told(home, self.workspace, self.site.app.id)
        return self.site.hears(self.workspace, "app_home_opened", event)

    async def uses(self, shortcut: str, on: Seen | None = None) -> Ack:
        """Use a shortcut, by its name; `on` a message where it is one for messages."""
        callback_id, kind = self.site.app.shortcuts[shortcut]
        assert (kind == "message") == (on is not None), f"{shortcut} is a {kind} shortcut"
        at = self._message(on) if on else None
        payload = payloads.shortcut(self.site, self.workspace, self.user, callback_id, at)
        return await self._acts(payload)

    # --- pressing and choosing ---------------------------------------------------------------------

    async def presses(
        self, label: str, on: Seen | None = None, *, home: bool = False, times: int = 1, value: str = ""
    ) -> Ack:
        """Press a button: of the modal, else of the newest message that has it; or of the home tab. `value` tells it
        from another of the same label."""
        place, block, element = self._button(label, on, home=home, value=value)
        done: Json = {name: element[name] for name in SENT_BACK if name in element}
        done["block_id"] = block["block_id"]
        sent = (payloads.action(self.site, self.workspace, self.user, place, done) for _ in range(times))
        return (await asyncio.gather(*(self._acts(one) for one in sent)))[-1]

    async def chooses(self, label: str, value: Any, *, home: bool = False) -> Ack | None:
        """Put something into an element of the modal, of the newest message that has it, or of the home tab.

        `label` is what stands above it, or in it while it is empty; files are given as name and content. The app is told at once, unless the element is
        an input of a form that does not ask for it.
        """
        place, block, element = self._element(label, home=home)
        if isinstance(value, Mapping):
            value = [self.gives(name, content) for name, content in value.items()]
        elif isinstance(value, Person | list):
            value = [_id(one) for one in value] if isinstance(value, list) else _id(value)
        if isinstance(value, str) and (channel := self.workspace.channels.get(value)):
            assert offers(element, channel), f"{label} does not offer that conversation"
        options = options_of(element) or self.found.get(element["action_id"], [])
        state = entered(element, value, options)
        states = place.state if isinstance(place, View) else place[1].state
        states.setdefault(block["block_id"], {})[element["action_id"]] = state
        self.site.changes.tell()
        if block["type"] == "input" and not block.get("dispatch_action"):
            return None
        done = {**state, "action_id": element["action_id"], "block_id": block["block_id"]}
        return await self._acts(payloads.action(self.site, self.workspace, self.user, place, done))

    def gives(self, name: str, content: bytes) -> Json:
        """A file goes up to Slack as soon as it is chosen, before the modal is sent."""
        file = File(
            id=self.workspace.next_id("F"), name=name, length=len(content), content=content, by=self.id
        )
        self.workspace.files[file.id] = file
        return payloads.file_told(self.site, self.workspace, file)

    async def searches(self, label: str, query: str) -> list[str]:
        """Type into a menu whose options come from the app; those that it offers."""
        place, block, element = self._element(label, home=False)
        least = element.get("min_query_length", 3)
        assert len(query) >= least, f"Slack asks the app only from {least} characters on"
        asked = {"action_id": element["action_id"], "block_id": block["block_id"], "value": query}
        payload = payloads.suggestion(self.site, self.workspace, self.user, place, asked)
        ack = await self._settled(self.site.deliveries.send(Sort.INTERACTIVE, payload))
        self.found[element["action_id"]] = outcomes.offered(self.site, ack)
        return [option["text"]["text"] for option in self.found[element["action_id"]]]

    # --- forms -------------------------------------------------------------------------------------

    async def fills(self, values: Mapping[str, Any]) -> None:
        """Fill in the modal, by the labels of its fields."""
        for label, value in values.items():
            await self.chooses(label, value)

    async def submits(self, times: int = 1) -> Ack:
        """Send the modal; Slack itself holds back what is incomplete, and says so beside the field."""
        view = self._top()
        view.errors = dict(self._problems(view))
        if view.errors:
            return self._done(NOT_SENT)
        return (await asyncio.gather(*(self._submits(view) for _ in range(times))))[-1]

    async def _submits(self, view: View) -> Ack:
        payload = payloads.submission(self.site, self.workspace, self.user, view)
        ack = await self._settled(self.site.deliveries.send(Sort.INTERACTIVE, payload))
        outcomes.after_submission(self.site, self.workspace, self.user, view, ack)
        return self._done(ack)

    def closes(self) -> None:
        """Close the modal without sending it."""
        self._top()
        outcomes.close(self.site, self.workspace, self.user)
        self.site.changes.tell()

    def _problems(self, view: View) -> Iterator[tuple[str, str]]:
        for block in view.blocks:
            if block["type"] == "input":
                element = block["element"]
                wrong = problem(block, element, view.state[block["block_id"]][element["action_id"]])
                if wrong:
                    yield block["block_id"], wrong

    # --- finding things ----------------------------------------------------------------------------

    def _top(self) -> View:
        stack = self.workspace.modals.get(self.id)
        assert stack, f"no modal is open before {self.user.name}"
        return stack[-1]

    def _conversation(self, name: str) -> Channel:
        if not name:
            return self.workspace.conversation(BOT_USER, self.id)
        for channel in self.workspace.conversations(self.id):
            if name_of(self.workspace, channel, self.id) == name:
                return channel
        raise AssertionError(f"{self.user.name} is in no conversation {name}")

    def _message(self, seen: Seen) -> tuple[Channel, Message]:
        channel = self.workspace.channels[seen.channel]
        message = channel.find(seen.ts)
        assert message is not None, "that message is gone"
        return channel, message

    def _places(self, on: Seen | None, *, home: bool) -> Iterator[Place]:
        if home:
            yield self.workspace.homes[self.id]
        elif on:
            yield self._message(on)
        elif self.workspace.modals.get(self.id):
            yield self._top()
        else:
            yield from sorted(self._messages(), key=lambda one: float(one[1].ts), reverse=True)

    def _messages(self) -> Iterator[tuple[Channel, Message]]:
        for channel in self.workspace.conversations(self.id):
            yield from ((channel, one) for one in channel.messages if one.only_for in {"", self.id})

    def _button(
        self, label: str, on: Seen | None, *, home: bool, value: str = ""
    ) -> tuple[Place, Json, Json]:
        for place in self._places(on, home=home):
            for block, element in _elements(place):
                is_it = element["type"] == "button" and element["text"]["text"] == label
                if is_it and value in {"", element.get("value")}:
                    return place, block, element
        raise AssertionError(f"{self.user.name} sees no button {label!r} there:\n{self.screen}")

    def _element(self, label: str, *, home: bool) -> tuple[Place, Json, Json]:
        for place in self._places(None, home=home):
            for block, element in _elements(place):
                if label in _labels(block, element) and key(element["type"]):
                    return place, block, element
        raise AssertionError(f"{self.user.name} sees nothing to fill in at {label!r}:\n{self.screen}")

    # --- sending -----------------------------------------------------------------------------------

    async def _acts(self, payload: Json) -> Ack:
        assert not self.user.deleted, GONE
        assert self.site.app.interactive, "interactivity is off in the app's settings"
        ack = await self._settled(self.site.deliveries.send(Sort.INTERACTIVE, payload))
        outcomes.after_action(self.site, self.workspace, self.user, ack)
        return self._done(ack)

    async def _settled(self, delivery: Delivery) -> Ack:
        try:
            async with asyncio.timeout(PATIENCE):
                ack: Ack = await delivery
        except TimeoutError:
            raise AssertionError(
                f"the app never answered {delivery.payload.get('type', 'a command')}"
            ) from None
        return ack

    def _done(self, ack: Ack) -> Ack:
        self.site.changes.tell()
        return ack


def _elements(place: Place) -> Iterator[tuple[Json, Json]]:
    blocks = place.blocks if isinstance(place, View) else place[1].blocks
    return ((block, element) for block in blocks for element in actives(block))


def _labels(block: Json, element: Json) -> set[str]:
    texts = [block.get("label"), element.get("placeholder"), block.get("text")]
    return {text["text"] for text in texts if text}


def _id(one: Any) -> Any:
    return one.id if isinstance(one, Person) else one
