"""A workspace is set up through the wiring of `shelfmate run`, and the program begins there: in both of Slack's modes."""

from tests.slack.at_work import at_work
from tests.slack.setting_up import FIELDS, Library
from tests.slack.slack import Slack


async def test_from_an_empty_workspace_to_a_program_that_takes_applications(patient: Slack) -> None:
    library = Library.of(patient)
    async with at_work(patient, set_up=False) as shelfmate:
        library.ada.says("hello")
        await shelfmate.settles()
        shown = await library.sets_up(**library.whole)
        assert "Everything is in place" in shown.text
        await shelfmate.passes(hours=2)
        await library.cora.sees("You now coordinate the Connecticut Library Association Mentoring Program")

        await shelfmate.passes(days=60)
        await library.ada.sees("# #mentoring\nShelfmate: Hello, I am Shelfmate.", "Applications")
        await library.ada.runs("/mentoring signup")
        await library.ada.sees("[I would like a mentor]")
    told = [person.screen.told for person in (library.owner, library.cora, library.ada)]
    assert told == [(), (), ()]
    assert patient.site.complaints == []


async def test_what_was_to_be_announced_before_the_channel_was_chosen_is_announced_then(
    patient: Slack,
) -> None:
    library = Library.of(patient)
    async with at_work(patient, set_up=False) as shelfmate:
        await shelfmate.passes(days=22, hours=6)  # from January into February: applications have opened
        assert library.ada.screen.told == ()
        await library.sets_up(**library.whole)
        await shelfmate.passes(hours=30)
        await library.ada.sees("Applications for the spring match are open, until February 28, 2027")


async def test_the_coordinators_are_greeted_by_day(patient: Slack) -> None:
    library = Library.of(patient)
    library.cora.user.zone = "Asia/Tokyo"  # 21:00 there when the owner sets up
    async with at_work(patient, set_up=False) as shelfmate:
        await library.sets_up(**library.whole)
        await shelfmate.settles()
        assert library.cora.dm == []
        await shelfmate.passes(hours=12)
        await library.cora.sees("You now coordinate")


async def test_what_a_button_asks_for_opens_the_same_page(patient: Slack) -> None:
    library = Library.of(patient)
    async with at_work(patient, set_up=False):
        await library.owner.runs("/mentoring Setup")
        assert library.owner.modal.title == "Set up Shelfmate"
        library.owner.closes()
        await library.owner.runs("/mentoring setup please")
        await library.owner.fills({FIELDS["pasted"]: "ada@library.example"})
        await library.owner.submits()
        assert "1 member on the list" in library.owner.modal.text


async def test_setup_written_in_a_message_opens_by_a_button(patient: Slack) -> None:
    library = Library.of(patient)
    async with at_work(patient, set_up=False):
        library.owner.says("Set up!")
        await library.owner.sees("There is a page for that. Press here, and it opens.", "[Set up Shelfmate]")

        await library.owner.presses("Set up Shelfmate")

        assert library.owner.modal.title == "Set up Shelfmate"
        assert "Channel for announcements" in library.owner.modal.text
