"""Whoever runs a server sets Shelfmate up there, and is told what is still to do; others are told who can."""

from pathlib import Path

import pytest

from adapters.discord.reading.origin import account_of
from flows.model.addresses import Workspace
from flows.model.talk import Urgency, Wish
from flows.situation import find
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.setting_up import CONNECTICUT, FIELDS, LOBBY, Library, installed
from tests.talk import program_text


@pytest.fixture
def library(there: Discord) -> Library:
    return Library.of(there)


async def test_a_server_is_set_up_from_nothing(there: Discord, library: Library) -> None:
    async with installed(there) as shelfmate:
        shown = await library.sets_up(**library.whole)

        for words in ("Saved. This is how it stands.", "Everything is in place", "2 members on the list"):
            assert words in shown.text
        for name in ("Connecticut Library Association", "#mentoring", "#mentoring-desk", "@Cora Quill"):
            assert name in shown.text
        assert shown.private
        assert shown.buttons == ("Change", "Members")
        (workspace,) = shelfmate.records(find(Workspace, program=CONNECTICUT))
        assert (workspace.id, workspace.set_up_by) == (shelfmate.workspace, account_of(library.owner.id))
        assert workspace.roles is False
        assert shelfmate.channels() == {
            "channel:connecticut:announcements": "mentoring",
            "channel:connecticut:coordinators": "mentoring-desk",
        }
        assert shelfmate.roster() == {"ada@library.example": ("mentee",), "ben@library.example": ()}
    assert library.owner.screen.told == ()
    assert there.site.complaints == []
