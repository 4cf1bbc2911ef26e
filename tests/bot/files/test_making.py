"""A message's files on every platform: made once it is sent, and shown or offered as each of them does it."""

from datetime import UTC, datetime

from adapters.slack import render as slack
from adapters.web import render as web
from adapters.web.host import Somebody, Standing
from bot.files.making import made
from flows.files import Bar, Chart, Sheet
from flows.ids import PersonId, WishId
from flows.messages import Attachment, Message, Paragraph, Part, Span
from flows.model.screens import Post

WORDS = Paragraph((Span("The figures."),))
CHART = Chart(
    name="figures.png", alt="Bars: <Pairs> 20", title="2027", groups=(("All", (Bar("Pairs", "20", 1000),)),)
)
SHEET = Sheet(name="figures.csv", alt="The same as a table", columns=("Figure",), rows=(("Pairs",),))
PART = Part(kind="report.delivered", blocks=(WORDS,), files=(CHART, SHEET))
MESSAGE = Message(key=WishId("w"), place="channel:riverside:coordinators", parts=(PART,))
CORA = Somebody(
    id=PersonId("cora"), name="Cora", standing=Standing.COORDINATOR, about="", zone="UTC", by_hand=True
)


def test_files_come_after_the_words() -> None:
    (part,) = made(MESSAGE).parts
    words, picture, table = part.blocks
    assert words == WORDS
    assert isinstance(picture, Attachment)
    assert isinstance(table, Attachment)
    assert picture.content.startswith(b"\x89PNG")
    assert b"Pairs" in table.content
    assert part.files == ()


def test_a_message_without_files_is_left_as_it_is() -> None:
    bare = Message(key=WishId("w"), place="dm:ana", parts=(Part(kind="help", blocks=(WORDS,)),))
    assert made(bare) is bare


def test_slack_is_given_them_to_upload() -> None:
    picture, table = slack.message(made(MESSAGE)).uploads
    assert (picture.name, picture.alt, picture.picture) == ("figures.png", "Bars: <Pairs> 20", True)
    assert (table.name, table.picture) == ("figures.csv", False)


def test_the_page_shows_the_picture_and_offers_the_table() -> None:
    now = datetime(2027, 10, 15, tzinfo=UTC)
    shown = web.post(Post(id="w", place=MESSAGE.place, nth=1, at=now, parts=made(MESSAGE).parts), CORA)
    assert 'src="/as/cora/file/w/0/1" alt="Bars: &lt;Pairs&gt; 20"' in shown
    assert 'download="figures.csv"' in shown
