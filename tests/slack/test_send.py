"""Sending: people and channels see what was said, once, in its place, and see it change; places are found by themselves."""

import pytest

from flows.messages import WordShown
from flows.ports import Nowhere, Unsendable
from tests.slack.sending import LONG, asked, ics, message, of, stage, words
from tests.slack.slack import Slack
from tests.storage.records import account, person


async def test_a_message_comes_to_the_person_and_their_conversation_is_remembered(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        ref = await shelfmate.sends(asked(to_ada, "Shall we begin?", "Yes", "Later"))
        await shelfmate.sends(message(to_ada, "Good.", key="k2"))
    assert [str(seen) for seen in ada.dm] == [
        "Shelfmate: Shall we begin?\n[Yes] [Later]",
        "Shelfmate: Good.",
    ]
    assert ref == f"{ada.dm[0].channel}:{ada.dm[0].ts}"
    assert shelfmate.address(to_ada) == ada.dm[0].channel
    assert [call.args["channel"] for call in slack.called("chat.postMessage")] == [ada.id, ada.dm[0].channel]
    assert not slack.called("conversations.open")  # only fifty a minute could be opened


async def test_a_pairs_room_is_opened_once(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        (_, ada), (_, ben) = shelfmate.adds("Ada Archer"), shelfmate.adds("Ben Book")
        room = shelfmate.pairs("ada", "ben")
        await shelfmate.sends(message(room, "This is your room."))
        await shelfmate.sends(message(room, "Have you met?", key="k2"))
    seen = [each.text for each in ada.screen["Shelfmate, Ben Book"]]
    assert seen == ["This is your room.", "Have you met?"]
    assert [each.text for each in ben.screen["Shelfmate, Ada Archer"]] == seen
    assert len(slack.called("conversations.open")) == 1


async def test_where_one_of_a_pair_is_elsewhere_the_room_is_the_others_own_conversation(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        _, ada = shelfmate.adds("Ada Archer")
        shelfmate.store.transact(lambda tx: tx.save([person("ben", "Ben Book"), account("discord:7", "ben")]))
        room = shelfmate.pairs("ada", "ben")
        assert shelfmate.posting.reads_back(room)
        ref = await shelfmate.sends(message(room, "Ada is with Ben."))
        assert await shelfmate.finds(message(room, "Ada is with Ben.")) == ref
        await shelfmate.sends(message(room, "Ada is with Ben Book.", key="k2", edits=ref))
        assert [seen.text for seen in ada.dm] == ["Ada is with Ben Book."]
        assert shelfmate.address(room) == ""
        ben = slack.add("Ben Book")
        shelfmate.knows("ben", ben)
        assert not shelfmate.posting.reads_back(room)
        await shelfmate.sends(message(room, "This is your room.", key="k3"))
    assert [seen.text for seen in ben.screen["Shelfmate, Ada Archer"]] == ["This is your room."]
    assert [seen.text for seen in ada.dm] == ["Ada is with Ben Book."]


async def test_where_both_of_a_pair_are_elsewhere_its_room_cannot_be_here(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        room = shelfmate.pairs("ada", "ben")
        with pytest.raises(Unsendable, match="no account in this Slack workspace"):
            await shelfmate.sends(message(room, "This is your room."))


async def test_a_channel_is_where_setting_up_said(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        ada = slack.add("Ada Archer")
        place, news = "channel:pinewood:announcements", slack.channel("news", ada)
        with pytest.raises(Nowhere, match="/mentoring setup asks for it"):
            await shelfmate.sends(message(place, "Applications are open."))
        shelfmate.leads(place, news.id)
        await shelfmate.sends(message(place, "Applications are open."))
    assert [seen.text for seen in ada.screen["#news"]] == ["Applications are open."]


async def test_of_several_accounts_the_one_in_this_workspace_counts(slack: Slack) -> None:
    elsewhere = slack.install("T0OTHER", "xoxb-other")
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.knows("ada", slack.add("Ada Elsewhere", workspace=elsewhere))
        to_eve = shelfmate.knows("eve", slack.add("Eve Elsewhere", workspace=elsewhere))
        await shelfmate.sends(message(to_ada, "Hello"))
        with pytest.raises(Unsendable, match="no account in this Slack workspace"):
            await shelfmate.sends(message(to_eve, "Hello"))
    assert [seen.text for seen in ada.dm] == ["Hello"]


async def test_a_long_message_is_several_posts_and_its_reference_names_them_all(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        ref = await shelfmate.sends(message(to_ada, f"One. {LONG}", f"Two. {LONG}", "Three."))
    assert [seen.text[:4] for seen in ada.dm] == ["One.", "Two."]
    assert "Three." in ada.dm[1].text
    assert ref == f"{ada.dm[0].channel}:{ada.dm[0].ts},{ada.dm[1].ts}"


async def test_files_follow_what_is_said_and_say_what_they_show(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        await shelfmate.sends(message(to_ada, "You meet on Friday.", ics(), ics("again.ics")))
    what = "Your meeting, for your calendar (Your meeting, for your calendar)"
    assert [(seen.text, seen.files) for seen in ada.dm] == [
        ("You meet on Friday.", ()),
        (f"{what}\n{what}", (what, what)),
    ]
    files = slack.workspace.files.values()
    assert [(file.name, file.content) for file in files] == [
        ("meeting.ics", b"BEGIN:VCALENDAR"),
        ("again.ics", b"BEGIN:VCALENDAR"),
    ]


async def test_a_message_is_rewritten_where_it_stands(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        ref = await shelfmate.sends(asked(to_ada, "Shall we begin?", "Yes"))
        edit = message(to_ada, "You said yes.", ics(), key="k2", edits=ref)
        assert [await shelfmate.sends(edit), await shelfmate.sends(edit)] == [ref, ref]
    assert [(seen.text, seen.files) for seen in ada.dm] == [("You said yes.", ())]  # a file is not sent again


async def test_a_rewritten_message_takes_fewer_posts_or_more(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        ref = await shelfmate.sends(message(to_ada, f"One. {LONG}", f"Two. {LONG}"))
        await shelfmate.sends(message(to_ada, "Short.", key="k2", edits=ref))
        assert [seen.text for seen in ada.dm] == ["Short."]
        for key in ("k3", "k4"):  # where it has grown, what does not fit stands below: once
            await shelfmate.sends(message(to_ada, f"One. {LONG}", f"Two. {LONG}", key=key, edits=ref))
        first = f"{ada.dm[0].channel}:{ada.dm[0].ts}"
        for key in ("k5", "k6"):
            await shelfmate.sends(message(to_ada, f"One. {LONG}", f"Then. {LONG}", key=key, edits=first))
    assert [seen.text[:4] for seen in ada.dm] == ["One.", "Then"]


async def test_in_a_room_a_message_that_has_grown_says_that_there_is_more(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        (_, ada), _ = shelfmate.adds("Ada Archer"), shelfmate.adds("Ben Book")
        room = shelfmate.pairs("ada", "ben")
        ref = await shelfmate.sends(message(room, "One."))
        await shelfmate.sends(message(room, f"One. {LONG}", f"Two. {LONG}", key="k2", edits=ref))
    (seen,) = ada.screen["Shelfmate, Ben Book"]
    assert seen.text.startswith("One.")
    assert seen.text.endswith("…")


async def test_what_somebody_took_away_is_not_rewritten_and_nobody_is_bothered(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        ref = await shelfmate.sends(message(to_ada, f"One. {LONG}", f"Two. {LONG}"))
        slack.workspace.channels[ada.dm[0].channel].messages.clear()
        await shelfmate.sends(message(to_ada, LONG, LONG, LONG, key="k2", edits=ref))
    assert ada.dm == []


async def test_a_word_for_somebody_is_said_once_however_often_it_is_tried(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        ada = slack.add("Ada Archer")
        shown = WordShown(blocks=(words("Press once more to go on."),))
        for again in (False, True):
            await shelfmate.posting.says(of(ada), shown, "Ev1", again=again)
        await shelfmate.posting.says(of(ada), shown, "Ev2", again=True)
    assert [seen.text for seen in ada.dm] == ["Press once more to go on."] * 2
