"""Messages and pages as nobody would write them: the longest, the emptiest, and all that Discord could read as markup."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from flows.ids import QuestionId, WishId
from flows.messages import (
    Attachment,
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
)

MARKED = (
    "@everyone",
    "@here",
    "<@1>",
    "<@!1>",
    "<@&1>",
    "<#1>",
    "</mentoring signup:1>",
    "<:wave:1>",
    "<a:wave:1>",
    "<t:1806584400:R>",
    "<id:customize>",
    ":wave:",
    "*bold* **bolder** _slanted_ __under__ ~~gone~~ ||hidden|| `code`",
    "```\ncode\n```",
    "[your library](https://evil.example)",
    "[your library](<https://evil.example>)",
    "https://example.org/a_b_c?d=*e*",
    "(see https://example.org/_a_).",
    "<https://example.org>",
    "https://a_b*c*.example/**",
    "http://",
    "# a heading",
    "### a heading",
    "  # a heading",
    "-# small",
    "- a point",
    "* a point",
    "+ a point",
    "1. first",
    "  12. twelfth",
    "> said",
    ">>> said",
    "one\n# two\n- three\n> four\n5. five",
    "\\*not slanted\\*",
    "\\",
    "¯\\_(ツ)_/¯",
    "ana_b@example.org",
    "a&amp;b",
    "]( [",
    "\u202eturned",
    "\ud800",
    "\0",
    "\n\n",
    "👩🏽‍🚀",
    "字",
)
letters = st.characters(exclude_categories=("Cs", "Co", "Cc"))
"""Of the private ones, the loopback's reading has a use of its own."""
typed = (
    st.text(letters, max_size=30)
    | st.text(st.sampled_from("*_~|`<>[]()#@:\\-+.1 \na/"), max_size=20)
    | st.lists(st.sampled_from(MARKED), max_size=3).map("".join)
    | st.just("")
)
long = st.builds(lambda text, times: text * times, typed, st.sampled_from([40, 250]))
words = st.one_of(*[typed] * 9, long)
links = st.sampled_from(
    [
        "",
        "",
        "https://example.org/a?b=c&d",
        "https://example.org/(a)_b_*c*",
        "mailto:ana_b@example.org",
        "javascript:x",
        "https://a b",
        "https://e.org/" + "(" * 400,
        "https://e.org/" + "x" * 4_000,
    ]
)
moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=14))])) | st.datetimes()
spans = st.lists(st.builds(Span, words, st.booleans(), links, st.none() | moments), max_size=4).map(tuple)
files = st.builds(
    Attachment, words | st.sampled_from(["a.png", "b.csv", ".png"]), st.binary(max_size=9), words
)
blocks = st.lists(
    st.builds(Paragraph, spans)
    | st.builds(Points, st.lists(spans, max_size=6).map(tuple))
    | st.builds(FactRows, st.lists(st.tuples(words, spans), max_size=6).map(tuple))
    | files,
    max_size=5,
).map(tuple)
buttons = st.lists(
    st.builds(Button, (words | st.just("")).map(QuestionId), words, words, st.booleans()), max_size=12
).map(tuple)
parts = st.lists(st.builds(Part, kind=st.just("match.announced"), blocks=blocks, buttons=buttons), max_size=4)
messages = st.builds(Message, key=st.just(WishId("w-1")), place=st.just("dm:ana"), parts=parts.map(tuple))
choices = st.one_of(
    st.lists(st.tuples(words, words), max_size=4),
    st.sampled_from([1, 2, 9, 10, 11, 25, 26, 400]).map(
        lambda many: [(f"k{nth}", f"字*{nth}" * 20) for nth in range(many)]
    ),
)
given = st.lists(
    words | st.sampled_from(["k3", "2027-02-30", "2027-02-03", "24:00", "09:30", "12", "-1", "discord:42"])
)
bounds = st.none() | st.integers(-5, 2_000)
fields = st.builds(
    FieldShown,
    key=words | st.sampled_from(["topics", "goals"]),
    sort=st.sampled_from(Sort),
    label=words,
    help=words,
    required=st.booleans(),
    options=choices.map(tuple),
    least=bounds,
    most=bounds,
    longest=st.integers(-1, 9_000),
    given=given.map(tuple) | st.just(tuple(f"k{nth}" for nth in range(200))),
    error=words,
)
pages = st.builds(
    PageShown,
    question=words.map(QuestionId),
    title=words,
    note=blocks,
    fields=st.lists(fields, max_size=6).map(tuple),
    left=st.integers(0, 5),
)


def at(day: int, hour: int) -> datetime:
    """A moment of April 2027."""
    return datetime(2027, 4, day, hour, tzinfo=UTC)
