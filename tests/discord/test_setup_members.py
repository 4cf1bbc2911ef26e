"""A list of members is given while setting up: as a file or pasted; or each line of it that is wrong is told."""

import pytest

from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.setting_up import FIELDS, Library, installed


@pytest.fixture
def library(there: Discord) -> Library:
    return Library.of(there)


async def test_members_are_pasted_in_a_modal_of_their_own(there: Discord, library: Library) -> None:
    async with installed(there) as shelfmate:
        await library.sets_up(coordinators=[library.cora])
        await library.owner.presses("Members")
        assert FIELDS["whole"] not in library.owner.modal.text, "there is no list yet that it could replace"
        shown = await library.sends(pasted="ada@library.example; mentee\nBen Book <Ben@Library.example>")
        assert "2 members on the list" in shown.text
        assert shelfmate.roster() == {"ada@library.example": ("mentee",), "ben@library.example": ()}
        assert [person.name for person in shelfmate.coordinators()] == ["Cora Quill"]


async def test_each_wrong_line_is_told_and_what_was_pasted_is_kept(there: Discord, library: Library) -> None:
    async with installed(there) as shelfmate:
        await library.sets_up(coordinators=[library.cora])
        await library.owner.presses("Members")
        wrong = "\n".join(f"member {n} at library" for n in range(5))
        shown = await library.sends(pasted=wrong)
        assert "line 1: 'member 0 at library' is no e-mail address" in shown.text
        assert "… and 2 more." in shown.text
        await library.owner.presses("Put it right")
        assert "member 4 at library" in library.owner.modal.text
        assert "1 member on the list" in (await library.sends(pasted="ada@library.example")).text
        assert len(shelfmate.roster()) == 1


async def test_a_new_years_list_can_take_the_place_of_the_old_one(there: Discord, library: Library) -> None:
    async with installed(there) as shelfmate:
        await library.sets_up(**library.whole)
        await library.owner.presses("Members")
        await library.sends(file={"new.csv": b"email\ncleo@library.example\n"}, whole=True)
        assert set(shelfmate.roster()) == {"cleo@library.example"}


async def test_what_is_wrong_in_a_file_is_told_by_line(there: Discord, library: Library) -> None:
    async with installed(there) as shelfmate:
        shown = await library.sets_up(
            coordinators=[library.cora], file={"m.csv": b"email\nada at library\nben@library.example\n"}
        )
        assert "line 2, column email: 'ada at library' is no e-mail address" in shown.text
        assert shelfmate.roster() == {}
        assert shelfmate.coordinators() == []


async def test_lines_without_an_address_are_counted(there: Discord, library: Library) -> None:
    async with installed(there):
        shown = await library.sets_up(file={"m.csv": b"name,email\nAda,ada@library.example\nBen,\n"})
        assert "1 line of your list has no e-mail address, and was passed over." in shown.text


async def test_what_is_too_large_to_be_a_list_is_not_read(there: Discord, library: Library) -> None:
    async with installed(there):
        shown = await library.sets_up(file={"m.csv": b"email\n" + b"x" * 5_000_001})
        assert "too large to be a list of members" in shown.text
        assert there.called("get_attachment") == []


async def test_a_file_that_discord_does_not_give_is_asked_for_once_more(
    there: Discord, library: Library
) -> None:
    async with installed(there):
        await library.owner.runs("/mentoring setup", "#lobby")
        await library.fills(file={"m.csv": b"email\n"})
        there.site.files.clear()
        shown = await library.sends()
        assert "I could not read that file. Please upload it once more." in shown.text


async def test_what_somebody_typed_into_a_list_means_nothing_to_discord(
    there: Discord, library: Library
) -> None:
    async with installed(there):
        await library.sets_up(coordinators=[library.cora])
        await library.owner.presses("Members")
        shown = await library.sends(pasted="@everyone\n**now**\n[x](https://evil.example)")
        for typed in ("'@everyone'", "'**now**'", "'[x](https://evil.example)'"):
            assert f"{typed} is no e-mail address" in shown.text
        assert (shown.pings, shown.links) == (frozenset(), ())


@pytest.mark.parametrize(("how", "status"), [(How.REFUSED, 403), (How.SERVER_ERROR, 503)])
async def test_where_discord_does_not_answer_nothing_is_saved_and_nothing_is_lost(
    there: Discord, library: Library, how: How, status: int
) -> None:
    fault = there.faults.plant("get_guild", how, times=9, status=status)
    async with installed(there) as shelfmate:
        shown = await library.sets_up(**library.whole)
        assert "nothing was saved" in shown.text
        assert shelfmate.channels() == {}
        fault.times = 0
        await library.owner.presses("Put it right")
        assert "{#mentoring}" in library.owner.modal.text
    assert library.owner.screen.told == ()
