"""Unknown outcomes: what may be out is looked for, and nothing that can be read back is said twice or lost."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from flows.messages import Message
from flows.ports import SendFailed, SendUnknown, Unreachable
from tests.slack.faults import How
from tests.slack.records import Message as Posted
from tests.slack.sending import LONG, Stage, ics, message, stage
from tests.slack.slack import Slack

UNSURE = [
    (How.SERVER_ERROR, {}),
    (How.DROPPED, {}),
    (How.REFUSED, {"error": "internal_error"}),
    (How.REFUSED, {"error": "fatal_error"}),
]
"""What Slack can do that says nothing about whether it posted."""


async def until_out(shelfmate: Stage, wanted: Message) -> str:
    """As the outbox goes about it: what is unsure is read back before it is sent again."""
    for _ in range(5):
        try:
            return await shelfmate.sends(wanted)
        except SendUnknown:
            if (ref := await shelfmate.finds(wanted)) is not None:
                return ref
        except (SendFailed, Unreachable):
            pass
    raise AssertionError("it was never sent")


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize(("how", "more"), UNSURE)
async def test_whatever_becomes_of_a_post_it_is_read_once(
    slack: Slack, how: How, more: dict[str, Any], *, done: bool
) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        slack.faults.plant("chat.postMessage", how, done=done, **more)
        with pytest.raises(SendUnknown, match="Slack: "):
            await shelfmate.sends(message(to_ada, "Have you met?"))
        found = await shelfmate.finds(message(to_ada, "Have you met?"))
        assert (found is not None) is done
        assert found or await until_out(shelfmate, message(to_ada, "Have you met?"))
    assert [seen.text for seen in ada.dm] == ["Have you met?"]
    assert shelfmate.address(to_ada) == ada.dm[0].channel


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize("restarts", [False, True])
async def test_of_several_posts_only_what_is_missing_is_posted(
    slack: Slack, nth: int, *, done: bool, restarts: bool
) -> None:
    def the_nth(args: dict[str, Any]) -> bool:
        key = args["metadata"]["event_payload"]["key"]
        return str(key) == ("k1" if nth == 1 else f"k1#{nth}")

    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        wanted = message(to_ada, f"One. {LONG}", f"Two. {LONG}", f"Three. {LONG}", "Four.")
        slack.faults.plant("chat.postMessage", How.SERVER_ERROR, done=done, of=the_nth)
        with pytest.raises(SendUnknown):
            await shelfmate.sends(wanted)
        if restarts:
            shelfmate.restarts()
        found = await shelfmate.finds(wanted)
        assert (found is not None) is (done and nth == 3)
        ref = found or await until_out(shelfmate, wanted)
    assert [seen.text[:4] for seen in ada.dm] == ["One.", "Two.", "Thre"]
    assert ref == f"{ada.dm[0].channel}:{','.join(seen.ts for seen in ada.dm)}"
    assert shelfmate.posted() == 3 + (not done)


async def test_killed_between_two_posts_it_goes_on_where_it_was(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        wanted = message(to_ada, f"One. {LONG}", f"Two. {LONG}")
        slow = slack.faults.plant(
            "chat.postMessage", How.SLOW, of=lambda args: args["metadata"]["event_payload"]["key"] == "k1#2"
        )
        sending = asyncio.create_task(shelfmate.sends(wanted))
        await slack.until(lambda: slow.times == 0, "the second post")
        await shelfmate.calls.close()  # the process ends, and with it every connection
        with suppress(SendUnknown):
            await sending
        shelfmate.restarts()
        assert await shelfmate.finds(wanted) is None
        await until_out(shelfmate, wanted)
        assert [seen.text[:4] for seen in ada.dm] == ["One.", "Two."]


async def test_what_reads_otherwise_by_now_is_put_right_where_it_stands(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        slack.faults.plant("chat.postMessage", How.REFUSED, error="internal_error", of=_second)
        with pytest.raises(SendUnknown):
            await shelfmate.sends(message(to_ada, f"One. {LONG}", f"Two. {LONG}"))
        assert await shelfmate.finds(message(to_ada)) is None
        await shelfmate.sends(message(to_ada, "All that is still true."))
    assert [seen.text for seen in ada.dm] == ["All that is still true."]


async def test_a_post_is_found_among_hundreds_that_came_after_it(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        slack.faults.plant("chat.postMessage", How.DROPPED, done=True)
        with pytest.raises(SendUnknown):
            await shelfmate.sends(message(to_ada, "Have you met?"))
        channel, space = slack.workspace.channels[ada.dm[0].channel], slack.workspace
        for _ in range(450):
            space.post(channel, Posted(ts=space.next_ts(), by=ada.id, text="Hello?"))
        assert await shelfmate.finds(message(to_ada)) == f"{channel.id}:{ada.dm[0].ts}"
    assert len(slack.called("conversations.history")) == 3


async def test_nobody_else_can_pass_for_us(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k2")
        await shelfmate.sends(message(to_ada, "Hello"))
        forged = {"event_type": "shelfmate", "event_payload": {"key": "k2", "posts": 1}}
        space = slack.workspace
        channel = space.channels[ada.dm[0].channel]
        space.post(channel, Posted(ts=space.next_ts(), by=ada.id, text="I am it", metadata=forged))
        assert await shelfmate.finds(message(to_ada, key="k2")) is None


# --- files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("restarts", [False, True])
async def test_a_file_is_not_shown_twice_where_we_can_read(
    slack: Slack, *, done: bool, restarts: bool
) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        wanted = message(to_ada, "You meet on Friday.", ics())
        slack.faults.plant("files.completeUploadExternal", How.SERVER_ERROR, done=done)
        with pytest.raises(SendUnknown):
            await shelfmate.sends(wanted)
        if restarts:
            shelfmate.restarts()
        found = await shelfmate.finds(wanted)
        assert (found is not None) is done
        assert found or await until_out(shelfmate, wanted)
    assert [len(seen.files) for seen in ada.dm] == [0, 1]


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_what_slack_does_not_take_of_a_file_was_surely_not_sent(slack: Slack, step: str) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        slack.faults.plant(step, How.REFUSED, error="file_upload_failed")
        with pytest.raises(SendFailed, match="file_upload_failed"):
            await shelfmate.sends(message(to_ada, "You meet on Friday.", ics()))
        await shelfmate.sends(message(to_ada, "You meet on Friday.", ics()))
    assert [(seen.text[:8], len(seen.files)) for seen in ada.dm] == [("You meet", 0), ("Your mee", 1)]


# --- rooms and channels: not ours to read -------------------------------------------------------------


async def test_in_a_room_nothing_is_read_and_what_is_known_to_be_out_is_not_repeated(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        (to_ada, ada), _ = shelfmate.adds("Ada Archer"), shelfmate.adds("Ben Book")
        room = shelfmate.pairs("ada", "ben")
        assert [shelfmate.posting.reads_back(place) for place in (to_ada, room)] == [True, False]
        slack.faults.plant("chat.postMessage", How.DROPPED, of=_second)
        wanted = message(room, f"One. {LONG}", f"Two. {LONG}", ics())
        with pytest.raises(SendUnknown):
            await shelfmate.sends(wanted)
        slack.faults.plant("files.completeUploadExternal", How.DROPPED)
        with pytest.raises(SendUnknown):
            await shelfmate.sends(wanted)
        await shelfmate.sends(wanted)
    seen = ada.screen["Shelfmate, Ben Book"]
    assert [(each.text[:4], len(each.files)) for each in seen] == [("One.", 0), ("Two.", 0), ("Your", 1)]
    assert not slack.called("conversations.history")


@pytest.mark.parametrize("done", [False, True])
async def test_an_edit_is_made_again_without_harm(slack: Slack, *, done: bool) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        ref = await shelfmate.sends(message(to_ada, "Shall we begin?"))
        slack.faults.plant("chat.update", How.DROPPED, done=done)
        edit = message(to_ada, "You said yes.", key="k2", edits=ref)
        with pytest.raises(SendUnknown):
            await shelfmate.sends(edit)
        assert await shelfmate.sends(edit) == ref
    assert [seen.text for seen in ada.dm] == ["You said yes."]


# --- an outage ----------------------------------------------------------------------------------------


async def test_while_slack_answers_nothing_only_one_post_gets_lost(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        (_, ada), _ = shelfmate.adds("Ada Archer"), shelfmate.adds("Ben Book")
        room = shelfmate.pairs("ada", "ben")
        await shelfmate.sends(message(room, "This is your room."))
        for method in ("chat.postMessage", "auth.test"):
            slack.faults.plant(method, How.SERVER_ERROR, times=3)
        with pytest.raises(SendUnknown):
            await shelfmate.sends(message(room, "Have you met?", key="k2"))
        for _ in range(3):
            with pytest.raises(Unreachable, match="Slack does not answer"):
                await shelfmate.sends(message(room, "Have you met?", key="k2"))
        slack.faults.planted.clear()
        await shelfmate.sends(message(room, "Have you met?", key="k2"))
    assert shelfmate.posted() == 3
    assert [seen.text for seen in ada.screen["Shelfmate, Ben Book"]] == [
        "This is your room.",
        "Have you met?",
    ]


async def test_while_slack_answers_nothing_what_is_unsure_waits_to_be_looked_for(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        shelfmate.wished("k1")
        slack.faults.plant("chat.postMessage", How.DROPPED, done=True)
        slack.faults.plant("auth.test", How.DROPPED, times=2)
        with pytest.raises(SendUnknown):
            await shelfmate.sends(message(to_ada, "Have you met?"))
        for _ in range(2):
            with pytest.raises(Unreachable):
                await shelfmate.finds(message(to_ada))
        slack.faults.plant("conversations.history", How.SERVER_ERROR)
        with pytest.raises(SendUnknown):  # Slack is there, but does not tell
            await shelfmate.finds(message(to_ada))
        assert await shelfmate.finds(message(to_ada)) == f"{ada.dm[0].channel}:{ada.dm[0].ts}"


async def test_when_the_loop_has_ended_nothing_is_sent_and_that_is_known(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, _ = shelfmate.adds("Ada Archer")
        ended = asyncio.new_event_loop()
        ended.close()
        shelfmate.posting._loop = ended
        with pytest.raises(SendFailed, match="being stopped"):
            await shelfmate.sends(message(to_ada, "Hello"))


def _second(args: dict[str, Any]) -> bool:
    return str(args["metadata"]["event_payload"]["key"]).endswith("#2")
