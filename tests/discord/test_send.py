"""Sending: people and channels see what was said, once, in its place, and see it change; places are found by themselves."""

import pytest

from flows.ports import Nowhere, Unsendable
from tests.discord.loopback import Discord
from tests.discord.permissions import May
from tests.discord.records import Kind
from tests.discord.sending import LONG, NEWS, Stage, asked, ics, message, of, stage, word

ROOM = "Ada Archer & Ben Book"
WEEK = 7 * 24 * 60 * 60


async def test_a_message_comes_to_the_person_and_their_conversation_is_remembered(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        ref = await shelfmate.sends(asked(to_ada, "Shall we begin?", "Yes", "Later"))
        await shelfmate.sends(message(to_ada, "Good.", key="k2"))
        shelfmate.restarts()
        await shelfmate.sends(message(to_ada, "Well.", key="k3"))
    assert [str(seen) for seen in ada.dm] == [
        "Shelfmate: Shall we begin?\n[Yes] [Later]",
        "Shelfmate: Good.",
        "Shelfmate: Well.",
    ]
    assert ref == f"{ada.dm[0].channel}:{ada.dm[0].id}"
    assert shelfmate.address(to_ada) == ada.dm[0].channel
    assert len(there.called("create_dm")) == 1  # whoever opens too many is taken for a sender of spam


async def test_a_pairs_room_is_a_private_thread_that_is_begun_once(there: Discord) -> None:
    there.allow(May.CREATE_PRIVATE_THREADS)
    async with stage(there) as shelfmate:
        news = shelfmate.is_set_up()
        (_, ada), (_, ben) = shelfmate.adds("Ada Archer"), shelfmate.adds("Ben Book")
        eve = there.add("Eve Else")
        room = shelfmate.pairs("ada", "ben")
        await shelfmate.sends(message(room, "This is your room."))
        shelfmate.restarts()
        await shelfmate.sends(message(room, "Have you met?", key="k2"))
    for reader in (ada, ben):
        assert [seen.text for seen in reader.screen[ROOM]][-2:] == ["This is your room.", "Have you met?"]
    assert ROOM not in eve.screen.conversations
    (thread,) = there.site.threads_of(there.guild.id)
    assert (thread.kind, thread.parent, thread.invitable) == (Kind.PRIVATE_THREAD, news.id, False)
    assert shelfmate.address(room) == thread.id
    assert len(there.called("create_thread")) == 1
    assert len(there.called("add_thread_member")) == 2


async def test_where_one_of_a_pair_is_elsewhere_the_other_reads_it_alone(there: Discord) -> None:
    async with stage(there) as shelfmate:
        shelfmate.is_set_up()
        _, ada = shelfmate.adds("Ada Archer")
        room = shelfmate.pairs("ada", "bea")
        ref = await shelfmate.sends(message(room, "You are a pair."))
        assert await shelfmate.finds(message(room)) == ref
        with pytest.raises(Unsendable, match="no account on Discord"):
            await shelfmate.sends(message(shelfmate.pairs("cleo", "dan"), "You are a pair."))
    assert [seen.text for seen in ada.dm] == ["You are a pair."]
    assert not there.called("create_thread")


async def test_a_channel_is_where_setting_up_said(there: Discord) -> None:
    async with stage(there) as shelfmate:
        ada = there.add("Ada Archer")
        with pytest.raises(Nowhere, match="/mentoring setup asks for it"):
            await shelfmate.sends(message(NEWS, "Applications are open."))
        shelfmate.is_set_up()
        await shelfmate.sends(message(NEWS, "Applications are open."))
    assert [seen.text for seen in ada.screen["#news"]] == ["Applications are open."]


async def test_a_room_waits_until_there_is_a_channel_to_begin_it_under(there: Discord) -> None:
    async with stage(there) as shelfmate:
        shelfmate.adds("Ada Archer"), shelfmate.adds("Ben Book")
        with pytest.raises(Nowhere, match="no channel has been chosen for announcements"):
            await shelfmate.sends(message(shelfmate.pairs("ada", "ben"), "This is your room."))


async def test_a_long_message_is_several_posts_and_its_reference_names_them_all(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        ref = await shelfmate.sends(message(to_ada, f"One. {LONG}", f"Two. {LONG}", "Three."))
    assert [seen.text[:4] for seen in ada.dm] == ["One.", "Two."]
    assert "Three." in ada.dm[1].text
    assert ref == f"{ada.dm[0].channel}:{ada.dm[0].id},{ada.dm[1].id}"


async def test_files_stand_in_the_message_and_say_what_they_show(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        await shelfmate.sends(message(to_ada, "You meet on Friday.", ics(), ics("again.ics")))
    (seen,) = ada.dm
    assert seen.text.startswith("You meet on Friday.")
    assert len(seen.files) == 2
    files = there.site.files.values()
    assert [(file.name, file.content, file.description) for file in files] == [
        ("meeting.ics", b"BEGIN:VCALENDAR", "Your meeting, for your calendar"),
        ("again.ics", b"BEGIN:VCALENDAR", "Your meeting, for your calendar"),
    ]


# --- rewriting ----------------------------------------------------------------------------------------------


async def test_a_message_is_rewritten_where_it_stands(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        ref = await shelfmate.sends(asked(to_ada, "Shall we begin?", "Yes"))
        edit = message(to_ada, "You said yes.", ics(), key="k2", edits=ref)
        assert [await shelfmate.sends(edit), await shelfmate.sends(edit)] == [ref, ref]
    (seen,) = ada.dm
    assert seen.text.startswith("You said yes.")
    assert (seen.buttons, len(seen.files)) == ((), 1)


async def test_a_rewritten_message_takes_fewer_posts_or_more(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        ref = await shelfmate.sends(message(to_ada, f"One. {LONG}", f"Two. {LONG}"))
        await shelfmate.sends(message(to_ada, "Short.", key="k2", edits=ref))
        assert [seen.text for seen in ada.dm] == ["Short."]
        for key in ("k3", "k4"):  # where it has grown, what does not fit stands below: once
            await shelfmate.sends(message(to_ada, f"One. {LONG}", f"Two. {LONG}", key=key, edits=ref))
        first = f"{ada.dm[0].channel}:{ada.dm[0].id}"
        for key in ("k5", "k6"):
            await shelfmate.sends(message(to_ada, f"One. {LONG}", f"Then. {LONG}", key=key, edits=first))
    assert [seen.text[:4] for seen in ada.dm] == ["One.", "Then"]


async def in_a_room_that_sleeps(shelfmate: Stage) -> tuple[str, str]:
    """A room in which nobody said anything for a week; it, and the reference of the question in it."""
    there = shelfmate.there
    there.allow(May.CREATE_PRIVATE_THREADS)
    shelfmate.is_set_up()
    shelfmate.adds("Ada Archer"), shelfmate.adds("Ben Book")
    room = shelfmate.pairs("ada", "ben")
    ref = await shelfmate.sends(asked(room, "Have you met?", "Yes"))
    await there.passes(WEEK)
    (thread,) = there.site.threads_of(there.guild.id)
    assert thread.archived
    return room, ref


async def test_in_a_thread_that_fell_asleep_is_written_and_rewritten_nevertheless(there: Discord) -> None:
    async with stage(there) as shelfmate:
        room, ref = await in_a_room_that_sleeps(shelfmate)
        await shelfmate.sends(message(room, "You have met.", key="k2", edits=ref))
        await there.passes(WEEK)
        await shelfmate.sends(message(room, "How did it go?", key="k3"))
    (ada,) = (one for one in there.people.values() if one.name == "Ada Archer")
    assert [seen.text for seen in ada.screen[ROOM]][-2:] == ["You have met.", "How did it go?"]


async def test_in_a_thread_that_is_locked_what_stands_stays_and_nobody_is_bothered(there: Discord) -> None:
    async with stage(there) as shelfmate:
        room, ref = await in_a_room_that_sleeps(shelfmate)
        (thread,) = there.site.threads_of(there.guild.id)
        thread.locked = True
        assert await shelfmate.sends(message(room, "You have met.", key="k2", edits=ref)) == ref
    (ada,) = (one for one in there.people.values() if one.name == "Ada Archer")
    assert "Have you met?" in ada.screen[ROOM][-1].text


async def test_what_is_not_there_any_more_is_not_rewritten_and_nobody_is_bothered(there: Discord) -> None:
    async with stage(there) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        news = shelfmate.is_set_up()
        ref = await shelfmate.sends(message(to_ada, f"One. {LONG}", f"Two. {LONG}"))
        said = await shelfmate.sends(message(NEWS, "It begins.", key="k2"))
        there.site.channels[ada.dm[0].channel].messages.clear()
        there.erases(news)
        await shelfmate.sends(message(to_ada, LONG, LONG, LONG, key="k3", edits=ref))
        await shelfmate.sends(message(NEWS, "It has begun.", key="k4", edits=said))
    assert ada.dm == []


async def test_a_word_for_somebody_is_said_once_however_often_it_is_tried(there: Discord) -> None:
    async with stage(there) as shelfmate:
        ada = there.add("Ada Archer")
        shown = word("Press once more to go on.")
        await shelfmate.posting.says(of(ada), shown, "Ev1", again=False)
        await there.passes(600)
        await shelfmate.posting.says(of(ada), shown, "Ev1", again=True)
        await shelfmate.posting.says(of(ada), shown, "Ev2", again=True)
    assert [seen.text for seen in ada.dm] == ["Press once more to go on."] * 2
