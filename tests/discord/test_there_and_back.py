"""There and back: what is rendered is seen on a screen as it was meant, and what is done there is read as it was done."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from discord.http import Route
from hypothesis import given, settings

from adapters.discord import render
from adapters.discord.listening import gateway as ours
from adapters.discord.read import read
from adapters.discord.reading.heard import Act, By, Heard, Ignored, PageAsked
from adapters.discord.rendering.marking import in_letters, inert, marked
from adapters.discord.rendering.runs import tidied
from flows.events import Pressed, Said, Submitted
from flows.ids import QuestionId, WishId
from flows.messages import (
    Attachment,
    Block,
    Button,
    FactRows,
    FieldShown,
    Message,
    PageShown,
    Paragraph,
    Part,
    Points,
    Sort,
    Span,
    WordShown,
)
from flows.wording.fitting import clean
from tests.discord import said
from tests.discord.client import online
from tests.discord.gateway import Gateway
from tests.discord.ids import Snowflakes
from tests.discord.limits import Limits
from tests.discord.loopback import Discord
from tests.discord.person import Person
from tests.discord.reading import plain
from tests.discord.records import User
from tests.discord.site import App, Site
from tests.slack.clock import Changes, HandClock

NOW = datetime(2027, 4, 1, 13, tzinfo=UTC)
ANSWERS, TURNS, OPENS = 4, 7, 9
PAGE = PageShown(
    question=QuestionId("1f2e"),
    title="Your application",
    fields=(
        FieldShown(key="about", sort=Sort.LONG, label="About you"),
        FieldShown(
            key="goals", sort=Sort.ANY_OF, label="Your goals", options=(("pub", "Publish"), ("move", "Move"))
        ),
        FieldShown(key="from", sort=Sort.DATE, label="From when"),
        FieldShown(key="hours", sort=Sort.NUMBER, label="Hours a month", least=1, most=9),
        FieldShown(key="remote", sort=Sort.YES_NO, label="At a distance?"),
    ),
    left=1,
)
NEXT = PageShown(
    question=QuestionId("1f2e"),
    title="Your application",
    fields=(
        FieldShown(
            key="hours", sort=Sort.NUMBER, label="Hours a month", given=("2",), error="Three at least."
        ),
    ),
)


@dataclass(slots=True)
class Adapter:
    """As much of an adapter as reads all and answers with what it is told to."""

    gateway: ours.Gateway = field(default_factory=ours.Gateway)
    heard: list[Heard] = field(default_factory=list)
    page: PageShown = PAGE
    answer: PageShown | WordShown = NEXT

    @property
    def told(self) -> list[Heard]:
        """What people did."""
        return [each for each in self.heard if not isinstance(each, Ignored)]

    async def answers(self, payload: Mapping[str, Any]) -> None:
        """What came is read, and answered as its kind is."""
        found = read(payload, now=NOW)
        self.heard.append(found)
        match found:
            case Act(by=By.PRESS):
                await self._callback(found.spot, OPENS, render.modal(self.page, event=found.event.id))
            case PageAsked():
                await self._callback(found.spot, OPENS, render.modal(self.page, event=found.event))
            case Act(by=By.PAGE) if isinstance(self.answer, PageShown):
                data = render.between(self.answer, event=found.event.id)
                await self._callback(found.spot, TURNS if found.spot.ephemeral else ANSWERS, data)
            case Act(by=By.COMMAND | By.PAGE):
                told = self.answer if isinstance(self.answer, WordShown) else WordShown(blocks=())
                await self._callback(found.spot, ANSWERS, render.word(told))

    async def _callback(self, spot: Any, kind: int, data: dict[str, Any]) -> None:
        route = Route("POST", "/interactions/{id}/{token}/callback", id=spot.interaction, token=spot.token)
        await self.gateway.http.request(route, json={"type": kind, "data": data})

    async def posts(self, person: Person, *blocks: Block, buttons: tuple[Button, ...] = ()) -> None:
        """A message comes to the person's DM, and is written over by itself."""
        part = Part(kind="plan.asked", blocks=blocks, buttons=buttons)
        dm = await self.gateway.http.request(
            Route("POST", "/users/@me/channels"), json={"recipient_id": person.id}
        )
        for post in render.message(Message(key=WishId("w-1"), place="dm:ana", parts=(part,))).posts:
            route = Route("POST", "/channels/{id}/messages", id=dm["id"])
            sent = await self.gateway.http.request(route, **_with_files(post.posted(), post))
            assert sent["components"][0]["id"] == post.marker, "by this it is found in the history"
            route = Route("PATCH", "/channels/{id}/messages/{message}", id=dm["id"], message=sent["id"])
            await self.gateway.http.request(route, **_with_files(post.rewritten(), post))


def _with_files(payload: dict[str, Any], post: render.Post) -> dict[str, Any]:
    if not post.uploads:
        return {"json": payload}
    form: list[dict[str, Any]] = [{"name": "payload_json", "value": json.dumps(payload)}]
    form += [
        {"name": f"files[{nth}]", "value": each.content, "filename": each.name}
        for nth, each in enumerate(post.uploads)
    ]
    return {"form": form}


@asynccontextmanager
async def at_work(there: Discord) -> AsyncIterator[Adapter]:
    """The adapter is connected, and answers what it hears."""
    adapter = Adapter()
    going: set[asyncio.Task[None]] = set()
    adapter.gateway.heard = lambda payload: going.add(asyncio.ensure_future(adapter.answers(payload)))
    async with online(adapter.gateway, there):
        yield adapter
        await asyncio.gather(*going)


async def test_a_message_is_seen_as_it_was_said(there: Discord) -> None:
    async with at_work(there) as adapter:
        ana = there.add("Ana Duarte")
        await adapter.posts(
            ana,
            Paragraph(
                (
                    Span("You meet "),
                    Span("Ben Okafor", strong=True),
                    Span(" on "),
                    Span("April 1", at=said.at(1, 13)),
                    Span(" in "),
                    Span("the library", link="https://example.org/a_(b)"),
                )
            ),
            Points(((Span("archives"),), (Span("oral history"),))),
            FactRows((("Where", (Span("*the* reading room"),)), ("About", (Span("I bind.\n# books"),)))),
            Attachment("topics.png", b"png", "How many asked for each topic"),
            buttons=(Button(QuestionId("1f2e"), "yes", "I will be there"),),
        )
        seen = ana.dm[-1]
    assert seen.text.replace("\n\n", "\n").splitlines() == [
        "You meet Ben Okafor on Thursday, April 1, 2027 9:00 AM in the library",
        "- archives",
        "- oral history",
        "Where: *the* reading room",
        "About:",
        "I bind.",
        "# books",
        "(How many asked for each topic)",
        "[I will be there]",
    ]
    assert seen.links == ("https://example.org/a_%28b%29",)
    assert seen.edited


async def test_nothing_that_anybody_typed_calls_anybody(there: Discord) -> None:
    async with at_work(there) as adapter:
        ana = there.add("Ana Duarte")
        typed = (*said.MARKED, f"<@{ana.id}>")
        await adapter.posts(
            ana,
            *(Paragraph((Span(words),)) for words in typed),
            Points(tuple((Span(words),) for words in typed)),
            FactRows(tuple((words, (Span(words),)) for words in typed)),
            buttons=tuple(Button(QuestionId("1f2e"), f"c{nth}", words) for nth, words in enumerate(typed)),
        )
        everything = "\n".join(message.text for message in ana.dm)
        assert {ping for message in ana.dm for ping in message.pings} == set()
        assert {link for message in ana.dm for link in message.links} == set()
    for words in ("<@1>", "@everyone", "[your library](https://evil.example)", f"<@{ana.id}>", "```"):
        assert everything.count(words) >= 3, words


async def test_a_press_opens_a_form_that_is_filled_in_sent_and_mended(there: Discord) -> None:
    async with at_work(there) as adapter:
        ana = there.add("Ana Duarte")
        await adapter.posts(
            ana,
            Paragraph((Span("Would you like a mentor?"),)),
            buttons=(Button(QuestionId("1f2e"), "mentee", "I would"),),
        )
        await ana.presses("I would")
        await ana.sees("Your application")
        await ana.fills({"About you": "<3 & *archives*\n# mine", "Your goals": ["Publish"]})
        await ana.fills({"From when": "May 1, 2027", "Hours a month": "2", "At a distance?": "No"})
        await ana.submits()
        await ana.sees("Three at least.", "[Mend it]")
        adapter.page = NEXT
        await ana.presses("Mend it")
        adapter.answer = WordShown(blocks=(Paragraph((Span("Thank you, Ana."),)),))
        await ana.fills({"Hours a month": "3"})
        await ana.submits()
        await ana.sees("Thank you, Ana.")
        assert ana.screen.told == ()

    pressed, first, asked, second = adapter.told
    assert isinstance(pressed, Act)
    assert isinstance(pressed.event, Pressed)
    assert (pressed.event.question, pressed.event.choice) == ("1f2e", "mentee")
    assert isinstance(first, Act)
    assert isinstance(first.event, Submitted)
    assert first.opened_by == pressed.event.id
    assert first.event.values == {
        "about": ("<3 & *archives*\n# mine",),
        "goals": ("pub",),
        "from": ("May 1, 2027",),
        "hours": ("2",),
        "remote": ("no",),
    }
    assert isinstance(asked, PageAsked)
    assert asked.event == first.event.id
    assert asked.spot.ephemeral
    assert isinstance(second, Act)
    assert isinstance(second.event, Submitted)
    assert second.event.values == {"hours": ("3",)}
    assert second.opened_by == first.event.id


async def test_what_they_type_is_read_and_what_they_say_elsewhere_is_not_heard(there: Discord) -> None:
    async with at_work(there) as adapter:
        ana = there.add("Ana Duarte")
        there.channel("general")
        await adapter.posts(ana, Paragraph((Span("Hello."),)))
        ana.says("I & my <3 books, @Shelfmate")
        ana.says("between us", "#general")
        await there.until(lambda: adapter.told, "the message")
    (typed,) = adapter.told
    assert isinstance(typed, Act)
    assert isinstance(typed.event, Said)
    assert (typed.by, typed.event.text) == (By.MESSAGE, "I & my <3 books, @shelfmate")
    assert "between us" not in repr(adapter.heard)


# --- letter for letter --------------------------------------------------------------------------------------

READER = User("1", "Ana", "ana")
LIVE = re.compile(r"^\s*(?:[-*+]|\d+\.|#{1,3}|-#|>{1,3})\s", re.MULTILINE)
"""What begins a point, a number, a heading, small print or a quotation at the beginning of a line."""


def seen(words: str) -> str:
    """Markdown as somebody reads it, in a Discord in which there is nobody else."""
    clock, changes = HandClock(), Changes()
    gateway = Gateway(clock, changes, lambda _: None)
    return plain(Site(clock, App(), Limits(), changes, gateway, Snowflakes(clock)), READER, words)


class TestLetterForLetter:
    @settings(max_examples=400)
    @given(said.typed)
    def test_what_is_typed_reads_as_typed_also_in_bold_and_begins_nothing(self, typed: str) -> None:
        meant = clean(typed)
        for written in (inert(meant), inert(meant, leads=True), in_letters(meant)):
            assert seen(written) == meant
            assert not LIVE.search(written)
        shown = "".join(span.text for span in tidied((Span(typed, strong=True),)))
        assert seen(marked(tidied((Span(typed, strong=True),)))) == shown

    @settings(max_examples=400)
    @given(said.typed, said.typed)
    def test_beside_words_of_ours_too(self, typed: str, more: str) -> None:
        spans = tidied(
            (Span(typed), Span(more, strong=True), Span("Ours "), Span(typed), Span(more, strong=True))
        )
        assert seen(marked(spans)) == "".join(span.text for span in spans)

    @settings(max_examples=200)
    @given(said.typed)
    def test_what_leads_somewhere_says_so_in_the_words_it_was_given(self, typed: str) -> None:
        (span,) = tidied((Span(f"x{typed}", link="https://example.org/a"),))
        read_as = seen(marked((span,)))
        assert read_as.startswith(span.text.strip())
        assert read_as.removeprefix(span.text.strip()).strip() in {"", "(https://example.org/a)"}

    def test_an_address_that_somebody_typed_can_be_pressed_where_discord_finds_all_of_it(self) -> None:
        assert inert("see https://example.org/a_b, or not") == "see https://example.org/a_b, or not"
        assert inert("https://example.org/*a*") == "https\\://example.org/\\*a\\*"
        assert in_letters("https://example.org/a_b") == "https\\://example.org/a\\_b"
