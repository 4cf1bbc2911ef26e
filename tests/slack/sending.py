"""Sending as the outbox does it: from a thread beside the loop, with people and a pair that the store remembers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack.calling.calls import Calls
from adapters.slack.calling.pace import Pace
from adapters.slack.send import Posting
from flows.ids import AccountId, PersonId, QuestionId, WishId
from flows.messages import Attachment, Block, Button, Message, Paragraph, Part, Span
from flows.model.addresses import Address, address_id
from flows.places import Place, dm
from flows.ports import Store
from flows.situation import Get, Query
from storage.memory import MemoryStore
from tests.slack.clock import FIRST_MORNING
from tests.slack.person import Person
from tests.slack.slack import Slack
from tests.storage.records import account, pair, person, wish

LONG = "A sentence that takes some room on everybody's screen. " * 140
"""So long that a post holds no second one beside it."""


@dataclass(slots=True, repr=False)
class Stage:
    """A Slack, a store, and Shelfmate between them."""

    slack: Slack
    store: Store
    calls: Calls
    posting: Posting

    def knows(self, name: str, user: Person) -> str:
        """Somebody is known under this id; their place."""
        where = f"slack:{user.workspace.id}:{user.id}"
        self.store.transact(lambda tx: tx.save([person(name, user.user.name), account(where, name)]))
        return dm(PersonId(name))

    def adds(self, name: str, **more: Any) -> tuple[str, Person]:
        """Somebody joins the workspace and is met; their place, and they."""
        user = self.slack.add(name, **more)
        return self.knows(name.split(maxsplit=1)[0].lower(), user), user

    def pairs(self, mentee: str, mentor: str) -> str:
        """Two of them become a pair; its room."""
        made = pair(mentee, mentor)
        self.store.transact(lambda tx: tx.save([made]))
        return f"room:{made.id}"

    def address(self, place: Place) -> str:
        """What is remembered of where a place is."""
        at: Query = Get(Address, address_id(place, f"slack:{self.slack.workspace.id}"))
        found: Address | None = self.store.transact(lambda tx: tx.load([at])[at])
        return found.channel if found else ""

    def leads(self, place: Place, channel: str) -> None:
        """Where a place is, as setting up says it."""
        workspace = f"slack:{self.slack.workspace.id}"
        kept = Address(id=address_id(place, workspace), place=place, workspace=workspace, channel=channel)
        self.store.transact(lambda tx: tx.save([kept]))

    def wished(self, key: str) -> None:
        """The outbox has this message in hand since this morning."""
        made = replace(wish(key), not_before=FIRST_MORNING)
        self.store.transact(lambda tx: tx.save([made]))

    async def sends(self, message: Message) -> str:
        """As the outbox does."""
        return await asyncio.to_thread(self.posting.send, message)

    async def finds(self, message: Message) -> str | None:
        """As the outbox does, which then knows no more of a message than its key and its place."""
        return await asyncio.to_thread(self.posting.find, replace(message, parts=(), edits=None))

    def posted(self) -> int:
        """How often something was posted, seen or not."""
        return len(self.slack.called("chat.postMessage"))

    def restarts(self) -> None:
        """Killed and started again: nothing is left but what the store remembers."""
        self.posting = Posting(self.calls, self.store, asyncio.get_running_loop())


@asynccontextmanager
async def stage(slack: Slack, *, lifted: bool = True, pace: Pace | None = None) -> AsyncIterator[Stage]:
    """Shelfmate is connected. Where `lifted`, nobody counts how often it calls."""
    if lifted:
        slack.site.limits.scale = 0
    calls, store = Calls(slack.token, url=slack.api, scale=0 if lifted else 1, pace=pace), MemoryStore()
    await calls.connect()
    try:
        yield Stage(slack, store, calls, Posting(calls, store, asyncio.get_running_loop()))
    finally:
        await calls.close()


def words(said: str) -> Paragraph:
    """A paragraph."""
    return Paragraph((Span(said),))


def ics(name: str = "meeting.ics") -> Attachment:
    """An invitation."""
    return Attachment(name=name, content=b"BEGIN:VCALENDAR", alt="Your meeting, for your calendar")


def message(place: Place, *said: str | Block, key: str = "k1", edits: str | None = None) -> Message:
    """Each of these said in a part of its own; a file goes with the last."""
    parts: list[Part] = []
    for each in said:
        block = words(each) if isinstance(each, str) else each
        if isinstance(block, Attachment) and parts:
            parts[-1] = replace(parts[-1], blocks=(*parts[-1].blocks, block))
        else:
            parts.append(Part(kind="tips.sent", blocks=(block,)))
    return Message(key=WishId(key), place=place, parts=tuple(parts), edits=edits)


def asked(place: Place, said: str, *choices: str, key: str = "k1") -> Message:
    """A question with its buttons."""
    buttons = tuple(Button(QuestionId("q1"), choice.lower(), choice) for choice in choices)
    return Message(
        key=WishId(key), place=place, parts=(Part(kind="tips.sent", blocks=(words(said),), buttons=buttons),)
    )


def of(user: Person) -> AccountId:
    """Their account."""
    return AccountId(f"slack:{user.workspace.id}:{user.id}")
