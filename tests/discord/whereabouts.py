"""Who and where in a play on Discord: people by the play's names for them, and the conversation that a place is."""

from dataclasses import dataclass, field

from adapters.discord.reading.origin import account_of, user_in, workspace_of
from flows.ids import AccountId, PersonId
from flows.model.addresses import Address, address_id
from flows.model.people import Account
from flows.places import pair_in
from flows.ports import Store
from flows.situation import Get, Query, find
from tests.discord import happenings
from tests.discord.loopback import Discord
from tests.discord.person import Person
from tests.discord.records import Channel

DM = "dm:"


@dataclass(slots=True, repr=False)
class Whereabouts:
    """Of one play."""

    there: Discord
    store: Store
    _people: dict[str, Person] = field(default_factory=dict)

    def person(self, id: str) -> Person:
        """Somebody with an account, whether or not they are in the server yet."""
        if id not in self._people:
            user = happenings.account(self.there.site, id)
            self._people[id] = self.there.people[user.id] = Person(self.there.site, user)
        return self._people[id]

    def account(self, id: PersonId) -> AccountId:
        """Theirs, on every server."""
        return account_of(self.person(id).id)

    def channel(self, place: str) -> Channel | None:
        """What Shelfmate knows the place by; a direct conversation is Discord's own."""
        place = self._as_read(place)
        if place.startswith(DM):
            return self.there.site.direct(self.person(place.removeprefix(DM)).id)
        at: Query = Get(Address, address_id(place, workspace_of(self.there.guild.id)))
        found: Address | None = self.store.transact(lambda tx: tx.load([at])[at])
        return self.there.site.channels.get(found.channel) if found else None

    def _as_read(self, place: str) -> str:
        """A pair's room is one's own conversation where the other is on another platform."""
        names = (pair_in(place) or "").split(":")[1:]
        asked: dict[str, Query] = {name: find(Account, person=name) for name in names}
        known = self.store.transact(lambda tx: tx.load(list(asked.values())))
        here = [name for name, at in asked.items() if any(user_in(one.id) for one in known[at])]
        return f"{DM}{here[0]}" if len(here) == 1 else place

    def meant_for(self, place: str) -> set[str]:
        """Who is meant to read what stands in somebody's direct conversation, or in a pair's room."""
        place = self._as_read(place)
        pair = pair_in(place)
        names = pair.split(":")[1:] if pair else [place.removeprefix(DM)]
        return {self.person(name).id for name in names}

    def reading(self, channel: Channel) -> set[str]:
        """Who reads there, but for the server's owner, who could read everything."""
        people = (one.id for one in self.there.people.values() if self.there.site.may(one.id, channel))
        return set(people) - {self.there.owner.id}

    def reader(self, channel: Channel) -> Person:
        """One of them."""
        people = (one for one in self._people.values() if one.id in channel.people)
        return next(people, self.there.owner)
