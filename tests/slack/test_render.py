"""Rendering messages: they say, Slack shows; what somebody typed is letters, and nothing is too long to be said."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.render import Rendered, home, message, word
from adapters.slack.rendering.blocks import laid
from adapters.slack.rendering.fitting import escaped_within
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
from flows.wording.fitting import clean, cut, pieces, shortened, width
from tests.slack.block_kit import wrong_with_message, wrong_with_view
from tests.slack.messages import MARKED, at, blocks, messages, words

LONG = " ".join(f"word{nth}" for nth in range(2_000))


def said(*blocks: Block, buttons: tuple[Button, ...] = (), kind: str = "match.announced") -> Message:
    return Message(
        key=WishId("w-1"), place="dm:ana", parts=(Part(kind=kind, blocks=blocks, buttons=buttons),)
    )


def shown(*blocks: Block, **more: Any) -> list[dict[str, Any]]:
    """The blocks of a message that fits into one post."""
    (post,) = message(said(*blocks, **more)).posts
    return [{name: part for name, part in block.items() if name != "block_id"} for block in post.blocks]


def text(words: str) -> Paragraph:
    return Paragraph((Span(words),))


def letters(rendered: Rendered) -> str:
    """All the words of a message's blocks, in order."""
    found: list[str] = []

    def look(part: Any) -> None:
        if isinstance(part, list):
            for each in part:
                look(each)
        elif isinstance(part, dict):
            found.extend(part[name] for name in ("text", "fallback") if isinstance(part.get(name), str))
            for inner in part.values():
                look(inner)

    look([list(post.blocks) for post in rendered.posts])
    return " ".join(found)


class TestItIsTotal:
    @settings(max_examples=60)
    @given(messages)
    def test_whatever_is_said_slack_takes(self, anything: Message) -> None:
        rendered = message(anything)
        assert rendered.posts
        for nth, post in enumerate(rendered.posts, start=1):
            assert wrong_with_message(post.posted("D1")) == []
            assert wrong_with_message(post.rewritten("D1", "1.2")) == []
            assert post.key == ("w-1" if nth == 1 else f"w-1#{nth}")
        files = sum(isinstance(block, Attachment) for part in anything.parts for block in part.blocks)
        assert len(rendered.uploads) == files
        assert all(0 < len(upload.alt) <= 1_000 and upload.name for upload in rendered.uploads)

    @settings(max_examples=40)
    @given(messages)
    def test_a_page_of_ones_own_too(self, anything: Message) -> None:
        assert wrong_with_view(home(anything)) == []

    @settings(max_examples=40)
    @given(blocks)
    def test_and_a_word(self, anything: tuple[Block, ...]) -> None:
        assert wrong_with_message(word(WordShown(blocks=anything))) == []

    @settings(max_examples=20)
    @given(messages)
    def test_it_is_pure(self, anything: Message) -> None:
        assert message(anything) == message(anything)

    @settings(max_examples=60)
    @given(st.lists(words, min_size=1, max_size=4))
    def test_no_word_is_lost(self, typed: list[str]) -> None:
        rendered = message(said(*map(text, typed)))
        assert "".join(letters(rendered).split()) == "".join("".join(map(clean, typed)).split()) or not any(
            clean(each).strip() for each in typed
        )


class TestWhatSomebodyTyped:
    def test_stands_in_rich_text_letter_for_letter(self) -> None:
        for typed in MARKED:
            if clean(typed).strip():
                (block,) = shown(text(typed))
                assert block["elements"][0]["elements"] == [{"type": "text", "text": clean(typed)}]

    def test_cannot_mention_anybody_by_the_fallback_either(self) -> None:
        (post,) = message(said(text("<!channel> & <@U1> @everyone"))).posts
        sent = post.posted("D1")
        assert sent["text"] == "&lt;!channel&gt; &amp; &lt;@U1&gt; @everyone"
        assert (sent["parse"], sent["link_names"], sent["mrkdwn"]) == ("none", False, False)
        assert post.rewritten("D1", "1.2")["parse"] == "none", "chat.update would look for names by itself"

    def test_is_only_letters_on_a_button_and_in_a_table_as_well(self) -> None:
        (table, row) = shown(
            FactRows((("*Name*", (Span("<!here> *x*"),)),)),
            buttons=(Button(QuestionId("q1"), "yes", "<@U1> :wave:"),),
        )
        assert [cell["type"] for cell in table["fields"]] == ["plain_text", "plain_text"]
        assert [cell["text"] for cell in table["fields"]] == ["*Name*", "<!here> *x*"]
        assert row["elements"][0]["text"] == {"type": "plain_text", "text": "<@U1> :wave:", "emoji": False}

    def test_is_no_link_and_ours_lead_only_to_addresses(self) -> None:
        ours = (
            Span("the form", link="https://example.org/a"),
            Span(" and "),
            Span("not this", link="javascript:x"),
        )
        (block,) = shown(Paragraph(ours))
        assert block["elements"][0]["elements"] == [
            {"type": "link", "url": "https://example.org/a", "text": "the form"},
            {"type": "text", "text": " and not this"},
        ]


class TestHowItLooks:
    def test_words_in_bold_and_points(self) -> None:
        (first, second) = shown(
            Paragraph((Span("Your mentor is "), Span("Ben Okafor", strong=True), Span("."))),
            Points(((Span("archives"),), (Span("oral history"),))),
        )
        assert first["elements"][0]["elements"][1] == {
            "type": "text",
            "text": "Ben Okafor",
            "style": {"bold": True},
        }
        assert second["elements"][0]["style"] == "bullet"
        assert [point["elements"][0]["text"] for point in second["elements"][0]["elements"]] == [
            "archives",
            "oral history",
        ]

    def test_a_moment_is_in_each_readers_own_zone(self) -> None:
        (block,) = shown(Paragraph((Span("On "), Span("Thursday, April 1, 9:00 AM EDT", at=at(1, 13)))))
        assert block["elements"][0]["elements"][1] == {
            "type": "date",
            "timestamp": 1806584400,
            "format": "{date_long}, {time}",
            "fallback": "Thursday, April 1, 9:00 AM EDT",
        }

    def test_facts_stand_in_two_columns_labels_in_bold(self) -> None:
        (table,) = shown(
            FactRows(
                (
                    ("With", (Span("Ana Duarte & co"),)),
                    ("When", (Span("April 1, 9:00 AM", at=at(1, 13)),)),
                    ("Where", (Span("the reading room", link="https://example.org/?a=1&b=2"),)),
                    ("Notes", ()),
                )
            )
        )
        assert [cell["text"] for cell in table["fields"]] == [
            "*With*",
            "Ana Duarte & co",
            "*When*",
            "<!date^1806584400^{date_long}, {time}|April 1, 9:00 AM>",
            "*Where*",
            "<https://example.org/?a=1&amp;b=2|the reading room>",
            "*Notes*",
            "–",
        ]

    def test_a_long_fact_stands_under_its_label(self) -> None:
        (first, second, third) = shown(
            FactRows(
                (("Topics", (Span("archives"),)), ("Goals", (Span("x " * 200),)), ("Town", (Span("Essex"),)))
            )
        )
        assert (first["type"], second["type"], third["type"]) == ("section", "rich_text", "section")
        assert second["elements"][0]["elements"][0] == {
            "type": "text",
            "text": "Goals",
            "style": {"bold": True},
        }

    def test_buttons_stand_under_their_part_and_say_what_was_asked(self) -> None:
        asked = (
            Button(QuestionId("q1"), "yes", "We are in touch"),
            Button(QuestionId("q1"), "end_pair", "End", danger=True),
        )
        (_, row) = shown(text("Are you in touch?"), buttons=asked)
        assert [(each["action_id"], each["value"]) for each in row["elements"]] == [
            ("q:q1:yes", "q:q1:yes"),
            ("q:q1:end_pair", "q:q1:end_pair"),
        ]
        assert [each.get("style") for each in row["elements"]] == [None, "danger"]

    def test_several_prompts_are_told_apart_by_a_line(self) -> None:
        parts = tuple(Part(kind="meeting.prompt", blocks=(text(words),)) for words in ("One.", "Two."))
        (post,) = message(Message(key=WishId("w-1"), place="dm:ana", parts=parts)).posts
        assert [block["type"] for block in post.blocks] == ["rich_text", "divider", "rich_text"]
        assert [block["block_id"] for block in post.blocks] == ["p0.0", "p1.0", "p1.1"]
        assert post.text == "One.\n\nTwo."

    def test_the_fallback_holds_all_of_it_also_the_buttons(self) -> None:
        (post,) = message(
            said(
                text("Hello."),
                FactRows((("With", (Span("Ben"),)),)),
                buttons=(Button(QuestionId("q1"), "yes", "Yes"), Button(QuestionId("q1"), "no", "No")),
            )
        ).posts
        assert post.text == "Hello.\n\nWith: Ben\n\n[Yes] [No]"

    def test_it_can_be_found_again_by_its_key(self) -> None:
        (post,) = message(said(text("Hello."))).posts
        assert post.posted("D1")["metadata"] == {"event_type": "shelfmate", "event_payload": {"key": "w-1"}}


class TestTooLong:
    def test_a_long_paragraph_goes_on_in_the_next_block_at_a_word(self) -> None:
        rendered = message(said(text(LONG)))
        assert letters(rendered).split() == LONG.split()
        assert len(rendered.posts) == 2, "19,000 characters are more than Slack takes at once"

    def test_a_bold_word_stays_bold_where_it_is_split(self) -> None:
        lots = [each.block for each in laid([Paragraph((Span("plain "), Span(LONG, strong=True)))])]
        assert all(lot["elements"][0]["elements"][-1]["style"] == {"bold": True} for lot in lots)
        assert len(lots) > 5

    def test_more_than_fifty_blocks_are_a_second_post_under_the_next_key(self) -> None:
        posts = message(said(*(text(f"Paragraph {nth}.") for nth in range(70)))).posts
        assert [(post.key, len(post.blocks)) for post in posts] == [("w-1", 50), ("w-1#2", 20)]

    def test_a_part_is_kept_together_where_it_fits_into_one_post(self) -> None:
        parts = tuple(
            Part(
                kind="concern.raised",
                blocks=tuple(text(f"{nth}.{line}") for line in range(20)),
                buttons=(Button(QuestionId(f"q{nth}"), "yes", "Yes"),),
            )
            for nth in range(3)
        )
        first, second = message(Message(key=WishId("w-1"), place="dm:ana", parts=parts)).posts
        assert (len(first.blocks), len(second.blocks)) == (43, 21)
        assert second.blocks[0]["type"] == "rich_text", "no line above everything"
        assert second.blocks[-1]["elements"][0]["action_id"] == "q:q2:yes"

    def test_a_long_list_goes_on_in_the_next_block(self) -> None:
        points = Points(tuple((Span(f"point {nth} " + "x" * 90),) for nth in range(60)))
        found = shown(points)
        assert len(found) > 2
        assert sum(len(block["elements"][0]["elements"]) for block in found) == 60

    def test_six_facts_are_two_tables_since_ten_cells_are_the_most(self) -> None:
        found = shown(FactRows(tuple((f"L{nth}", (Span("v"),)) for nth in range(6))))
        assert [len(table["fields"]) for table in found] == [10, 2]

    def test_thirty_buttons_are_two_rows_and_a_long_label_ends_at_a_word(self) -> None:
        label = "I would very much like to go on with my mentor for at least another three months"
        many = tuple(Button(QuestionId("q1"), f"c{nth}", label) for nth in range(30))
        (_, first, second) = shown(text("Which?"), buttons=many)
        assert (len(first["elements"]), len(second["elements"])) == (25, 5)
        assert (
            first["elements"][0]["text"]["text"]
            == "I would very much like to go on with my mentor for at least another three…"
        )

    def test_a_word_has_no_second_post_and_says_that_there_is_more(self) -> None:
        told = word(WordShown(blocks=(text(LONG),)))
        assert told["blocks"][-1]["elements"][0]["elements"] == [{"type": "text", "text": "…"}]
        assert told["response_type"] == "ephemeral"


class TestFiles:
    def test_are_handed_out_apart_with_what_they_show(self) -> None:
        chart = Attachment("topics.png", b"png", "How many asked for each topic")
        invitation = Attachment("meeting.ics", b"ics", "Your meeting")
        rendered = message(said(text("The report."), chart, invitation))
        assert [(each.name, each.content, each.alt, each.picture) for each in rendered.uploads] == [
            ("topics.png", b"png", "How many asked for each topic", True),
            ("meeting.ics", b"ics", "Your meeting", False),
        ]
        assert "topics.png" not in json.dumps([dict(block) for block in rendered.posts[0].blocks])

    def test_a_message_of_nothing_else_says_in_words_what_comes(self) -> None:
        rendered = message(said(Attachment("topics.png", b"png", "How many asked for each topic")))
        assert letters(rendered) == "topics.png: How many asked for each topic"

    def test_an_empty_message_is_still_a_message(self) -> None:
        assert letters(message(said())) == "…"


class TestFitting:
    @given(words, st.integers(5, 100))
    def test_pieces_fit_and_hold_all_the_words(self, typed: str, most: int) -> None:
        found = list(pieces(typed, most))
        assert all(width(piece) <= most for piece in found)
        assert "".join("".join(found).split()) == "".join(typed.split())

    @given(words, st.integers(5, 100))
    def test_what_is_shortened_fits(self, typed: str, most: int) -> None:
        assert width(shortened(typed, most)) <= most
        assert len(escaped_within(typed, most)) <= most

    def test_words_are_kept_whole(self) -> None:
        assert cut("one two three", 8) == ("one two", "three")
        assert cut("one two three", 7) == ("one two", "three")
        assert cut("unbreakable", 5) == ("unbre", "akable")
        assert shortened("one two three", 9) == "one two…"
