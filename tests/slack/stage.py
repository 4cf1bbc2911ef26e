"""Plays on Slack: people type, press and fill in at their screens, through the real adapter and the real wire."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.applications import Starlette

from adapters.slack.listen import Listening
from adapters.slack.reading.origin import account_of
from adapters.slack.rendering.blocks import PRESS
from adapters.slack.rendering.limits import PAGE
from adapters.slack.send import Posting
from bot.acknowledging import Acknowledging
from bot.clock import VirtualClock
from bot.front_desk import FrontDesk
from bot.reception import Reception
from bot.rehearsal.platform import Platform
from bot.rehearsal.world import World
from flows.events import Joined, Pressed, Said, Submitted
from flows.ids import AccountId, PersonId, ProgramId, QuestionId
from flows.messages import Answer, OpenForm
from flows.model.addresses import Address, Workspace, address_id
from flows.places import announcements, coordinators, pair_in
from flows.ports import Store
from flows.programs.program import Program
from flows.wording.catalogue import Catalogue
from tests.overheard import BothPlatforms, NotedTurns, is_the_same
from tests.slack import at_the_form
from tests.slack.clock import PATIENCE
from tests.slack.held import Held
from tests.slack.person import Person
from tests.slack.plainly import plainly
from tests.slack.records import Channel, Kind, Message
from tests.slack.screen import seen
from tests.slack.slack import Slack
from tests.slack.theatre import Theatre
from tests.slack.workspace import BOT_USER
from tests.stage import Act


@dataclass(slots=True, repr=False)
class OnSlack:
    """One play's stage. `fields` is how many questions of a form stand on a page."""

    theatre: Theatre
    world: World[Platform]
    program: Program
    turns: NotedTurns
    reception: Reception
    listening: Listening
    held: Held
    _open: dict[QuestionId, OpenForm] = field(default_factory=dict)
    """The forms as they were opened last."""

    @classmethod
    def staged(
        cls,
        theatre: Theatre,
        store: Store,
        clock: VirtualClock,
        catalogue: Catalogue,
        program: Program,
        *,
        fields: int = PAGE,
    ) -> "OnSlack":
        """For a program that is set up in the workspace, as `/mentoring setup` leaves it."""
        slack = theatre.emptied(clock)
        posting = Posting(theatre.calls, store, theatre.loop)
        shown = Platform(clock)
        both = BothPlatforms(posting, shown)
        world = World(store, clock, catalogue, shown, adapter=both)
        turns = NotedTurns(store, world.programs, strict=True)
        reception = Reception(store, turns, patience=4 * PATIENCE)
        id = ProgramId(program.id)
        desk = FrontDesk(store, world.programs, catalogue, reception, clock, first=id, fields=fields)
        listening = Listening(
            theatre.calls,
            desk,
            posting,
            app_token=slack.app.app_token if slack.app.socket_mode else "",
            signing_secret=slack.app.signing_secret,
            now=clock.now,
        )
        worded = Acknowledging(store, world.programs, catalogue, fields=fields)
        stage = cls(theatre, world, program, turns, reception, listening, Held(slack, both, worded))
        stage._sets_up(id)
        return stage

    def _sets_up(self, id: ProgramId) -> None:
        at = f"slack:{self.slack.workspace.id}"
        lives = Workspace(id=at, program=id, set_up_by=account_of(self.slack.workspace.id, BOT_USER))
        channels = {
            announcements(id): self.slack.channel("mentoring"),
            coordinators(id): self.slack.channel("mentoring-desk", private=True),
        }
        addresses = [
            Address(id=address_id(place, at), place=place, workspace=at, channel=channel.id)
            for place, channel in channels.items()
        ]
        self.world.store.transact(lambda tx: tx.save([lives, *addresses]))

    def opens(self) -> None:
        """The app listens."""
        self.theatre.run(self._connects())

    async def _connects(self) -> None:
        self.theatre.door.listening = Starlette(routes=self.listening.routes())
        await self.listening.connect()
        if self.slack.app.socket_mode:
            await self.slack.connected()
        self.theatre.rests()

    def close(self) -> None:
        """The play is over: what stands in Slack is what was sent there, and all of it was in order."""
        try:
            self.holds()
        finally:
            self.ends()

    def holds(self) -> None:
        """Look at all of it."""
        self.theatre.run(self.theatre.settled())
        self.held.to_the_last()

    def ends(self) -> None:
        """Nobody listens any more."""
        self.theatre.run(self.listening.close())
        self.reception.close()

    @property
    def slack(self) -> Slack:
        """Where it plays."""
        return self.theatre.slack

    # --- who and where --------------------------------------------------------------------------------

    def account(self, person: PersonId) -> AccountId:
        """Theirs in the workspace."""
        return account_of(self.slack.workspace.id, _user(person))

    def _channel(self, place: str) -> Channel:
        if pair := pair_in(place):
            return self.slack.workspace.conversation(BOT_USER, *map(_user, pair.split(":")[1:]))
        if place.startswith("channel:"):
            name = "mentoring-desk" if place.endswith(":coordinators") else "mentoring"
            return self.slack.workspace.channel(f"#{name}")
        return self.slack.workspace.conversation(BOT_USER, _user(place.removeprefix("dm:")))

    # --- what they do ---------------------------------------------------------------------------------

    def does(self, person: PersonId, act: Act, where: str = "") -> Answer | None:
        """At their screen. What Slack made of it is what the play says."""
        if isinstance(act, Joined):
            return self._arrives(act)
        who, before = self.slack.people[_user(person)], len(self.turns.noted)
        self.theatre.run(self._done(who, act, where))
        heard = [(event, answer) for event, answer in self.turns.noted[before:]]
        if isinstance(act, Submitted) and not heard:  # Slack itself says beside the field what is wrong
            return replace(self._open[act.question], errors=at_the_form.errors(who))
        assert len(heard) == 1, f"{act} came as {heard}"
        (event, answer) = heard[0]
        assert not isinstance(answer, Exception), answer
        assert is_the_same(event, act), f"{act} came as {event}"
        self.world.settle()
        if isinstance(answer, OpenForm):
            self._open[answer.question] = answer
        self.held.so_far(who, event, answer)
        return answer

    def _arrives(self, act: Joined) -> Answer | None:
        """As if a people file named them: Slack would tell neither the id nor a zone that differs from their profile's."""
        assert act.person is not None
        id = _user(act.person)
        if id not in self.slack.people:
            newcomer = self.slack.add(act.name, id, email=act.email, zone=act.zone)
            self._channel(announcements(ProgramId(self.program.id))).members.append(newcomer.id)
        return self.world.happens(act)

    async def _done(self, who: Person, act: Act, where: str) -> None:
        if not isinstance(act, Submitted):
            while self.slack.workspace.modals.get(who.id):
                who.closes()
        match act:
            case Said(text=text):
                who.says(text)
            case Pressed(question=question, choice=choice):
                await self._presses(who, f"{PRESS}{question}:{choice}", where)
            case Submitted(values=values):
                await at_the_form.sends(who, values)
        await self.theatre.settled()

    async def _presses(self, who: Person, value: str, where: str) -> None:
        channels = [self._channel(where)] if where else list(self.slack.workspace.channels.values())
        for channel, message, button in _newest(channels):
            if button["value"] == value:
                if channel.kind in {Kind.PUBLIC, Kind.PRIVATE} and who.id not in channel.members:
                    channel.members.append(who.id)  # somebody let them in
                assert who.id in channel.members, f"{who.user.name} does not see that button"
                on = seen(self.slack.workspace, channel, message)
                await who.presses(button["text"]["text"], on, value=value)
                return
        raise LookupError(f"no button {value} is shown")

    def asked(self, person: PersonId, form: OpenForm, page: int) -> tuple[str, ...]:
        """The inputs of their modal."""
        return at_the_form.asked(self.slack.people[_user(person)])

    # --- what they see --------------------------------------------------------------------------------

    def question(self, place: str, choice: str) -> QuestionId:
        """The newest."""
        for found in self._buttons(place):
            if found[1] == choice:
                return QuestionId(found[0])
        raise LookupError(f"nothing in {place} offers {choice!r}")

    def choices(self, place: str) -> set[str]:
        """All that can be pressed."""
        return {choice for _, choice in self._buttons(place)}

    def _buttons(self, place: str) -> Iterator[tuple[str, str]]:
        for _, _, button in _newest([self._channel(place)]):
            question, _, choice = button["value"].removeprefix(PRESS).partition(":")
            yield question, choice

    def messages(self, place: str) -> list[str]:
        """What Shelfmate wrote there; in a direct conversation also what only this person sees."""
        self.held.check()
        said = self._channel(place).messages
        direct = place.startswith("dm:")
        return [
            plainly(self.slack.workspace, message)
            for message in said
            if message.by == BOT_USER and (direct or not message.only_for)
        ]


def _user(person: str) -> str:
    return f"U0{person.upper()}"


def _newest(channels: Sequence[Channel]) -> Iterator[tuple[Channel, Message, dict[str, Any]]]:
    """Every button of ours, the newest message's first."""
    every = ((channel, message) for channel in channels for message in channel.messages)
    for channel, message in sorted(every, key=lambda each: float(each[1].ts), reverse=True):
        for block in reversed(message.blocks):
            for element in block.get("elements", ()):
                if element["type"] == "button" and element.get("value", "").startswith(PRESS):
                    yield channel, message, element
