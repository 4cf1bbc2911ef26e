"""Whoever brings Shelfmate into a workspace sets it up there, and is told what is still to do; others are told who can."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.app.manifest import manifest
from adapters.slack.reading.origin import account_of
from flows.model.addresses import Workspace
from flows.model.talk import Urgency, Wish
from flows.situation import find
from tests.slack.block_kit import wrong_with_view
from tests.slack.faults import How
from tests.slack.manifest import pasted
from tests.slack.setting_up import CONNECTICUT, FIELDS, TEAM, Library, installed
from tests.slack.slack import Slack, loopback
from tests.talk import program_text

NOT_THERE = "I am not in that channel. Type /invite @Shelfmate there, and save again; what you have filled in is kept until then."


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """Slack, holding the app to its own manifest."""
    async with loopback(pasted(manifest())) as slack:
        yield slack


@pytest.fixture
def library(slack: Slack) -> Library:
    return Library.of(slack)


async def test_a_workspace_is_set_up_from_nothing(slack: Slack, library: Library) -> None:
    async with installed(slack) as shelfmate:
        shown = await library.sets_up(**library.whole)

        for words in ("Saved. This is how it stands.", "Everything is in place", "2 members on the list"):
            assert words in shown.text
        for name in ("Connecticut Library Association", "#mentoring", "#mentoring-desk", "@Cora Quill"):
            assert name in shown.text
        assert library.ada.screen["#mentoring"][-1].text.startswith("Hello, I am Shelfmate.")
        assert library.cora.screen["#mentoring-desk"][-1].text.startswith("Hello, I am Shelfmate.")
        (workspace,) = shelfmate.records(find(Workspace, program=CONNECTICUT))
        assert (workspace.id, workspace.set_up_by) == (TEAM, account_of("T0LIBRARY", library.owner.id))
        assert shelfmate.channels() == {
            "channel:connecticut:announcements": "mentoring",
            "channel:connecticut:coordinators": "mentoring-desk",
        }
        assert shelfmate.roster() == {"ada@library.example": ("mentee",), "ben@library.example": ()}
    assert library.owner.screen.told == ()
    assert slack.site.complaints == []


async def test_every_modal_is_one_that_slack_takes(slack: Slack, library: Library) -> None:
    async with installed(slack):
        await library.sets_up(**library.whole)
        await library.sets_up(**library.whole)
        await library.ada.runs("/mentoring setup")

    acks = [(await delivery).body or {} for delivery in slack.deliveries]
    acknowledged = [ack["view"] for ack in acks if "view" in ack]
    opened = [call.args["view"] for call in slack.called("views.open")]
    assert (len(opened), len(acknowledged)) == (3, 2)
    assert [wrong_with_view(view) for view in (*opened, *acknowledged)] == [[]] * 5


async def test_a_coordinator_becomes_a_person_and_is_greeted_once(slack: Slack, library: Library) -> None:
    async with installed(slack) as shelfmate:
        await library.sets_up(**library.whole)
        await library.sets_up(**library.whole)

        (cora,) = shelfmate.coordinators()
        assert (cora.name, cora.email) == ("Cora Quill", "cora.quill@library.example")
        assert cora.zone == "America/New_York"
        (greeting,) = shelfmate.records(find(Wish, state="waiting"))
        assert (greeting.key, greeting.to) == ("coordinator.appointed", cora.id)
        assert greeting.urgency is Urgency.NOTICE


async def test_who_appoints_themselves_is_greeted_at_once(slack: Slack, library: Library) -> None:
    async with installed(slack) as shelfmate:
        await library.sets_up(coordinators=[library.owner])
        (greeting,) = shelfmate.records(find(Wish, state="waiting"))
        assert greeting.urgency is Urgency.ANSWER


async def test_what_is_missing_is_told_in_order_each_with_its_remedy(slack: Slack, library: Library) -> None:
    async with installed(slack):
        shown = await library.sets_up(coordinators=[library.cora])

        tasks = shown.text.partition("Still to do:")[2].strip().splitlines()
        assert [task.split(".")[0] for task in tasks] == [
            "- There is no channel for announcements",
            "- There is no channel for the coordinators",
            "- The list of members is empty, and the program takes members only, so every application would be held back",
        ]
        assert all("/mentoring setup" in task for task in tasks)
        library.owner.closes()
        await library.owner.runs("/mentoring setup")
        assert all(task in library.owner.modal.text for task in tasks)


async def test_it_is_done_again_with_everything_filled_in_and_what_is_left_empty_stays(
    slack: Slack, library: Library
) -> None:
    async with installed(slack) as shelfmate:
        await library.sets_up(**library.whole)
        before = shelfmate.channels()

        await library.owner.runs("/mentoring setup")
        assert "2 members on the list" in library.owner.modal.text
        assert "{#mentoring}" in library.owner.modal.text
        assert "{#mentoring-desk}" in library.owner.modal.text
        assert "{@Cora Quill}" in library.owner.modal.text
        await library.fills(announcements=None, desk=None, coordinators=[], pasted="cleo@library.example")
        await library.owner.submits()

        assert shelfmate.channels() == before
        assert [person.name for person in shelfmate.coordinators()] == ["Cora Quill"]
        assert len(shelfmate.roster()) == 3
        assert "3 members on the list" in library.owner.modal.text


async def test_who_is_not_named_any_more_coordinates_no_more(slack: Slack, library: Library) -> None:
    async with installed(slack) as shelfmate:
        await library.sets_up(coordinators=[library.cora, library.ada])
        await library.sets_up(coordinators=[library.ada])
        assert [person.name for person in shelfmate.coordinators()] == ["Ada Archer"]

        await library.cora.runs("/mentoring setup")
        assert "Setting up is for those who run this workspace" in library.cora.modal.text


# --- who may ----------------------------------------------------------------------------------------------


async def test_others_are_told_kindly_who_can(slack: Slack, library: Library) -> None:
    async with installed(slack):
        await library.sets_up(**library.whole)
        await library.ada.runs("/mentoring setup")

        assert library.ada.modal.text.startswith("Setting up is for those who run this workspace")
        assert library.ada.modal.text.endswith("These coordinate it now:\n@Cora Quill")
        assert library.ada.modal.submit == ""


async def test_a_coordinator_may(slack: Slack, library: Library) -> None:
    async with installed(slack) as shelfmate:
        await library.sets_up(**library.whole)
        await library.cora.runs("/mentoring setup")
        await library.cora.fills({FIELDS["pasted"]: "cleo@library.example"})
        await library.cora.submits()
        assert "cleo@library.example" in shelfmate.roster()


async def test_who_loses_their_rights_while_the_modal_is_open_saves_nothing(
    slack: Slack, library: Library
) -> None:
    async with installed(slack) as shelfmate:
        await library.owner.runs("/mentoring setup")
        await library.fills(**library.whole)
        library.owner.user.admin = False
        await library.owner.submits()
        assert "Setting up is for those" in library.owner.modal.text
        assert shelfmate.roster() == {}
        assert shelfmate.channels() == {}


# --- channels ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("private", [False, True])
async def test_a_channel_that_we_are_not_in_is_told_beside_it_and_nothing_is_lost(
    slack: Slack, library: Library, *, private: bool
) -> None:
    alone = slack.channel("elsewhere", library.owner, bot=False, private=private)
    async with installed(slack) as shelfmate:
        await library.owner.runs("/mentoring setup")
        await library.fills(**{**library.whole, "announcements": alone.id})
        await library.owner.submits()

        assert library.owner.modal.errors == {FIELDS["announcements"]: NOT_THERE}
        assert shelfmate.roster() == {}
        assert shelfmate.coordinators() == []
        library.owner.closes()
        slack.invites_app(alone, library.owner)

        await library.owner.runs("/mentoring setup")
        assert "{#elsewhere}" in library.owner.modal.text
        assert "{ada@library.example; mentee" in library.owner.modal.text
        await library.owner.submits()
        assert shelfmate.channels()["channel:connecticut:announcements"] == "elsewhere"
        assert len(shelfmate.roster()) == 2


async def test_what_is_told_in_confidence_does_not_go_where_everybody_reads(
    slack: Slack, library: Library
) -> None:
    async with installed(slack) as shelfmate:
        shown = await library.sets_up(**{**library.whole, "announcements": library.desk.id})
        assert shown.errors[FIELDS["desk"]].startswith("This has to be another channel")
        assert shelfmate.channels() == {}
        assert slack.called("chat.postMessage") == []


async def test_for_the_coordinators_slack_offers_private_channels_alone(
    slack: Slack, library: Library
) -> None:
    public = slack.channel("open-desk", library.owner)
    async with installed(slack):
        await library.owner.runs("/mentoring setup")
        with pytest.raises(AssertionError, match="does not offer"):
            await library.fills(desk=public.id)
        await library.fills(announcements=public.id, desk=library.desk.id)


async def test_an_archived_channel_is_told_beside_it(slack: Slack, library: Library) -> None:
    slack.archives(library.desk)
    async with installed(slack):
        shown = await library.sets_up(**library.whole)
        assert shown.errors[FIELDS["desk"]].startswith("That channel is archived.")


async def test_a_channel_that_slack_closes_to_us_is_told_with_the_reason(
    slack: Slack, library: Library
) -> None:
    slack.faults.plant("chat.postMessage", How.REFUSED, error="restricted_action")
    async with installed(slack):
        shown = await library.sets_up(**library.whole)
        assert "Slack does not let me post there (restricted_action)" in shown.errors[FIELDS["announcements"]]


async def test_when_we_were_taken_out_of_a_channel_saving_again_tells_and_else_says_it_to_one_alone(
    slack: Slack, library: Library
) -> None:
    async with installed(slack):
        await library.sets_up(**library.whole)
        await library.sets_up()
        assert library.owner.screen["#mentoring"][-1].private
        assert len(library.ada.screen["#mentoring"]) == 1

        slack.removes_app(library.news)
        shown = await library.sets_up()
        assert shown.errors == {FIELDS["announcements"]: NOT_THERE}


# --- several programs -------------------------------------------------------------------------------------


@pytest.fixture
def two_programs(tmp_path: Path) -> tuple[str, str]:
    other = tmp_path / "harbor.toml"
    text = program_text("connecticut").replace('id = "connecticut"', 'id = "harbor"')
    other.write_text(text.replace("Connecticut Library Association Mentoring", "Harbor Mentoring"))
    return "connecticut", str(other)


async def test_where_several_programs_run_one_is_chosen_and_can_be_changed(
    slack: Slack, library: Library, two_programs: tuple[str, str]
) -> None:
    async with installed(slack, two_programs) as shelfmate:
        await library.owner.runs("/mentoring setup")
        await library.owner.submits()
        assert library.owner.modal.errors == {"Program": "Please complete this required field."}
        await library.owner.fills({"Program": "Harbor Mentoring Program"})
        await library.fills(**library.whole)
        await library.owner.submits()
        assert set(shelfmate.channels()) == {"channel:harbor:announcements", "channel:harbor:coordinators"}

        await library.owner.runs("/mentoring setup")
        await library.owner.fills({"Program": "Connecticut Library Association Mentoring Program"})
        await library.owner.submits()
        assert set(shelfmate.channels()) == {
            "channel:connecticut:announcements",
            "channel:connecticut:coordinators",
        }
        assert [person.name for person in shelfmate.coordinators()] == ["Cora Quill"]
        assert "The list of members is empty" in library.owner.modal.text
