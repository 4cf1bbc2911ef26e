"""Erased: what still stands in a thread is rewritten, and the thread is not called by the name of whoever is gone."""

from dataclasses import replace

import pytest

from flows.model.people import Person as Known
from flows.ports import SendFailed
from flows.situation import Get, Query
from tests.discord.faults import How
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.sending import Stage, message, stage

ROOM = "Ada Archer & Ben Book"
WEEK = 7 * 24 * 60 * 60


async def in_their_room(shelfmate: Stage) -> tuple[str, str]:
    """Ada and Ben were introduced to each other, and then Ada had herself erased; their room, and what stands there."""
    shelfmate.there.allow(May.CREATE_PRIVATE_THREADS)
    shelfmate.is_set_up()
    shelfmate.adds("Ada Archer")
    shelfmate.adds("Ben Book")
    room = shelfmate.pairs("ada", "ben")
    ref = await shelfmate.sends(message(room, "Ada, meet Ben."))
    loses_her_name(shelfmate)
    return room, ref


def loses_her_name(shelfmate: Stage) -> None:
    """As being erased has it."""
    at: Query = Get(Known, "ada")
    shelfmate.store.transact(lambda tx: tx.save([replace(tx.load([at])[at], name="")]))


@pytest.mark.parametrize("quiet", [60, WEEK])
async def test_a_room_forgets_the_name_also_when_it_has_fallen_asleep(there: Discord, quiet: int) -> None:
    async with stage(there) as shelfmate:
        room, ref = await in_their_room(shelfmate)
        await there.passes(quiet)
        for key in ("k2", "k3"):
            await shelfmate.sends(message(room, "Meet Ben.", key=key, edits=ref))
    (thread,) = there.site.threads_of(there.guild.id)
    assert thread.name == "Ben Book"
    assert len([call for call in there.called("edit_channel") if "name" in call.args]) == 1


async def test_while_discord_renames_nothing_it_is_tried_again(there: Discord) -> None:
    async with stage(there) as shelfmate:
        room, ref = await in_their_room(shelfmate)
        there.faults.plant("edit_channel", How.DROPPED, times=3)
        with pytest.raises(SendFailed):
            await shelfmate.sends(message(room, "Meet Ben.", key="k2", edits=ref))
        await shelfmate.sends(message(room, "Meet Ben.", key="k2", edits=ref))
    (thread,) = there.site.threads_of(there.guild.id)
    assert thread.name == "Ben Book"


async def test_where_it_is_not_ours_to_rename_it_reads_otherwise_all_the_same(there: Discord) -> None:
    async with stage(there) as shelfmate:
        room, ref = await in_their_room(shelfmate)
        there.faults.plant("edit_channel", How.REFUSED, status=403, code=50013, message="Missing Permissions")
        await shelfmate.sends(message(room, "Meet Ben.", key="k2", edits=ref))
    (thread,) = there.site.threads_of(there.guild.id)
    (ben,) = (one for one in there.people.values() if one.name == "Ben Book")
    assert thread.name == ROOM
    assert ben.screen[ROOM][-1].text == "Meet Ben."


async def test_so_does_the_thread_of_somebody_who_takes_no_direct_messages(there: Discord) -> None:
    there.allow(May.CREATE_PRIVATE_THREADS)
    async with stage(there) as shelfmate:
        shelfmate.is_set_up()
        to_ada, ada = shelfmate.adds("Ada Archer")
        ada.closes_dms()
        ref = await shelfmate.sends(message(to_ada, "Do you mean it?"))
        loses_her_name(shelfmate)
        await shelfmate.sends(message(to_ada, "You are forgotten.", key="k2", edits=ref))
    (thread,) = there.site.threads_of(there.guild.id)
    assert thread.name == "Mentoring"
