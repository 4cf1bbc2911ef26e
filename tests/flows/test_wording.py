"""Words as data: what a file may hold, what becomes of values, and that no value is ever read as markup."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.messages import (
    At,
    FactRows,
    Facts,
    On,
    Paragraph,
    Phrase,
    Points,
    Say,
    Several,
    Span,
    Value,
)
from flows.wording.catalogue import Catalogue
from flows.wording.faults import (
    BadTemplate,
    BadWording,
    MissingLabel,
    MissingSentence,
    MissingValue,
    WordingFault,
    WrongValue,
)
from flows.wording.plain import plain_blocks
from flows.wording.templates import template_of

NOON = datetime(2027, 4, 1, 16, 0, tzinfo=UTC)

ENGLISH = """
[buttons]
yes = "Yes"
number = { one = "{choice} month", other = "{choice} months" }

[hello.short]
text = "Hello **{name}**, welcome."
buttons.yes = "Yes, {name}"
buttons.other = "Something else"

[hello.long]
text = \"\"\"
A first line
that goes on.

- one {name}
- two

{more}

See [the page](https://example.org/a_b) or [join]({url}).
\"\"\"

[hello.weeks.text]
by = "weeks"
one = "It has been a week, {name}."
other = "It has been {weeks} weeks, {name}."

[hello]
around = "So: {inner}."
inner = "a **warm** word"
"""
FRENCH = '[hello.short]\ntext = "Bonjour {name}."\n[hello.weeks.text]\nby = "weeks"\none = "{weeks} semaine"\nother = "{weeks} semaines"'


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.read({"en": ENGLISH, "fr": FRENCH})


def said(catalogue: Catalogue, key: str, language: str = "en", **values: Value) -> str:
    return plain_blocks(catalogue.say(key, values, language, "America/New_York"))


def around(catalogue: Catalogue, value: Value, language: str = "en", zone: str = "America/New_York") -> str:
    return catalogue.plain("hello.around", {"inner": value}, language, zone)


# --- sentences ----------------------------------------------------------------------------------------


def test_markup_becomes_spans(catalogue: Catalogue) -> None:
    assert catalogue.say("hello.short", {"name": "Ada"}, "en", "UTC") == (
        Paragraph((Span("Hello "), Span("Ada", strong=True), Span(", welcome."))),
    )


def test_paragraphs_points_and_links(catalogue: Catalogue) -> None:
    values: Mapping[str, Value] = {"name": "Ada", "more": "M", "url": "https://example.org/join"}
    assert catalogue.say("hello.long", values, "en", "UTC") == (
        Paragraph((Span("A first line that goes on."),)),
        Points(((Span("one "), Span("Ada")), (Span("two"),))),
        Paragraph((Span("M"),)),
        Paragraph(
            (
                Span("See "),
                Span("the page", link="https://example.org/a_b"),
                Span(" or "),
                Span("join", link="https://example.org/join"),
                Span("."),
            )
        ),
    )


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a b", "https://a|b>", "", "http://plain.example"]
)
def test_an_address_that_is_none_leaves_only_the_words(catalogue: Catalogue, url: str) -> None:
    last = catalogue.say("hello.long", {"name": "Ada", "more": "", "url": url}, "en", "UTC")[-1]
    assert isinstance(last, Paragraph)
    assert Span("join") in last.spans


def test_plurals_follow_the_language(catalogue: Catalogue) -> None:
    assert said(catalogue, "hello.weeks", weeks=1, name="Ada") == "It has been a week, Ada."
    assert said(catalogue, "hello.weeks", weeks=0, name="Ada") == "It has been 0 weeks, Ada."
    assert said(catalogue, "hello.weeks", "fr", weeks=0) == "0 semaine"
    assert said(catalogue, "hello.weeks", "fr", weeks=2) == "2 semaines"


def test_an_incomplete_language_falls_back_to_english_whole(catalogue: Catalogue) -> None:
    assert said(catalogue, "hello.short", "fr", name="Ada") == "Bonjour Ada."
    assert said(catalogue, "hello.short", "fr-CA", name="Ada") == "Bonjour Ada."
    assert said(catalogue, "hello.around", "fr", inner=On(date(2027, 4, 1))) == "So: April 1, 2027."
    assert said(catalogue, "hello.short", "xx", name="Ada") == "Hello Ada, welcome."


def test_a_program_says_it_in_its_own_way(catalogue: Catalogue) -> None:
    own = {"en": {"hello.short": "Hi {name}", "hello.short.buttons.yes": "Aye"}}
    assert catalogue.plain("hello.short", {"name": "Ada"}, "en", "UTC", own) == "Hi Ada"
    assert catalogue.plain("hello.short", {"name": "Ada"}, "fr", "UTC", own) == "Bonjour Ada."
    assert catalogue.label("hello.short", "yes", "en", overrides=own) == "Aye"
    assert (
        catalogue.plain("hello.short", {"name": "Ada"}, "en", "UTC", {"en": {"hello.short.text": "Yo"}})
        == "Yo"
    )


def test_what_is_wrong_with_a_programs_own_words_is_told(catalogue: Catalogue) -> None:
    own = {
        "en": {
            "hello.shot": "Hi",
            "hello.short": "Hi {nam}",
            "hello.inner": "**open",
            "hello.around": "{inner}",
        }
    }
    assert catalogue.faults(own) == (
        "wording.en: hello.shot: no such sentence; did you mean hello.short?",
        "wording.en: hello.short: found {nam}; this sentence knows {name}",
        "wording.en: hello.inner: found '**' that is no markup here; close it, or write a backslash before it",
    )


# --- values -------------------------------------------------------------------------------------------


def test_values_are_written_as_the_language_does(catalogue: Catalogue) -> None:
    assert around(catalogue, 12345) == "So: 12,345."
    assert around(catalogue, On(date(2027, 4, 1))) == "So: April 1, 2027."
    assert around(catalogue, At(NOON)) == "So: Thursday, April 1, 2027, 12:00 PM EDT."
    assert around(catalogue, At(NOON), zone="Europe/Paris").endswith("6:00 PM Central European Summer Time.")
    assert around(catalogue, Several(("a", "", 2, Say("hello.inner")))) == "So: a, 2, and a warm word."
    assert around(catalogue, Phrase({"en": "one", "fr": "un"}), "fr") == "So: un."
    assert around(catalogue, Phrase({"fr": "un"})) == "So: un."


def test_a_moment_stays_a_moment(catalogue: Catalogue) -> None:
    (block,) = catalogue.say("hello.around", {"inner": At(NOON)}, "en", "UTC")
    assert isinstance(block, Paragraph)
    assert block.spans[1].at == NOON


def test_a_sentence_in_a_sentence_keeps_its_weight(catalogue: Catalogue) -> None:
    assert catalogue.say("hello.around", {"inner": Say("hello.inner")}, "en", "UTC") == (
        Paragraph((Span("So: "), Span("a "), Span("warm", strong=True), Span(" word"), Span("."))),
    )


def test_facts_and_points_take_a_paragraph_of_their_own(catalogue: Catalogue) -> None:
    def third(value: Value) -> object:
        return catalogue.say("hello.long", {"name": "A", "more": value, "url": ""}, "en", "UTC")[2]

    assert third(Facts(((Say("hello.inner"), Several(("x", "y"))),))) == FactRows(
        (("a warm word", (Span("x"), Span(" and "), Span("y"))),)
    )
    assert third(Several(("x", "y"), points=True)) == Points(((Span("x"),), (Span("y"),)))
    assert third(Say("hello.inner")) == Paragraph((Span("a "), Span("warm", strong=True), Span(" word")))
    with pytest.raises(WrongValue, match=r"'hello.around' cannot show \{inner\}: Facts needs a paragraph"):
        around(catalogue, Facts((("a", "b"),)))


def test_labels(catalogue: Catalogue) -> None:
    assert catalogue.label("hello.short", "yes", "en", {"name": "Ada"}) == "Yes, Ada"
    assert catalogue.label("hello.short", "other", "en") == "Something else"
    assert catalogue.label("hello.long", "yes", "en") == "Yes"
    assert catalogue.label("hello.long", "1", "en") == "1 month"
    assert catalogue.label("hello.long", "6", "en") == "6 months"
    with pytest.raises(MissingLabel, match=r"no label for the choice 'no' of 'hello.short'"):
        catalogue.label("hello.short", "no", "en")


def test_what_a_call_lacks_is_named(catalogue: Catalogue) -> None:
    with pytest.raises(MissingValue, match=r"'hello.short' says \{name\} but was given nam"):
        said(catalogue, "hello.short", nam="Ada")
    with pytest.raises(MissingValue, match=r"says \{weeks\}"):
        said(catalogue, "hello.weeks", name="Ada")
    assert said(catalogue, "hello.short.text", name="Ada") == "Hello Ada, welcome."
    with pytest.raises(MissingSentence, match=r"'hello.nobody'"):
        said(catalogue, "hello.nobody")
    with pytest.raises(WordingFault):
        around(catalogue, True)


# --- nothing that is typed is read as markup ----------------------------------------------------------

TRICKS = st.sampled_from(
    [
        "**",
        "[x](https://evil.example)",
        "\n\n",
        "- ",
        "{name}",
        "<@U1>",
        "@everyone",
        "\ue000name\ue001",
        "```",
        "# ",
    ]
)
TYPED = st.lists(TRICKS | st.text(max_size=8), min_size=1, max_size=6).map("".join).filter(bool)


@given(typed=TYPED)
def test_whatever_is_typed_is_one_literal_run_of_text(typed: str) -> None:
    catalogue = Catalogue.read({"en": ENGLISH})
    values: dict[str, Value] = {"name": "N", "more": "N", "url": "https://example.org/"}
    calm = catalogue.say("hello.long", values, "en", "UTC")
    wild = catalogue.say("hello.long", values | {"name": typed, "more": typed}, "en", "UTC")
    assert wild == tuple(_swapped(block, typed) for block in calm)


def _swapped(block: object, typed: str) -> object:
    match block:
        case Paragraph(spans=spans):
            return Paragraph(tuple(Span(typed) if span == Span("N") else span for span in spans))
        case Points(items=items):
            return Points(
                tuple(tuple(Span(typed) if span == Span("N") else span for span in item) for item in items)
            )
        case _:
            return block


@given(typed=TYPED)
def test_in_bare_text_no_line_of_theirs_looks_like_ours(typed: str) -> None:
    catalogue = Catalogue.read({"en": ENGLISH})
    lines = plain_blocks(catalogue.say("hello.around", {"inner": typed}, "en", "UTC")).split("\n")
    assert lines[0].startswith("So: ")
    assert all(line.startswith("    ") for line in lines[1:])
    assert not any(ord(letter) < 32 and letter != "\t" for line in lines for letter in line)


@given(typed=TYPED)
def test_an_address_given_is_an_address_or_nothing(typed: str) -> None:
    catalogue = Catalogue.read({"en": ENGLISH})
    last = catalogue.say("hello.long", {"name": "", "more": "", "url": f"https://{typed}"}, "en", "UTC")[-1]
    assert isinstance(last, Paragraph)
    assert not any(letter in span.link for span in last.spans for letter in " \n\t<>|")


# --- files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("", "it is empty; write a sentence"),
        ("Hi {Name}", "found '{Name}'; a placeholder is a plain name such as {partner}"),
        ("Hi {name.email}", "found '{name.email}'"),
        ("Hi {", "found '{'"),
        ("**Hi", "found '**' that is no markup here"),
        ("*Hi*", "found '*'; only **strong**"),
        ("# Hi", "found '#' that is no markup here"),
        ("1. Hi", "found a numbered list; begin each point with '- '"),
        ("- a\n  - b", "found a list inside a list"),
        ("- a\n\n  b", "found a point that is not one paragraph"),
        ("- a\n-", "found a point that is not one paragraph"),
        ("[x](javascript:alert)", "found a link to 'javascript:alert'; an address begins with https://"),
        ("[x](https://a/{b})", "found a link to 'https://a/{b}'"),
        ("a \ue000", "private use area"),
    ],
)
def test_what_a_template_may_not_say(template: str, problem: str) -> None:
    with pytest.raises(BadTemplate) as bad:
        template_of(template)
    assert str(bad.value).startswith(problem) or problem in str(bad.value)


def test_braces_and_stars_can_be_meant() -> None:
    (lines,) = template_of(r"{{x}} \*\* 2 * 3 and **{name}**s").blocks
    assert lines.lines[0][0] == Span("{x} ** 2 * 3 and ")


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        ("a = ", "words.toml: not valid TOML: "),
        ("[a]\nb = 3", "words.toml: a.b: found 3; write a sentence in quotes, or a table of them"),
        ('[a.b]\none = "x"', "words.toml: a.b: found a plural without 'other'; add it"),
        (
            '[a.b]\nother = "x"\nfew = "y"',
            "words.toml: a.b: found few in a plural; en takes one, other, and by",
        ),
        ('[a.b]\nother = "x"\none = "{"', "words.toml: a.b.one: found '{'"),
        ('[a.b.buttons]\nyes = "**x**"', "words.toml: a.b.buttons.yes: found markup in a label"),
        (
            f'[buttons]\nyes = "{"x" * 76}"',
            "words.toml: buttons.yes: found a label of 76 characters; 75 is the most",
        ),
        ("[meta]\ncomplet = true", "words.toml: meta: found {'complet': True}; it holds complete"),
        ('[a]\n"b.c" = "x"', "words.toml: a: found the name 'b.c'"),
    ],
)
def test_what_a_file_may_not_hold(toml: str, problem: str) -> None:
    with pytest.raises(BadWording) as bad:
        Catalogue.read({"en": toml}, {"en": "words.toml"})
    assert str(bad.value).startswith(problem)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(BadWording) as bad:
        Catalogue.read({"en": '[a]\nb = "{"\nc = "**"'})
    assert len(bad.value.problems) == 2


def test_a_language_is_held_against_english() -> None:
    english = '[a]\nb = "B {x}"\nc = "C"'
    with pytest.raises(BadWording) as bad:
        Catalogue.read({"en": english, "fr": '[meta]\ncomplete = true\n[a]\nb = "B {y}"\nd = "D"'})
    assert bad.value.problems == (
        "fr.toml: a.d: not in en; take it out, or add it there",
        "fr.toml: a.c: missing, though the language is declared complete; add it",
        "fr.toml: a.b: found {y}, which en does not use; take it out",
    )
    with pytest.raises(BadWording, match=r"en\.toml: not given"):
        Catalogue.read({"fr": english})
