"""There and back: what is rendered is seen on a screen as it was meant, and what is done there is read as it was done."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.read import read
from adapters.slack.reading.heard import Act, By, Heard, HomeOpened, Suggesting
from adapters.slack.rendering import forms
from adapters.slack.rendering.limits import OPTIONS
from flows.commands import understood
from flows.events import Pressed, Said, Submitted
from flows.ids import QuestionId, WishId
from flows.messages import (
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
from tests.slack.listening import bolt, listening
from tests.slack.messages import MARKED, at
from tests.slack.person import Person
from tests.slack.slack import Slack

NOW = datetime(2027, 4, 1, 13, tzinfo=UTC)
TOPICS = tuple((f"t{nth}", f"Topic {nth}") for nth in range(OPTIONS + 20))
PAGE = PageShown(
    question=QuestionId("1f2e"),
    title="Your application",
    fields=(
        FieldShown(key="about", sort=Sort.LONG, label="About you"),
        FieldShown(
            key="goals", sort=Sort.ANY_OF, label="Your goals", options=(("pub", "Publish"), ("move", "Move"))
        ),
        FieldShown(key="topic", sort=Sort.ONE_OF, label="Your topic", options=TOPICS, required=False),
        FieldShown(key="from", sort=Sort.DATE, label="From when"),
        FieldShown(key="hours", sort=Sort.NUMBER, label="Hours a month", least=1, most=9),
        FieldShown(key="remote", sort=Sort.YES_NO, label="At a distance?"),
    ),
    left=1,
)


@dataclass(slots=True)
class Adapter:
    """As much of an adapter as reads all and answers with what it is told to."""

    heard: list[Heard] = field(default_factory=list)
    page: PageShown = PAGE
    answer: PageShown | WordShown = PAGE

    def reads(self, body: dict[str, Any]) -> Heard:
        """What came."""
        self.heard.append(read(body, now=NOW))
        return self.heard[-1]

    def on(self, app: AsyncApp) -> AsyncApp:
        """The adapter listens."""
        everything = re.compile("")

        @app.action(everything)
        async def pressed(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            if isinstance(found := self.reads(body), Act):
                await client.views_open(trigger_id=found.spot.trigger, view=forms.view(self.page))

        @app.view(forms.FORM)
        async def sent(ack: Any, body: dict[str, Any]) -> None:
            found = self.reads(body)
            shown = found.spot.fields if isinstance(found, Act) else ()
            if isinstance(self.answer, PageShown):
                await ack(**forms.acknowledged(self.answer, shown))
            else:
                await ack(response_action="update", view=forms.told(self.answer, self.page.title))

        @app.options(everything)
        async def typed(ack: Any, body: dict[str, Any]) -> None:
            found = self.reads(body)
            assert isinstance(found, Suggesting)
            await ack(**forms.suggested(TOPICS, found.typed))

        @app.command("/mentoring")
        async def commanded(ack: Any, body: dict[str, Any]) -> None:
            self.reads(body)
            await ack(render.word(WordShown(blocks=(Paragraph((Span("Here is what you can do."),)),))))

        @app.event(everything)
        async def happened(body: dict[str, Any]) -> None:
            self.reads(body)

        @app.shortcut(everything)
        async def used(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            self.reads(body)

        return app


@asynccontextmanager
async def at_work(slack: Slack) -> AsyncIterator[Adapter]:
    adapter = Adapter()
    async with listening(slack, adapter.on(bolt(slack))):
        yield adapter


async def shows(
    web: AsyncWebClient, person: Person, *blocks: Block, buttons: tuple[Button, ...] = ()
) -> None:
    """A message comes to the person's DM."""
    message = Message(
        key=WishId("w-1"), place="dm:ana", parts=(Part(kind="plan.asked", blocks=blocks, buttons=buttons),)
    )
    channel = (await web.conversations_open(users=person.id))["channel"]["id"]
    for post in render.message(message).posts:
        sent = await web.chat_postMessage(**post.posted(channel))
        await web.chat_update(**post.rewritten(channel, sent["ts"]))


async def test_a_message_is_seen_as_it_was_said(slack: Slack, web: AsyncWebClient) -> None:
    ana = slack.add("Ana Duarte")
    await shows(
        web,
        ana,
        Paragraph(
            (Span("You meet "), Span("Ben Okafor", strong=True), Span(" on "), Span("April 1", at=at(1, 13)))
        ),
        Points(((Span("archives"),), (Span("oral history"),))),
        FactRows((("Where", (Span("*the* reading room"),)), ("When", (Span("April 1", at=at(1, 13)),)))),
        buttons=(Button(QuestionId("1f2e"), "yes", "I will be there"),),
    )
    seen = ana.dm[-1]
    assert seen.text.splitlines() == [
        "You meet Ben Okafor on April 1",
        "- archives",
        "- oral history",
        "Where",
        "*the* reading room",
        "When",
        "April 1",
        "[I will be there]",
    ]
    assert seen.notice.splitlines()[0] == "You meet Ben Okafor on April 1"


async def test_nothing_that_anybody_typed_calls_anybody(slack: Slack, web: AsyncWebClient) -> None:
    ana = slack.add("Ana Duarte")
    typed = (*MARKED, f"<@{ana.id}>")
    await shows(
        web,
        ana,
        *(Paragraph((Span(words),)) for words in typed),
        Points(tuple((Span(words),) for words in typed)),
        FactRows(tuple((words, (Span(words),)) for words in typed)),
        buttons=tuple(Button(QuestionId("1f2e"), f"c{nth}", words) for nth, words in enumerate(typed)),
    )
    assert ana.dm[-1].pings == frozenset()
    assert "<!channel>" in ana.dm[-1].text


async def test_a_press_opens_a_form_that_is_filled_in_and_sent(either: Slack) -> None:
    async with at_work(either) as adapter:
        ana = either.add("Ana Duarte")
        web = AsyncWebClient(either.token, base_url=either.api)
        await shows(
            web,
            ana,
            Paragraph((Span("Would you like a mentor?"),)),
            buttons=(Button(QuestionId("1f2e"), "mentee", "I would"),),
        )
        await ana.presses("I would")
        await ana.sees("Your application")
        assert await ana.searches("Your topic", "topic 11") == [
            "Topic 11",
            *(f"Topic {nth}" for nth in range(110, 120)),
        ]
        filled = {"About you": "<3 & *archives*", "Your goals": ["Publish"], "Your topic": "Topic 11"}
        await ana.fills({**filled, "From when": "2027-04-01", "Hours a month": "2", "At a distance?": "No"})
        adapter.answer = PageShown(
            question=QuestionId("1f2e"),
            title="Your application",
            fields=(
                FieldShown(key="hours", sort=Sort.NUMBER, label="Hours a month", error="Three at least."),
            ),
        )
        await ana.submits()
        assert ana.modal.errors == {"Hours a month": "Three at least."}
        await ana.fills({"Hours a month": "3"})
        adapter.answer = WordShown(blocks=(Paragraph((Span("Thank you, Ana."),)),))
        await ana.submits()
        assert "Thank you, Ana." in str(ana.modal)

    acts = [found.event for found in adapter.heard if isinstance(found, Act)]
    pressed, first, second = acts
    assert isinstance(pressed, Pressed)
    assert (pressed.question, pressed.choice) == ("1f2e", "mentee")
    assert isinstance(first, Submitted)
    assert first.values == {
        "about": ("<3 & *archives*",),
        "goals": ("pub",),
        "topic": ("t11",),
        "from": ("2027-04-01",),
        "hours": ("2",),
        "remote": ("no",),
    }
    assert isinstance(second, Submitted)
    assert second.values == {**first.values, "hours": ("3",)}
    assert len({act.id for act in acts}) == 3, "the second try is another event, though the view is the same"


async def test_what_comes_twice_is_one_event(slack: Slack) -> None:
    async with at_work(slack) as adapter:
        ana = slack.add("Ana Duarte")
        said = ana.says("sign up")
        await slack.until(lambda: adapter.heard, "the message")
        assert said is not None
        slack.again(said)
        await slack.until(lambda: len(adapter.heard) == 2, "the message, once more")
        first, again = adapter.heard
    assert isinstance(first, Act)
    assert isinstance(again, Act)
    assert first.event.id == again.event.id


async def test_what_they_type_command_and_open_is_read(slack: Slack) -> None:
    async with at_work(slack) as adapter:
        ana = slack.add("Ana Duarte")
        ana.says("I & my <3 books, @Ana Duarte")
        await slack.until(lambda: adapter.heard, "the message")
        await ana.runs("/mentoring me")
        ana.opens_home()
        await slack.until(lambda: len(adapter.heard) == 3, "all three")
        assert "Here is what you can do." in str(ana.screen)
    typed, commanded, home = adapter.heard
    assert isinstance(typed, Act)
    assert isinstance(typed.event, Said)
    assert (typed.by, typed.event.text) == (By.MESSAGE, f"I & my <3 books, @{ana.id}")
    assert isinstance(commanded, Act)
    assert isinstance(commanded.event, Said)
    assert (commanded.by, commanded.event.text) == (By.COMMAND, "me")
    assert isinstance(home, HomeOpened)
    assert home.account == f"slack:{slack.workspace.id}:{ana.id}"


async def test_a_shortcut_on_a_message_says_its_command_and_nothing_of_the_message(
    slack: Slack, web: AsyncWebClient
) -> None:
    slack.app.shortcuts["Something is not right"] = ("something_is_not_right", "message")
    async with at_work(slack) as adapter:
        ana = slack.add("Ana Duarte")
        await shows(web, ana, Paragraph((Span("Between the two of you."),)))
        await ana.uses("Something is not right", on=ana.dm[-1])
    (found,) = (each for each in adapter.heard if isinstance(each, Act))
    assert isinstance(found.event, Said)
    assert understood(found.event.text) == ("people", "not_right")
    assert "Between" not in repr(found)
