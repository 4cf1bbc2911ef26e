"""A spreadsheet of members is given in the modal: read with our token, whole; or each line that is wrong is told beside it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import aiohttp
import pytest

from adapters.slack.app.manifest import manifest
from adapters.slack.calling.calls import Calls
from adapters.slack.calling.downloads import Unreadable
from adapters.slack.reading.heard import GivenFile
from adapters.slack.setup.checks import Checks
from adapters.slack.setup.fields import Given
from tests.slack.manifest import pasted
from tests.slack.setting_up import FIELDS, Library, installed
from tests.slack.slack import Slack, loopback

EXPORTED = "\ufeffName;E-mail;Role\r\nAda Archer;Ada@library.example;mentor\r\nBen Book;;\r\nCleo;cleo@library.example;\r\n"


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """Slack, holding the app to its own manifest."""
    async with loopback(pasted(manifest())) as slack:
        yield slack


@pytest.fixture
def library(slack: Slack) -> Library:
    return Library.of(slack)


async def test_a_spreadsheet_as_it_was_exported_becomes_the_roster(slack: Slack, library: Library) -> None:
    async with installed(slack) as shelfmate:
        shown = await library.sets_up(file={"members.csv": EXPORTED.encode()})
        assert shelfmate.roster() == {"ada@library.example": ("mentor",), "cleo@library.example": ()}
        assert "2 members on the list" in shown.text
        assert "1 line of your list has no e-mail address, and was passed over." in shown.text


async def test_hundreds_of_members_beside_some_that_are_pasted(slack: Slack, library: Library) -> None:
    rows = "".join(f"member{number}@library.example,\n" for number in range(900))
    async with installed(slack) as shelfmate:
        shown = await library.sets_up(
            file={"members.csv": f"email,roles\n{rows}".encode()}, pasted="ada@library.example"
        )
        assert "901 members on the list" in shown.text
        assert len(shelfmate.roster()) == 901


async def test_a_new_years_list_takes_the_place_of_the_old_one_where_that_is_ticked(
    slack: Slack, library: Library
) -> None:
    ticked = ["Take off everybody who is not on the new list"]
    async with installed(slack) as shelfmate:
        await library.owner.runs("/mentoring setup")
        assert FIELDS["whole"] not in library.owner.modal.text
        await library.fills(pasted="ada@library.example; mentor\nben@library.example")
        await library.owner.submits()

        await library.sets_up(pasted="cleo@library.example")
        assert len(shelfmate.roster()) == 3
        shown = await library.sets_up(pasted="cleo at library", whole=ticked)
        assert list(shown.errors) == [FIELDS["pasted"]]
        assert len(shelfmate.roster()) == 3

        await library.sets_up(pasted="ada@library.example\ndan@library.example", whole=ticked)
        assert shelfmate.roster() == {"ada@library.example": (), "dan@library.example": ()}
        await library.sets_up(pasted=None, whole=ticked)
        assert len(shelfmate.roster()) == 2, "no list takes nobody off"


async def test_lines_that_are_wrong_are_told_beside_the_file_and_nothing_is_half_saved(
    slack: Slack, library: Library
) -> None:
    spoiled = "email,roles\nada@library.example,\nben\n" + "nobody,\n" * 5
    async with installed(slack) as shelfmate:
        shown = await library.sets_up(**library.whole, file={"members.csv": spoiled.encode()})
        assert list(shown.errors) == [FIELDS["file"]]
        told = shown.errors[FIELDS["file"]].splitlines()
        assert told[0].startswith(
            "members.csv: line 3, column email: 'ben' is no e-mail address; write one such as"
        )
        assert told[3:] == ["… and 3 more."]
        assert shelfmate.roster() == {}
        assert shelfmate.channels() == {}
        assert slack.called("chat.postMessage") == []


async def test_pasted_lines_that_are_wrong_are_told_beside_them(slack: Slack, library: Library) -> None:
    async with installed(slack):
        shown = await library.sets_up(pasted="ada@library.example; boss")
        assert shown.errors == {
            FIELDS["pasted"]: "line 1: 'boss' is no role; write mentor, mentee or both, or leave it empty"
        }


async def test_a_workbook_under_another_name_is_told(slack: Slack, library: Library) -> None:
    async with installed(slack):
        shown = await library.sets_up(file={"members.csv": b"PK\x03\x04..."})
        assert "looks like an Excel file; save it as 'CSV UTF-8'" in shown.errors[FIELDS["file"]]


async def test_a_file_far_too_large_is_not_even_read(slack: Slack, library: Library) -> None:
    async with installed(slack):
        shown = await library.sets_up(file={"members.csv": b"x" * 5_000_001})
        assert shown.errors[FIELDS["file"]].startswith("That file is too large")


async def test_a_file_that_is_gone_is_asked_for_once_more(slack: Slack, library: Library) -> None:
    async with installed(slack) as shelfmate:
        await library.owner.runs("/mentoring setup")
        await library.fills(file={"members.csv": EXPORTED.encode()})
        slack.workspace.files.clear()
        await library.owner.submits()
        assert library.owner.modal.errors == {
            FIELDS["file"]: "I could not read that file from Slack. Please upload it once more."
        }
        assert shelfmate.roster() == {}


# --- reading it -------------------------------------------------------------------------------------------


@pytest.fixture
async def calls(slack: Slack) -> AsyncIterator[Calls]:
    calls = Calls(slack.token, url=slack.api, scale=0)
    yield calls
    await calls.close()


@pytest.fixture
def gives(slack: Slack, library: Library) -> Callable[[bytes], GivenFile]:
    """The owner gives a file to the app; what the app is told of it."""

    def given(content: bytes) -> GivenFile:
        told = library.owner.gives("members.csv", content)
        return GivenFile(
            id=told["id"], name=told["name"], size=told["size"], url=told["url_private_download"]
        )

    return given


async def test_where_slack_does_not_say_where_it_is_we_ask(
    slack: Slack, calls: Calls, gives: Callable[[bytes], GivenFile]
) -> None:
    async with installed(slack) as shelfmate:
        checks = Checks(calls, shelfmate.desk)
        checked = await checks.look(Given(file=replace(gives(EXPORTED.encode()), url="")))
        assert [email for email, _ in checked.members.listed] == [
            "ada@library.example",
            "cleo@library.example",
        ]
        assert len(slack.called("files.info")) == 1


async def test_without_the_scope_the_token_or_another_workspaces_there_is_only_a_page_to_sign_in(
    slack: Slack, calls: Calls, gives: Callable[[bytes], GivenFile]
) -> None:
    file = gives(b"email\n")
    assert await calls.download(file.url, 10) == b"email\n"
    async with aiohttp.ClientSession() as session, session.get(file.url) as answer:
        assert "Sign in" in await answer.text()

    slack.app.scopes -= {"files:read"}
    with pytest.raises(Unreadable, match="302"):
        await calls.download(file.url, 10)


async def test_more_than_it_may_be_is_not_read_to_the_end(
    calls: Calls, gives: Callable[[bytes], GivenFile]
) -> None:
    with pytest.raises(Unreadable, match="too large"):
        await calls.download(gives(b"x" * 100_000).url, 99_999)


@pytest.mark.parametrize(
    "url",
    [
        "https://slack.com.example.org/x",
        "http://app.slack.com/x",
        "https://example.org/",
        "nonsense",
        "",
    ],
)
async def test_our_token_goes_to_slack_alone(calls: Calls, url: str) -> None:
    with pytest.raises(Unreadable, match="not an address"):
        await calls.download(url, 10)


async def test_without_the_scope_slack_shows_no_field_for_files(slack: Slack, library: Library) -> None:
    slack.app.scopes -= {"files:read"}
    async with installed(slack):
        await library.owner.runs("/mentoring setup")
        assert "Slack does not let me open this page (missing_scope)." in library.owner.screen
        assert "shelfmate doctor" in library.owner.screen
        assert library.owner.screen.modal is None
