"""Sending: a message stands on its screen once, however often it is sent; an edit rewrites it where it stands."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.web.send import Screens
from flows.events import Said
from flows.ids import EventId, PersonId, WishId
from flows.messages import Message, Paragraph, Part, Span
from flows.model.screens import Post
from flows.ports import SendFailed, Store
from storage.memory import MemoryStore
from storage.opening import open_store

NOW = datetime(2027, 4, 1, 12, tzinfo=UTC)
ANA = PersonId("ana")


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store = (
        MemoryStore()
        if request.param == "memory"
        else open_store(f"sqlite:///{tmp_path}/s.db", durable=False)
    )
    yield store
    store.close()


@pytest.fixture
def screens(store: Store) -> Screens:
    return Screens(store, lambda: NOW)


def message(key: str, text: str, place: str = "dm:ana", edits: str | None = None) -> Message:
    part = Part(kind="k", blocks=(Paragraph((Span(text),)),))
    return Message(key=WishId(key), place=place, parts=(part,), edits=edits)


def read(screens: Screens, place: str = "dm:ana") -> list[tuple[int, str, bool]]:
    return [(post.nth, _text(post), post.edited) for post in screens.posts(place)]


def _text(post: Post) -> str:
    [block] = post.parts[0].blocks
    assert isinstance(block, Paragraph)
    return block.spans[0].text


def test_messages_stand_in_order_each_in_its_place(screens: Screens) -> None:
    for nth in range(12):
        screens.send(message(f"w{nth}", f"{nth}", "dm:ana" if nth % 2 else "dm:ben"))
    assert [text for _, text, _ in read(screens)] == ["1", "3", "5", "7", "9", "11"]
    assert [nth for nth, _, _ in read(screens, "dm:ben")] == [1, 2, 3, 4, 5, 6]
    assert (screens.latest("dm:ana"), screens.latest("dm:nobody")) == (6, 0)


def test_sent_twice_it_stands_there_once(screens: Screens) -> None:
    first = screens.send(message("w1", "hello"))
    assert screens.send(message("w1", "hello")) == first
    assert read(screens) == [(1, "hello", False)]


def test_it_is_found_by_its_key(screens: Screens) -> None:
    ref = screens.send(message("w1", "hello"))
    assert screens.reads_back("dm:ana")
    assert screens.find(message("w1", "")) == ref
    assert screens.find(message("w2", "")) is None


def test_an_edit_rewrites_it_where_it_stands_and_says_so(screens: Screens) -> None:
    ref = screens.send(message("w1", "hello"))
    screens.send(message("w2", "and"))
    assert screens.send(message("w3", "hello again", edits=ref)) == ref
    assert read(screens) == [(1, "hello again", True), (2, "and", False)]
    screens.send(message("w3", "hello again", edits=ref))
    assert len(read(screens)) == 2


def test_watchers_hear_of_what_changes_and_of_nothing_else(screens: Screens) -> None:
    heard: list[tuple[str, str]] = []
    screens.watchers.append(lambda post, before: heard.append((_text(post), _text(before) if before else "")))
    ref = screens.send(message("w1", "one"))
    screens.send(message("w1", "one"))
    screens.send(message("w2", "two", edits=ref))
    screens.send(message("w2", "two", edits=ref))
    assert heard == [("one", ""), ("two", "one")]


def test_an_edit_of_what_was_erased_brings_nothing_back(screens: Screens, store: Store) -> None:
    ref = screens.send(message("w1", "hello"))
    store.transact(lambda tx: tx.erase(Post, [ref]))
    screens.send(message("w2", "hello again", edits=ref))
    assert read(screens) == []


def test_what_somebody_says_stands_there_once_under_their_name(screens: Screens) -> None:
    said = Said(id=EventId("web:ana:1"), now=NOW, text="<b>sign up</b>")
    screens.says(said, ANA)
    screens.says(said, ANA)
    [post] = screens.posts("dm:ana")
    assert (_text(post), post.author) == ("<b>sign up</b>", ANA)


def test_where_nothing_can_be_kept_it_was_not_sent(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/s.db", durable=False)
    screens = Screens(store, lambda: NOW)
    store.close()
    for file in tmp_path.iterdir():
        file.unlink()
    with pytest.raises(SendFailed):
        screens.send(message("w1", "hello"))
