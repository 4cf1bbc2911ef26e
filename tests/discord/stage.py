"""Plays on Discord: people type, press and fill in at their screens, through the real adapter and the real wire."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.discord.listen import Listening
from adapters.discord.reading.origin import account_of, workspace_of
from adapters.discord.rendering.limits import PAGE
from adapters.discord.rendering.names import PRESS
from adapters.discord.send import Posting
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
from flows.places import announcements, coordinators
from flows.ports import Store
from flows.programs.program import Program
from flows.wording.catalogue import Catalogue
from tests.discord import at_the_form
from tests.discord.held import Held, buttons_of, is_ours
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.person import Person
from tests.discord.plainly import in_words, plainly
from tests.discord.records import Channel, Message, Overwrite
from tests.discord.screen import seen
from tests.discord.theatre import Theatre
from tests.discord.whereabouts import Whereabouts
from tests.overheard import BothPlatforms, NotedTurns, is_the_same
from tests.slack.clock import PATIENCE
from tests.stage import Act


@dataclass(slots=True, repr=False)
class OnDiscord:
    """One play's stage. `fields` is how many questions of a form stand on a page."""

    theatre: Theatre
    world: World[Platform]
    program: Program
    turns: NotedTurns
    reception: Reception
    listening: Listening
    where: Whereabouts
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
    ) -> "OnDiscord":
        """For a program that is set up in the server, as `/mentoring setup` leaves it."""
        there = theatre.run(theatre.emptied(clock))
        posting = Posting(theatre.calls, store, theatre.loop)
        shown = Platform(clock)
        both = BothPlatforms(posting, shown)
        world = World(store, clock, catalogue, shown, adapter=both)
        turns = NotedTurns(store, world.programs, strict=True)
        reception = Reception(store, turns, patience=4 * PATIENCE)
        id = ProgramId(program.id)
        desk = FrontDesk(store, world.programs, catalogue, reception, clock, first=id, fields=fields)
        posting.meets(desk)
        listening = Listening(
            theatre.client, theatre.calls, desk, posting, now=clock.now, patience=4 * PATIENCE
        )
        worded = Acknowledging(store, world.programs, catalogue, fields=fields)
        where = Whereabouts(there, store)
        held = Held(there, where, both, worded)
        stage = cls(theatre, world, program, turns, reception, listening, where, held)
        theatre.run(stage._sets_up(id))
        return stage

    async def _sets_up(self, id: ProgramId) -> None:
        there, at = self.there, workspace_of(self.there.guild.id)
        lives = Workspace(id=at, program=id, set_up_by=account_of(there.owner.id))
        channels = {
            announcements(id): there.channel("mentoring"),
            coordinators(id): there.channel("mentoring-desk", there.owner),
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
        await self.listening.connect()
        await self.there.connected()
        self.theatre.rests()

    def close(self) -> None:
        """The play is over: what stands in Discord is what was sent there, and all of it was in order."""
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
    def there(self) -> Discord:
        """Where it plays."""
        return self.theatre.there

    def account(self, person: PersonId) -> AccountId:
        """Theirs, on every server."""
        return self.where.account(person)

    # --- what they do ---------------------------------------------------------------------------------

    def does(self, person: PersonId, act: Act, where: str = "") -> Answer | None:
        """At their screen. What Discord made of it is what the play says."""
        if isinstance(act, Joined):
            return self._arrives(act)
        who, before = self.where.person(person), len(self.turns.noted)
        self.theatre.run(self._done(who, act, where))
        heard = self.turns.noted[before:]
        if isinstance(act, Submitted) and not heard:  # Discord itself says beside the field what is wrong
            return replace(self._open[act.question], errors=at_the_form.errors(who))
        assert len(heard) == 1, f"{act} came as {heard}"
        (event, answer) = heard[0]
        assert not isinstance(answer, Exception), answer
        assert is_the_same(event, act), f"{act} came as {event}"
        self.world.settle()
        if isinstance(answer, OpenForm):
            self._open[answer.question] = answer
            if who.id not in self.there.site.sheets:
                self.theatre.run(self._goes_on(who, event.id))
        self.held.so_far(who, event, answer)
        return answer

    def _arrives(self, act: Joined) -> Answer | None:
        """As if a people file named them: Discord tells of nobody's address or zone."""
        assert act.person is not None
        who = self.where.person(act.person)
        who.user.name, who.user.zone = act.name, act.zone
        if who.id not in self.there.guild.members:
            self.theatre.run(self._joins(who))
        return self.world.happens(act)

    async def _joins(self, who: Person) -> None:
        self.there.joins(who, self.there.guild)

    async def _goes_on(self, who: Person, event: Any) -> None:
        await at_the_form.goes_on(who, event)
        await self.theatre.settled()

    async def _done(self, who: Person, act: Act, where: str) -> None:
        if not isinstance(act, Submitted) and who.id in self.there.site.sheets:
            who.closes()
        match act:
            case Said(text=text):
                who.says(text)
            case Pressed(question=question, choice=choice):
                await self._presses(who, f"{PRESS}{question}:{choice}", where)
            case Submitted(values=values):
                await at_the_form.sends(who, values)
        await self.theatre.settled()

    async def _presses(self, who: Person, custom_id: str, where: str) -> None:
        site = self.there.site
        channel = self.where.channel(where) if where else None
        channels = [channel] if channel else list(site.channels.values())
        for at, message, button in _newest(channels):
            if button["custom_id"] == custom_id:
                if not site.may(who.id, at) & May.VIEW_CHANNEL and not at.kind.is_thread:
                    at.overwrites.append(Overwrite(who.id, 1, allow=May.VIEW_CHANNEL))  # somebody let them in
                assert site.may(who.id, at) & May.VIEW_CHANNEL, f"{who.name} does not see that button"
                on = seen(site, who.user, message)
                await who.presses(button["label"], on, custom_id=custom_id)
                return
        raise LookupError(f"no button {custom_id} is shown")

    def asked(self, person: PersonId, form: OpenForm, page: int) -> tuple[str, ...]:
        """The inputs of their modal."""
        return at_the_form.asked(self.where.person(person))

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
        channel = self.where.channel(place)
        for _, _, button in _newest([channel] if channel else []):
            question, _, choice = button["custom_id"].removeprefix(PRESS).partition(":")
            yield question, choice

    def messages(self, place: str) -> list[str]:
        """What Shelfmate wrote there; in a direct conversation also what only this person sees."""
        self.held.check()
        channel, direct = self.where.channel(place), place.startswith("dm:")
        if channel is None:
            return []
        reader = self.where.reader(channel)
        moments = self.held.moments_in(place) | (self.held.moments.get(reader.id, {}) if direct else {})
        return [
            in_words(plainly(self.there.site, reader.user, message), moments)
            for message in channel.messages
            if is_ours(message, self.there.app.id) and (direct or not message.only_for)
        ]


def _newest(channels: Sequence[Channel]) -> Iterator[tuple[Channel, Message, dict[str, Any]]]:
    """Every button of ours, the newest message's first."""
    every = ((channel, message) for channel in channels for message in channel.messages)
    for channel, message in sorted(every, key=lambda each: int(each[1].id), reverse=True):
        for button in reversed(buttons_of(message)):
            yield channel, message, button
