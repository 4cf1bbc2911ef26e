"""Sending: a message is put on its screen, which is kept here, and whoever watches is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flows.events import Said
from flows.ids import PersonId
from flows.messages import Message, Paragraph, Part, Span
from flows.model.screens import Post
from flows.places import Place, dm
from flows.ports import SendFailed, Store, StoreError, Transaction
from flows.situation import WHOLE, Get, Query, count, find

Watcher = Callable[[Post, Post | None], None]
"""Told of each post as it appears, and of each that is rewritten: as it is now, and as it was before."""


class Screens:
    """Every screen, kept in the store: a message sent twice under one key stands there once, whatever happens between.

    `now` tells when a message appears. A watcher is called on the thread that sends.
    """

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self.watchers: list[Watcher] = []

    def send(self, message: Message) -> str:
        """Show it, or rewrite the one it edits. Raises SendFailed."""
        id = message.edits or message.key
        rewrites = message.edits is not None
        try:
            self._show(
                Post(id=id, place=message.place, nth=0, at=self._now(), parts=message.parts, edited=rewrites)
            )
        except StoreError as error:
            raise SendFailed(str(error)) from error
        return id

    def _show(self, wanted: Post) -> None:
        post, before = self._store.transact(lambda tx: _put(tx, wanted))
        if post != before:
            for watcher in self.watchers:
                watcher(post, before)

    def says(self, event: Said, person: PersonId) -> None:
        """What somebody writes to Shelfmate stands on their own screen."""
        words = Part(kind="said", blocks=(Paragraph((Span(event.text),)),))
        self._show(Post(id=event.id, place=dm(person), nth=0, at=self._now(), parts=(words,), author=person))

    def reads_back(self, place: Place) -> bool:
        """Everywhere: the screens are ours."""
        return True

    def find(self, message: Message) -> str | None:
        """What was sent under the message's key."""
        at: Query = Get(Post, message.key)
        post: Post | None = self._store.transact(lambda tx: tx.load([at])[at])
        return post.id if post else None

    def posts(self, place: Place) -> tuple[Post, ...]:
        """All that stands in a place, oldest first."""
        there = find(Post, limit=WHOLE, place=place)
        found: tuple[Post, ...] = self._store.transact(lambda tx: tx.load([there])[there])
        return tuple(sorted(found, key=lambda post: post.nth))

    def latest(self, place: Place) -> int:
        """The number of the newest message of a place, 0 where there is none."""
        there: Query = count(Post, place=place)
        number: int = self._store.transact(lambda tx: tx.load([there])[there])
        return number

    def post(self, id: str) -> Post | None:
        """One message."""
        at: Query = Get(Post, id)
        found: Post | None = self._store.transact(lambda tx: tx.load([at])[at])
        return found


def _put(tx: Transaction, wanted: Post) -> tuple[Post, Post | None]:
    """As the newest of its place; or, where it stands there already, with its new words in its old place."""
    shown: Query = Get(Post, wanted.id)
    in_place: Query = count(Post, place=wanted.place)
    known = tx.load([shown, in_place])
    before: Post | None = known[shown]
    if before is None and wanted.edited:
        return wanted, wanted  # it was erased at its reader's wish: there is nothing to rewrite
    if before is None:
        post = replace(wanted, nth=known[in_place] + 1, edited=False)
    else:
        post = replace(before, parts=wanted.parts, edited=before.edited or wanted.edited)
    if post != before:
        tx.save([post])
    return post, before
