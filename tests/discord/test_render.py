"""Rendering messages: they say, Discord shows; what somebody typed is letters, and nothing is too long to be said."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.read import read
from adapters.discord.reading.heard import Act
from adapters.discord.render import EPHEMERAL, LAYOUT, Payload, Post, marker, message, word, words
from adapters.discord.rendering.names import bare
from adapters.discord.rendering.names import press as press_id
from flows.events import Pressed
from flows.ids import QuestionId, WishId
from flows.messages import (
    Attachment,
    Block,
    Button,
    FactRows,
    Message,
    Paragraph,
    Part,
    Points,
    Span,
    WordShown,
)
from flows.wording.fitting import clean
from tests.discord import said
from tests.discord.body import Upload
from tests.discord.checks import messages as checks
from tests.discord.checks.components import CONTAINER, FILE, GALLERY, ROW, SEPARATOR, TEXT, walk
from tests.discord.checks.parts import BUTTON
from tests.discord.samples import NOW, press

LONG = " ".join(f"word{nth}" for nth in range(2_000))


def taken(post: Post) -> None:
    """Discord takes the post, and takes it in the place of one that stands there."""
    files = {nth: Upload(each.name, each.content) for nth, each in enumerate(post.uploads)}
    checks.check(post.posted(), files)
    checks.check(post.rewritten(), files)


def saying(*blocks: Block, buttons: tuple[Button, ...] = ()) -> Message:
    part = Part(kind="match.announced", blocks=blocks, buttons=buttons)
    return Message(key=WishId("w-1"), place="dm:ana", parts=(part,))


def several(*parts: tuple[Block, ...], asked: bool = True) -> Message:
    def buttons(nth: int) -> tuple[Button, ...]:
        return (Button(QuestionId(f"q{nth}"), "yes", "Yes"),) if asked else ()

    found = tuple(Part(kind="x", blocks=each, buttons=buttons(nth)) for nth, each in enumerate(parts))
    return Message(key=WishId("w-1"), place="dm:ana", parts=found)


def shown(*blocks: Block, **more: Any) -> list[dict[str, Any]]:
    """The components of a message that fits into one post."""
    (post,) = message(saying(*blocks, **more)).posts
    taken(post)
    return [{name: part for name, part in one.items() if name != "id"} for one in post.components]


def text(words: str) -> Paragraph:
    return Paragraph((Span(words),))


def contents(several: Any) -> Iterator[str]:
    return (one["content"] for one in walk(list(several)) if one["type"] == TEXT)


def letters(*payloads: Payload) -> str:
    """All that is read, without what was escaped."""
    return " ".join(re.sub(r"\\(.)", r"\1", each) for one in payloads for each in contents(one["components"]))


class TestItIsTotal:
    @settings(max_examples=60)
    @given(said.messages)
    def test_whatever_is_said_discord_takes(self, anything: Message) -> None:
        posts = message(anything).posts
        assert posts
        for nth, post in enumerate(posts, start=1):
            taken(post)
            assert post.key == ("w-1" if nth == 1 else f"w-1#{nth}")
            assert post.components[0]["id"] == post.marker == marker("w-1", nth)
            assert post.posted()["allowed_mentions"] == post.rewritten()["allowed_mentions"] == {"parse": []}

    @settings(max_examples=60)
    @given(said.messages)
    def test_every_file_goes_along_and_every_button_is_there(self, anything: Message) -> None:
        rendered = message(anything)
        attached = [each for part in anything.parts for each in part.blocks if isinstance(each, Attachment)]
        assert [each.content for each in rendered.uploads] == [each.content for each in attached]
        every = (one for post in rendered.posts for one in walk(list(post.components)))
        there = [bare(one["custom_id"]) for one in every if one["type"] == BUTTON]
        asked = [{press_id(each.question, each.choice) for each in part.buttons} for part in anything.parts]
        assert sorted(there) == sorted(id for ids in asked for id in ids)

    @settings(max_examples=60)
    @given(said.blocks)
    def test_and_a_word(self, anything: tuple[Block, ...]) -> None:
        for told in words(WordShown(blocks=anything)):
            checks.check(told, {}, extra=EPHEMERAL)

    @settings(max_examples=20)
    @given(said.messages)
    def test_it_is_pure(self, anything: Message) -> None:
        assert message(anything) == message(anything)

    @settings(max_examples=60)
    @given(st.lists(st.text(said.letters | st.sampled_from(" \n")) | said.long, min_size=1, max_size=4))
    def test_no_word_is_lost(self, typed: list[str]) -> None:
        posts = message(saying(*map(text, typed))).posts
        read_back = "".join(letters(*(post.posted() for post in posts)).split())
        meant = "".join("".join(map(clean, typed)).split())
        assert read_back.replace("\\", "") == (meant or "…").replace("\\", "")


class TestHowItLooks:
    def test_words_in_bold_links_and_points(self) -> None:
        (first, second) = shown(
            Paragraph(
                (
                    Span("Your mentor is "),
                    Span("Ben Okafor ", strong=True),
                    Span("of "),
                    Span("this library", link="https://example.org/a_b"),
                )
            ),
            Points(((Span("archives"),), (Span("oral history\nin Essex"),))),
        )
        assert first["content"] == "Your mentor is **Ben Okafor** of [this library](https://example.org/a_b)"
        assert second["content"] == "- archives\n- oral history\n  in Essex"

    def test_a_moment_is_on_each_readers_own_clock(self) -> None:
        (one,) = shown(Paragraph((Span("On "), Span("Thursday, 9:00 AM EDT", at=said.at(1, 13)))))
        assert one["content"] == "On <t:1806584400:F>"

    def test_a_moment_that_discord_could_not_show_is_written_out(self) -> None:
        (one,) = shown(Paragraph((Span("Long ago", at=said.at(1, 13).replace(year=1900)),)))
        assert one["content"] == "Long ago"

    def test_facts_stand_a_line_each_labels_in_bold(self) -> None:
        (table,) = shown(
            FactRows(
                (
                    ("With", (Span("Ana Duarte & co"),)),
                    ("When", (Span("April 1", at=said.at(1, 13)),)),
                    ("Would you mentor again?", (Span("yes"),)),
                    ("Notes", ()),
                )
            )
        )
        assert table["content"].split("\n") == [
            "**With:** Ana Duarte & co",
            "**When:** <t:1806584400:F>",
            "**Would you mentor again?** yes",
            "**Notes:** –",
        ]

    def test_a_fact_of_several_lines_is_quoted_so_that_no_line_of_it_passes_for_ours(self) -> None:
        (table,) = shown(
            FactRows((("About", (Span("I bind books.\n**Where:** here"),)), ("Town", (Span("Essex"),))))
        )
        assert table["content"].split("\n") == [
            "**About:**",
            "> I bind books.",
            "> \\*\\*Where:\\*\\* here",
            "**Town:** Essex",
        ]

    def test_buttons_stand_under_their_part_five_in_a_row_and_what_ends_something_is_red(self) -> None:
        many = tuple(
            Button(QuestionId("q1"), f"c{nth}", f"Choice {nth}", danger=nth == 6) for nth in range(7)
        )
        (_, first, second) = shown(text("Which?"), buttons=many)
        assert [len(row["components"]) for row in (first, second)] == [5, 2]
        assert first["components"][0] == {
            "type": BUTTON,
            "style": 2,
            "label": "Choice 0",
            "custom_id": "press:q1:c0",
        }
        assert second["components"][1]["style"] == 4

    def test_a_button_without_a_question_says_its_command(self) -> None:
        (_, row) = shown(text("Hello."), buttons=(Button(QuestionId(""), "sign up", "Sign up"),))
        assert row["components"][0]["custom_id"] == "say:sign up"

    def test_several_prompts_are_told_apart_by_a_line(self) -> None:
        (post,) = message(several((text("One."),), (text("Two."),), asked=False)).posts
        assert [one["type"] for one in post.components] == [TEXT, SEPARATOR, TEXT]

    def test_facts_to_decide_on_stand_in_a_frame_with_their_buttons(self) -> None:
        facts = FactRows((("Name", (Span("Ana"),)),))
        (post,) = message(several((text("One asks."), facts), (text("Two."),))).posts
        taken(post)
        assert [one["type"] for one in post.components] == [CONTAINER, TEXT, ROW]
        assert [one["type"] for one in post.components[0]["components"]] == [TEXT, TEXT, ROW]

    def test_it_can_be_found_again_by_its_key(self) -> None:
        (post,) = message(saying(text("Hello."))).posts
        assert post.components[0]["id"] == marker("w-1")
        assert 2**20 <= marker("w-1") < 2**31
        assert len({marker(key, nth) for key in ("w-1", "w-2") for nth in (1, 2)}) == 4

    def test_it_is_a_layout_that_calls_nobody(self) -> None:
        (post,) = message(saying(text("@everyone"))).posts
        sent = post.posted()
        assert (sent["flags"], sent["allowed_mentions"]) == (LAYOUT, {"parse": []})
        assert sent["components"][0]["content"] == "\\@everyone"


class TestTooLong:
    def test_a_long_paragraph_goes_on_in_the_next_text_at_a_word(self) -> None:
        posts = message(saying(text(LONG))).posts
        assert letters(*(post.posted() for post in posts)).split() == LONG.split()
        assert len(posts) == 5, "17,000 characters, of which Discord takes 4,000 at once"

    def test_a_bold_word_stays_bold_where_it_is_split(self) -> None:
        posts = message(saying(Paragraph((Span("plain "), Span(LONG, strong=True))))).posts
        found = [each for post in posts for each in contents(post.components)]
        assert all(each.endswith("**") for each in found)

    def test_no_more_than_forty_components_stand_in_a_post(self) -> None:
        posts = message(saying(*(text(f"Paragraph {nth}.") for nth in range(70)))).posts
        assert [len(post.components) for post in posts] == [40, 30]

    def test_a_part_is_kept_together_where_it_fits_into_one_post(self) -> None:
        lines = [tuple(text(f"{nth}.{line}") for line in range(15)) for nth in range(3)]
        first, second = message(several(*lines)).posts
        assert letters(first.posted()).endswith("1.14")
        assert letters(second.posted()).startswith("2.0")
        assert second.components[0]["type"] == TEXT, "no line above everything"

    def test_buttons_are_not_torn_from_what_they_are_about(self) -> None:
        blocks = [text(f"Paragraph {nth}.") for nth in range(40)]
        first, second = message(saying(*blocks, buttons=(Button(QuestionId("q1"), "yes", "Yes"),))).posts
        assert letters(first.posted()).endswith("Paragraph 38.")
        assert [one["type"] for one in second.components] == [TEXT, ROW]

    def test_a_long_list_goes_on_in_the_next_text(self) -> None:
        points = Points(tuple((Span(f"point {nth} " + "x" * 90),) for nth in range(30)))
        found = shown(points)
        assert len(found) == 2
        assert sum(one["content"].count("- point") for one in found) == 30

    def test_a_long_label_of_a_button_ends_at_a_word(self) -> None:
        label = "I would very much like to go on with my mentor for at least another three months or so"
        (_, row) = shown(text("Which?"), buttons=(Button(QuestionId("q1"), "yes", label),))
        assert row["components"][0]["label"].endswith("at least another three…")

    def test_a_long_word_comes_in_several_messages(self) -> None:
        told = words(WordShown(blocks=(text(LONG),)))
        assert letters(*told).split() == LONG.split()
        assert word(WordShown(blocks=(text(LONG),))) == told[0]

    def test_only_the_one_who_acted_sees_a_word(self) -> None:
        thanks = WordShown(blocks=(text("Thank you."),))
        assert word(thanks)["flags"] == LAYOUT | EPHEMERAL
        assert word(thanks, ephemeral=False)["flags"] == LAYOUT


class TestTwoOfAKind:
    """No two buttons and no two files of a message may have one name."""

    CONCERN = Button(QuestionId("q9"), "concern", "Something is not right")

    def test_the_same_question_under_two_parts_is_read_as_the_same(self) -> None:
        parts = tuple(
            Part(kind="x", blocks=(text(each),), buttons=(self.CONCERN,)) for each in ("One.", "Two.")
        )
        (post,) = message(Message(key=WishId("w-1"), place="dm:ana", parts=parts)).posts
        taken(post)
        ids = [one["custom_id"] for one in walk(list(post.components)) if one["type"] == BUTTON]
        assert ids == ["press:q9:concern", "press+2:q9:concern"]
        for id in ids:
            found = read(press(id), now=NOW)
            assert isinstance(found, Act)
            assert isinstance(found.event, Pressed)
            assert (found.event.question, found.event.choice) == ("q9", "concern")

    def test_offered_twice_by_one_part_it_is_offered_once(self) -> None:
        (_, row) = shown(text("One."), buttons=(self.CONCERN, self.CONCERN))
        assert len(row["components"]) == 1

    def test_files_of_one_name_are_told_apart(self) -> None:
        file = Attachment("meeting.ics", b"ics", "Your meeting")
        (post,) = message(saying(file, file)).posts
        taken(post)
        assert [each.name for each in post.uploads] == ["meeting.ics", "meeting-2.ics"]


class TestFiles:
    def test_a_picture_is_shown_with_what_it_shows_in_words(self) -> None:
        chart = Attachment("topics.png", b"png", "How many asked for each topic")
        (post,) = message(saying(text("The report."), chart)).posts
        taken(post)
        assert post.components[1] == {
            "type": GALLERY,
            "items": [{"media": {"url": "attachment://topics.png"}, "description": chart.alt}],
        }
        assert post.posted()["attachments"] == [{"id": 0, "filename": "topics.png", "description": chart.alt}]

    def test_another_file_stands_below_a_line_that_says_what_it_is(self) -> None:
        (words_, file) = shown(Attachment("meeting.ics", b"ics", "Your meeting"))
        assert words_["content"] == "-# Your meeting"
        assert file == {"type": FILE, "file": {"url": "attachment://meeting.ics"}}

    @pytest.mark.parametrize(
        ("name", "there"),
        [
            ("réunion d'avril.ics", "reunion_d_avril.ics"),
            ("字", "file"),
            ("../a/b.csv", "a_b.csv"),
            ("x" * 300 + ".csv", "x" * 96 + ".csv"),
        ],
    )
    def test_it_has_a_name_that_discord_leaves_as_it_is(self, name: str, there: str) -> None:
        assert message(saying(Attachment(name, b"x", "x"))).uploads[0].name == there

    def test_eleven_are_two_posts(self) -> None:
        posts = message(saying(*(Attachment(f"{nth}.csv", b"x", "A list") for nth in range(11)))).posts
        assert [len(post.uploads) for post in posts] == [10, 1]

    def test_one_too_large_for_discord_is_told_of(self) -> None:
        (one,) = shown(Attachment("all.csv", b"x" * (10 * 1024 * 1024 + 1), "Everything"))
        assert one["content"] == "all.csv: Everything"

    def test_in_a_word_they_are_told_of(self) -> None:
        assert letters(word(WordShown(blocks=(Attachment("a.csv", b"x", "A list"),)))) == "a.csv: A list"

    def test_a_rewritten_message_has_the_files_of_now(self) -> None:
        (post,) = message(saying(text("No more."))).posts
        assert post.rewritten()["attachments"] == []

    def test_an_empty_message_is_still_a_message(self) -> None:
        assert shown() == [{"type": TEXT, "content": "…"}]
