"""Rendering: whatever somebody typed is shown as typed, and nothing of it becomes markup, a script or a strange link."""

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.web import render
from adapters.web.host import Coming, Newcomer, Room, Somebody, Sort, Standing, Time
from flows.ids import PersonId, QuestionId, WishId
from flows.messages import (
    Attachment,
    Block,
    Button,
    FactRows,
    FieldShown,
    PageShown,
    Paragraph,
    Part,
    Points,
    Span,
    WordShown,
)
from flows.messages import Sort as Takes
from flows.model.screens import Post

ANA = Somebody(
    id=PersonId("ana"), name="Ana", standing=Standing.MENTEE, about="A student", zone="America/New_York"
)
NOON = datetime(2027, 4, 1, 12, tzinfo=UTC)
TIME = Time(now=NOON, zone="America/New_York", coming=Coming(what="Something", at=NOON), stages=())
FOREIGN = {"iframe", "object", "embed", "base", "style", "frame"}
SAFE = ("https://", "http://", "mailto:")

nasty = st.sampled_from(
    [
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        '" onmouseover="alert(1)',
        "' autofocus onfocus='alert(1)",
        "{{ 7 * 7 }}{% raw %}",
        "<!-- ",
        "]]>",
        "&lt;b&gt; &amp; &#x3c;",
        "</textarea><b>",
        "\u202eabc\u2066",
        "a\0b\x1b",
    ]
)
typed = nasty | st.text(st.characters(codec="utf-8"), max_size=60)
links = st.sampled_from(
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example",
        "/start-over",
        'https://example.org/?a=1&b="><script>',
        "mailto:a@example.org",
        "",
    ]
)
spans = st.lists(st.builds(Span, typed, st.booleans(), links, st.none() | st.just(NOON)), max_size=3).map(
    tuple
)
blocks = st.one_of(
    st.builds(Paragraph, spans),
    st.builds(Points, st.lists(spans, max_size=3).map(tuple)),
    st.builds(FactRows, st.lists(st.tuples(typed, spans), max_size=3).map(tuple)),
    st.builds(Attachment, typed | st.just("chart.png") | st.just("date.ics"), st.just(b"x"), typed),
)
buttons = st.builds(Button, typed.map(QuestionId), typed, typed, st.booleans())
parts = st.builds(
    Part,
    kind=typed,
    blocks=st.lists(blocks, max_size=3).map(tuple),
    buttons=st.lists(buttons, max_size=2).map(tuple),
)


class Page(HTMLParser):
    """What a browser makes of it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def all_of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def harmless(html: str) -> Page:
    """Nothing runs in it, nothing styles it, no link leads astray."""
    page = Page(html)
    for tag, attributes in page.tags:
        assert tag not in FOREIGN, tag
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name != "style"
            if name in {"href", "src", "action"}:
                assert value is not None
                own_icon = ("data:image/svg+xml,",) if tag == "link" else ()
                assert value.startswith(("/", "#", *SAFE, *own_icon)), value
                assert not value.startswith("//"), value
        if tag == "script":
            assert (attributes.get("src") or "").startswith("/static/")
    return page


def shape(html: str) -> list[str]:
    """Its tags in order: words must not change them."""
    return [tag for tag, _ in Page(html).tags]


def squeezed(text: str) -> str:
    return " ".join(text.replace("\r", "\n").split())


def post_of(*said: Block, place: str = "dm:ana", author: PersonId | None = None) -> Post:
    return Post(
        id=WishId("w1"), place=place, nth=1, at=NOON, parts=(Part(kind="k", blocks=said),), author=author
    )


def pages_of(name: str, about: str, title: str) -> list[str]:
    """Every page, with these words wherever somebody's words can stand."""
    me, given = replace(ANA, name=name, about=about), Newcomer(name=name, email=about, zone=title)
    room = Room(place="dm:ana", sort=Sort.DM, title=title, about=about)
    time = replace(TIME, coming=Coming(what=name, at=NOON))
    return [
        render.window(
            title=title,
            world="1",
            me=me,
            people=[me],
            rooms=[room],
            here=room,
            posts=[post_of()],
            time=time,
        ),
        render.people(
            title=title, world="1", people=[me], time=time, zones=["UTC"], wrong=about, given=given
        ),
        render.sorry(title, about),
        render.places([room], "dm:ana", me),
    ]


class TestWhatWasTyped:
    @given(typed)
    @example("<img src=x onerror=alert(1)>")
    def test_a_message_is_shown_as_typed(self, text: str) -> None:
        for author in (None, ANA.id):
            html = render.post(post_of(Paragraph((Span(text),)), author=author), ANA)
            assert squeezed(text) in squeezed(harmless(html).words)
            assert shape(html) == shape(render.post(post_of(Paragraph((Span("plain"),)), author=author), ANA))

    @given(st.lists(parts, min_size=1, max_size=2).map(tuple))
    def test_whatever_a_message_holds(self, shown: tuple[Part, ...]) -> None:
        page = harmless(render.post(replace(post_of(), parts=shown), ANA))
        wanted = [button.choice for part in shown for button in part.buttons]
        assert [button["data-choice"] for button in page.all_of("button")] == wanted

    @settings(max_examples=15)
    @given(typed.filter(str.split), typed.filter(str.split), typed)
    def test_names_and_titles_in_every_page(self, name: str, about: str, title: str) -> None:
        for odd, plain in zip(pages_of(name, about, title), pages_of("Ana", "about", "title"), strict=True):
            assert squeezed(about) in squeezed(harmless(odd).words)
            assert shape(odd) == shape(plain)

    @given(typed, typed, st.lists(typed, max_size=3).map(tuple), st.sampled_from(Takes))
    def test_forms(self, label: str, given: str, options: tuple[str, ...], takes: Takes) -> None:
        field = FieldShown(
            key="email" if takes is Takes.SHORT else label,
            sort=takes,
            label=label,
            help=given,
            options=tuple((option, option) for option in options),
            given=(given,),
            error=label,
        )
        page = harmless(
            render.form(PageShown(question=QuestionId("q"), title=label, fields=(field,), left=2))
        )
        assert squeezed(label) in squeezed(page.words)

    @given(typed)
    def test_words_and_lines(self, text: str) -> None:
        for html in (
            render.line(text),
            render.word(WordShown(blocks=(Paragraph((Span(text, strong=True),)),))),
        ):
            assert squeezed(text) in squeezed(harmless(html).words)

    @given(links)
    def test_only_safe_links_are_links(self, link: str) -> None:
        page = harmless(render.post(post_of(Paragraph((Span("here", link=link),))), ANA))
        assert [each["href"] for each in page.all_of("a")] == ([link] if link.startswith(SAFE) else [])


class TestFiles:
    def test_a_picture_stands_in_the_message_with_its_words(self) -> None:
        chart = Attachment("chart.png", b"png", 'Matches: 7 of 9 <in "time">')
        page = harmless(render.post(post_of(chart), ANA))
        [image] = page.all_of("img")
        assert (image["alt"], image["src"]) == (chart.alt, "/as/ana/file/w1/0/0")

    @pytest.mark.parametrize("name", ["meeting.ics", "report.csv"])
    def test_other_files_are_to_be_kept(self, name: str) -> None:
        page = harmless(render.post(post_of(Paragraph(()), Attachment(name, b"x", "What it is")), ANA))
        [link] = page.all_of("a")
        assert (link["download"], link["href"]) == (name, "/as/ana/file/w1/0/1")
        assert "What it is" in page.words
        assert not page.all_of("img")

    def test_a_strange_id_stays_within_its_address(self) -> None:
        odd = replace(post_of(Attachment("a.ics", b"x", "x")), id=WishId("web:x/../../?#<b>"))
        [link] = harmless(render.post(odd, ANA)).all_of("a")
        href = link["href"] or ""
        assert href.startswith("/as/ana/file/web%3Ax")
        assert not set("?#<") & set(href)


class TestDates:
    def test_in_a_channel_each_reads_them_in_their_own_zone(self) -> None:
        words = post_of(Paragraph((Span("noon somewhere", at=NOON),)), place="channel:small:announcements")
        ana = Page(render.post(words, ANA)).words
        ben = Page(render.post(words, replace(ANA, zone="Europe/Berlin"))).words
        cai = Page(render.post(words, replace(ANA, zone="Asia/Tokyo"))).words
        assert "8:00" in ana
        assert "2:00" in ben
        assert "9:00" in cai
        assert "noon somewhere" not in ana + ben + cai

    def test_in_a_direct_message_they_were_written_for_its_reader(self) -> None:
        page = Page(render.post(post_of(Paragraph((Span("in your noon", at=NOON),))), ANA))
        assert "in your noon" in page.words
        assert NOON.isoformat() in [each["datetime"] for each in page.all_of("time")]

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
    def test_days_are_those_of_the_reader(self, zone: str) -> None:
        eyes = render.Eyes(zone)
        day = "Friday, April 2, 2027" if zone == "Pacific/Kiritimati" else "Thursday, April 1, 2027"
        assert eyes.day(NOON) == day
