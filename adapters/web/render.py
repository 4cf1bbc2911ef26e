"""Rendering: posts, forms, words and pages become HTML. Pure; Jinja2 escapes whatever somebody typed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from babel.dates import format_date, format_time
from jinja2 import Environment, PackageLoader, StrictUndefined

from adapters.web.host import Newcomer, Room, Somebody, Standing, Time
from flows.calendar import local
from flows.messages import Attachment, FactRows, PageShown, Paragraph, Points, Span, WordShown
from flows.model.screens import Post
from flows.wording.formats import locale_of, moment_in_words

FIELDS = 5
"""How many questions of a form stand on a page."""
PICTURES = (".png",)
MANY_ZONES = 64


@lru_cache(maxsize=1)
def _pages() -> Environment:
    pages = Environment(
        loader=PackageLoader("adapters.web", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    tests: dict[str, Callable[[object], bool]] = {
        "paragraph": lambda block: isinstance(block, Paragraph),
        "points": lambda block: isinstance(block, Points),
        "facts": lambda block: isinstance(block, FactRows),
        "file": lambda block: isinstance(block, Attachment),
        "picture": lambda block: isinstance(block, Attachment) and block.name.endswith(PICTURES),
    }
    pages.tests.update(tests)
    return pages


@dataclass(frozen=True, slots=True)
class Eyes:
    """For whom it is drawn: dates are in their zone and language."""

    zone: str
    language: str = "en"

    @classmethod
    def of(cls, me: Somebody) -> "Eyes":
        """A person's own."""
        return cls(me.zone, me.language)

    def span(self, span: Span, *, own: bool) -> str:
        """The words of a span; a moment in the reader's own zone, also where it was written for a channel."""
        if span.at is None or own:
            return span.text
        return moment_in_words(span.at, self.zone, self.language)

    def moment(self, at: datetime) -> str:
        """`Thursday, April 1, 2027, 9:00 AM EDT`."""
        return moment_in_words(at, self.zone, self.language)

    def clock(self, at: datetime) -> str:
        """`9:00 AM`."""
        return format_time(local(at, self.zone), "short", locale=locale_of(self.language)).replace(
            "\u202f", " "
        )

    def day(self, at: datetime | date) -> str:
        """`Thursday, April 1, 2027`, of a moment in the reader's zone or of a day."""
        return self._day(at, "full")

    def short(self, at: datetime | date) -> str:
        """`Apr 1, 2027`, of the same."""
        return self._day(at, "medium")

    def _day(self, at: datetime | date, length: Literal["full", "medium"]) -> str:
        day = local(at, self.zone).date() if isinstance(at, datetime) else at
        return format_date(day, length, locale=locale_of(self.language))


def post(shown: Post, me: Somebody) -> str:
    """One message."""
    own = shown.place == f"dm:{me.id}"
    return _pages().get_template("_post.html").render(post=shown, eyes=Eyes.of(me), me=me, own=own)


def posts(shown: Sequence[Post], me: Somebody) -> str:
    """All that stands in a place, a heading for each day."""
    return _pages().get_template("_posts.html").render(posts=[post(each, me) for each in shown])


def form(page: PageShown) -> str:
    """A page of a form, to stand in a dialog."""
    return _pages().get_template("_form.html").render(form=page)


def word(said: WordShown) -> str:
    """A short line that only its reader sees."""
    return _pages().get_template("_word.html").render(word=said)


def line(words: str) -> str:
    """A sentence of the pages' own, where a word would stand."""
    return word(WordShown(blocks=(Paragraph((Span(words),)),)))


def time_panel(time: Time, me: Somebody | None) -> str:
    """The time, what comes next, and the calendar."""
    return _time_panel(time, Eyes.of(me) if me else Eyes(time.zone), has_screen=me is not None)


@lru_cache(maxsize=MANY_ZONES)
def _time_panel(time: Time, eyes: Eyes, *, has_screen: bool) -> str:
    """Drawn once for all who read the same zone and language."""
    return _pages().get_template("_time.html").render(time=time, eyes=eyes, has_screen=has_screen)


def places(rooms: Sequence[Room], here: str, me: Somebody) -> str:
    """The places that somebody sees, to go from one to the other."""
    return _pages().get_template("_places.html").render(rooms=rooms, here=here, me=me)


def window(
    *,
    title: str,
    world: str,
    me: Somebody,
    people: Sequence[Somebody],
    rooms: Sequence[Room],
    here: Room,
    posts: Sequence[Post],
    time: Time,
) -> str:
    """One person's window on one place."""
    return (
        _pages()
        .get_template("window.html")
        .render(
            title=title,
            world=world,
            me=me,
            people=people,
            here=here,
            posts=[post(each, me) for each in posts],
            places=places(rooms, here.place, me),
            time_panel=time_panel(time, me),
        )
    )


def people(
    *,
    title: str,
    world: str,
    people: Sequence[Somebody],
    time: Time,
    zones: Sequence[str],
    wrong: str,
    given: Newcomer,
) -> str:
    """Who one can be. `given` is what somebody wrote who wanted to add themselves, `wrong` what is wrong with it."""
    groups = [(standing, [each for each in people if each.standing is standing]) for standing in Standing]
    return (
        _pages()
        .get_template("people.html")
        .render(
            title=title,
            world=world,
            groups=[group for group in groups if group[1]],
            zones=zones,
            wrong=wrong,
            given=given,
            time_panel=time_panel(time, None),
        )
    )


def sorry(title: str, words: str) -> str:
    """A page for what cannot be shown."""
    return _pages().get_template("sorry.html").render(title=title, words=words)
