"""Places: who reads in them and what conversation they are here, as the store remembers it. Blocking calls."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from adapters.discord.reading.origin import ACCOUNT, user_in, workspace_of
from adapters.discord.sending.whither import BEGUN, DIRECT, SHUT, Reader, Whither
from flows.ids import AccountId, PersonId, ProgramId, WishId
from flows.model.addresses import Address, Workspace, address_id
from flows.model.pairs import Pair
from flows.model.people import Account, Person
from flows.model.talk import Wish
from flows.places import Place, announcements, dm, pair_in
from flows.ports import Store, Transaction
from flows.situation import WHOLE, Get, Query, find


class Places:
    """The places of all servers that the application is in."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def whither(self, place: Place, key: WishId) -> Whither:
        """Where this place is, and since when a message could stand there under this key."""
        return self._store.transact(lambda tx: self._whither(tx, place, key))

    def of_account(self, account: AccountId) -> Whither:
        """The direct conversation with the user of an account, whoever else the person is on Discord."""
        return self._store.transact(lambda tx: self._of_account(tx, account))

    def is_nameless(self, place: Place) -> bool:
        """Whether somebody who reads there has no name: they had themselves erased."""
        return self._store.transact(
            lambda tx: (
                not all(person and person.name for person in map(partial(_person, tx), _persons(tx, place)))
            )
        )

    def channel(self, place: Place, guild: str) -> str:
        """What a place is remembered to be in a server; empty where it is not."""
        return self._store.transact(lambda tx: _channel(tx, place, workspace_of(guild)))

    def keep(self, place: Place, guild: str, channel: str) -> None:
        """Remember what a place is in a server; or that it is BEGUN."""
        self._store.transact(lambda tx: tx.save([_address(place, workspace_of(guild), channel)]))

    def keep_direct(self, place: Place, channel: str) -> None:
        """Remember a direct conversation; or that it is SHUT."""
        self._store.transact(lambda tx: tx.save([_address(place, DIRECT, channel)]))

    def opened(self, account: AccountId) -> None:
        """A direct conversation may take something again: the thread instead of it stays known."""
        self._store.transact(lambda tx: _opened(tx, account))

    def directs(self) -> tuple[str, ...]:
        """The direct conversations that are known."""
        kept = find(Address, workspace=DIRECT, limit=WHOLE)
        known = self._store.transact(lambda tx: tx.load([kept])[kept])
        return tuple(address.channel for address in known if address.channel != SHUT)

    def taken(self, guild: str) -> frozenset[str]:
        """The channels and threads of a server that are some place's already."""
        living = find(Address, workspace=workspace_of(guild))
        known = self._store.transact(lambda tx: tx.load([living])[living])
        return frozenset(address.channel for address in known)

    def _whither(self, tx: Transaction, place: Place, key: WishId) -> Whither:
        wish_at: Query = Get(Wish, key)
        wish: Wish | None = tx.load([wish_at])[wish_at]
        readers = [_reader(tx, person) for person in _persons(tx, place)]
        here = [(id, reader) for id, reader in readers if reader.users]
        if pair_in(place) and len(here) == 1:
            place, readers = dm(here[0][0]), here
        found = _found(tx, place, _program(tx, place))
        return replace(
            found,
            readers=tuple(reader for _, reader in readers),
            since=wish.not_before if wish else None,
            tried=bool(wish and wish.attempts),
        )

    def _of_account(self, tx: Transaction, account: AccountId) -> Whither:
        at: Query = Get(Account, account)
        known: Account | None = tx.load([at])[at]
        user = user_in(account)
        if known is None:
            return Whither(place="dm:", readers=(Reader(name="", users=(user,)),))
        place = dm(known.person)
        found = _found(tx, place, _program(tx, place))
        _, reader = _reader(tx, known.person)
        if (
            reader.users[0] != user and not found.is_shut
        ):  # the conversation that is known is another's of theirs
            found = replace(found, direct="")
        return replace(found, readers=(replace(reader, users=(user,)),))


def _found(tx: Transaction, place: Place, program: str) -> Whither:
    guild = _guild(tx, program)
    if not guild:
        return Whither(place=place, direct=_channel(tx, place, DIRECT))
    workspace = workspace_of(guild)
    channel = _channel(tx, place, workspace)
    return Whither(
        place=place,
        guild=guild,
        under=_channel(tx, announcements(ProgramId(program)), workspace),
        channel="" if channel == BEGUN else channel,
        is_begun=channel == BEGUN,
        direct=_channel(tx, place, DIRECT) if place.startswith("dm:") else "",
    )


def _guild(tx: Transaction, program: str) -> str:
    living = find(Workspace, program=program)
    found: Sequence[Workspace] = tx.load([living])[living] if program else ()
    return next((each.id.removeprefix(ACCOUNT) for each in found if each.id.startswith(ACCOUNT)), "")


def _channel(tx: Transaction, place: Place, workspace: str) -> str:
    at: Query = Get(Address, address_id(place, workspace))
    known: Address | None = tx.load([at])[at]
    return known.channel if known else ""


def _program(tx: Transaction, place: Place) -> str:
    """The program that a place belongs to."""
    if place.startswith("dm:"):
        person = _person(tx, PersonId(place.removeprefix("dm:")))
        return person.program if person else ""
    if pair_in(place):
        pair = _pair(tx, place)
        return pair.program if pair else ""
    return place.split(":")[1]


def _persons(tx: Transaction, place: Place) -> tuple[PersonId, ...]:
    if place.startswith("dm:"):
        return (PersonId(place.removeprefix("dm:")),)
    pair = _pair(tx, place)
    return (pair.mentee, pair.mentor) if pair else ()


def _pair(tx: Transaction, place: Place) -> Pair | None:
    at: Query = Get(Pair, pair_in(place) or "")
    found: Pair | None = tx.load([at])[at]
    return found


def _person(tx: Transaction, id: PersonId) -> Person | None:
    at: Query = Get(Person, id)
    found: Person | None = tx.load([at])[at]
    return found


def _reader(tx: Transaction, id: PersonId) -> tuple[PersonId, Reader]:
    person, theirs = _person(tx, id), find(Account, person=id)
    users = tuple(filter(None, (user_in(account.id) for account in tx.load([theirs])[theirs])))
    return id, Reader(name=person.name if person else "", users=users)


def _address(place: Place, workspace: str, channel: str) -> Address:
    return Address(id=address_id(place, workspace), place=place, workspace=workspace, channel=channel)


def _opened(tx: Transaction, account: AccountId) -> None:
    at: Query = Get(Account, account)
    known: Account | None = tx.load([at])[at]
    if known and _channel(tx, dm(known.person), DIRECT) == SHUT:
        tx.erase(Address, [address_id(dm(known.person), DIRECT)])
