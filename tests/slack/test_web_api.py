"""The Web API as slack_sdk meets it: what it takes, and what it refuses in Slack's own words."""

from collections.abc import Awaitable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.app import App
from tests.slack.listening import actions, button, client, section
from tests.slack.slack import Slack, loopback

KEY = {"event_type": "shelfmate", "event_payload": {"key": "w-1"}}


async def refused(call: Awaitable[Any]) -> SlackApiError:
    """The refusal that a call ends in."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value


async def why(call: Awaitable[Any]) -> str:
    """Why a call is refused."""
    error: str = (await refused(call)).response["error"]
    return error


async def test_a_message_is_posted_edited_and_deleted(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    opened = await web.conversations_open(users=ada.id)
    dm = opened["channel"]["id"]
    blocks = [section("*Hello* Ada"), actions(button("Yes", "yes"))]
    posted = await web.chat_postMessage(channel=dm, text="Hello", blocks=blocks, metadata=KEY)
    (seen,) = ada.dm
    assert (seen.by, seen.text, seen.notice) == ("Shelfmate", "Hello Ada\n[Yes]", "Hello")

    await web.chat_update(
        channel=dm, ts=posted["ts"], text="You said yes", blocks=[section("You said _yes_")]
    )
    (seen,) = ada.dm
    assert (seen.text, seen.buttons) == ("You said yes", ())

    again = await web.conversations_open(users=[ada.id])
    assert (again["channel"]["id"], again["already_open"]) == (dm, True)
    await web.chat_delete(channel=dm, ts=posted["ts"])
    assert ada.dm == []


async def test_a_message_is_found_again_by_its_metadata(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    posted = await web.chat_postMessage(channel=ada.id, text="Once", metadata=KEY)
    await slack.passes(1)
    await web.chat_postMessage(channel=ada.id, text="Another")
    dm = posted["channel"]
    bare = await web.conversations_history(channel=dm)
    told = await web.conversations_history(
        channel=dm, include_all_metadata=True, oldest=posted["ts"], inclusive=True
    )
    assert [message["text"] for message in told["messages"]] == ["Another", "Once"]
    assert "metadata" not in bare["messages"][1]
    assert told["messages"][1]["metadata"] == KEY
    later = await web.conversations_history(channel=dm, oldest=posted["ts"])
    assert [message["text"] for message in later["messages"]] == ["Another"]


async def test_an_edit_keeps_what_it_does_not_mention(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    blocks = [section("First")]
    posted = await web.chat_postMessage(channel=ada.id, text="First", blocks=blocks, metadata=KEY)
    await web.chat_update(channel=posted["channel"], ts=posted["ts"], text="Only words now")
    told = await web.conversations_history(channel=posted["channel"], include_all_metadata=True)
    assert told["messages"][0]["metadata"] == KEY
    assert (ada.dm[0].text, ada.dm[0].edited) == ("Only words now", True)
    await web.chat_update(
        channel=posted["channel"], ts=posted["ts"], text="Second", blocks=[section("Second")]
    )
    other = {"event_type": "shelfmate", "event_payload": {"key": "w-2"}}
    change = {"channel": posted["channel"], "ts": posted["ts"], "metadata": other}
    changed = await web.api_call("chat.update", json=change)
    assert (ada.dm[0].text, changed["message"]["metadata"]) == ("Second", other)


async def test_only_the_one_it_is_for_sees_an_ephemeral_message(slack: Slack, web: AsyncWebClient) -> None:
    ada, ben, cleo = slack.add("Ada Archer"), slack.add("Ben Book"), slack.add("Cleo Catalog")
    news = slack.channel("news", ada, ben)
    await web.chat_postEphemeral(channel=news.id, user=ada.id, text="Between us")
    assert [seen.private for seen in ada.screen["#news"]] == [True]
    assert ben.screen["#news"] == []
    assert (await web.conversations_history(channel=news.id))["messages"] == []
    asked = web.chat_postEphemeral(channel=news.id, user=cleo.id, text="You there?")
    assert await why(asked) == "user_not_in_channel"


async def test_a_room_of_several_people(slack: Slack, web: AsyncWebClient) -> None:
    ada, ben = slack.add("Ada Archer"), slack.add("Ben Book")
    room = (await web.conversations_open(users=[ada.id, ben.id]))["channel"]["id"]
    await web.chat_postMessage(channel=room, text=f"Meet <@{ben.id}>")
    assert ada.screen["Shelfmate, Ben Book"][0].text == "Meet @Ben Book"
    assert ben.screen["Shelfmate, Ada Archer"][0].pings == {f"@{ben.id}"}
    members = await web.conversations_members(channel=room)
    assert {ada.id, ben.id} < set(members["members"])
    nine = [slack.add(f"Reader {n}").id for n in range(9)]
    assert await why(web.conversations_open(users=nine)) == "too_many_users"


async def test_conversations_that_cannot_be_opened(slack: Slack, web: AsyncWebClient) -> None:
    robot = slack.add("Robot", bot_id="B1")
    gone = slack.add("Gone Gable", deleted=True)
    assert await why(web.conversations_open(users=robot.id)) == "cannot_dm_bot"
    assert await why(web.conversations_open(users=gone.id)) == "user_disabled"
    assert await why(web.conversations_open(users="U0NOBODY")) == "user_not_found"
    assert await why(web.conversations_open(users="")) == "users_list_not_supplied"


async def test_a_closed_account_takes_messages_without_a_word(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    await web.chat_postMessage(channel=ada.id, text="Hello")
    slack.deactivates(ada)
    await slack.passes(1)
    await web.chat_postMessage(channel=ada.id, text="Are you there?")
    assert (await web.users_info(user=ada.id))["user"]["deleted"] is True
    assert await why(web.users_lookupByEmail(email=ada.user.email)) == "users_not_found"


async def test_channels_that_take_no_message(web: AsyncWebClient, slack: Slack) -> None:
    open_, private = slack.channel("open", bot=False), slack.channel("private", private=True, bot=False)
    old = slack.channel("old")
    slack.archives(old)
    await slack.passes(5)
    slack.app.scopes -= {"chat:write.public"}
    assert await why(web.chat_postMessage(channel=open_.id, text="Hi")) == "not_in_channel"
    assert await why(web.chat_postMessage(channel=private.id, text="Hi")) == "channel_not_found"
    assert await why(web.chat_postMessage(channel=old.id, text="Hi")) == "is_archived"
    assert await why(web.chat_postMessage(channel="C0NOWHERE", text="Hi")) == "channel_not_found"
    assert await why(web.conversations_join(channel=old.id)) == "is_archived"
    await web.conversations_join(channel=open_.id)
    await web.chat_postMessage(channel="#open", text="Here I am")
    assert open_.messages[0].text == "Here I am"


async def test_only_its_own_messages_can_be_changed(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    ada.says("Mine")
    dm = ada.dm[0].channel
    assert await why(web.chat_update(channel=dm, ts=ada.dm[0].ts, text="Yours")) == "cant_update_message"
    assert await why(web.chat_delete(channel=dm, ts=ada.dm[0].ts)) == "cant_delete_message"
    assert await why(web.chat_update(channel=dm, ts="1.000001", text="None")) == "message_not_found"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [section("x" * 3_001)]}, "invalid_blocks"),
        ({"text": "x", "blocks": [section("x" * 2_700) for _ in range(5)]}, "msg_blocks_too_long"),
        ({"text": "x", "metadata": {"event_type": "shelfmate"}}, "invalid_metadata_schema"),
        ({"text": "x", "metadata": {"event_type": "a b", "event_payload": {}}}, "invalid_metadata_schema"),
        ({"text": "x", "metadata": KEY | {"event_payload": {"a": "x" * 8_000}}}, "metadata_too_large"),
        ({"text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
    ],
)  # fmt: skip
async def test_what_no_message_may_say(
    slack: Slack, web: AsyncWebClient, args: dict[str, Any], error: str
) -> None:
    ada = slack.add("Ada Archer")
    said = {"channel": ada.id, **args}
    assert await why(web.api_call("chat.postMessage", json=said)) == error
    assert ada.dm == []


async def test_an_edit_is_shorter_than_a_message(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    posted = await web.chat_postMessage(channel=ada.id, text="x" * 4_001)
    edit = web.chat_update(channel=posted["channel"], ts=posted["ts"], text="x" * 4_001)
    assert await why(edit) == "msg_too_long"


async def test_a_refusal_says_where(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    blocks = [section("ok"), actions(*(button(f"B{n}", f"b{n}") for n in range(26)))]
    error = await refused(web.chat_postMessage(channel=ada.id, text="x", blocks=blocks))
    messages = error.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] no more than 25 items allowed [json-pointer:/blocks/1/elements]"]


async def test_a_method_asks_for_its_scope() -> None:
    scopes = frozenset({"chat:write", "im:write", "im:history", "users:read", "channels:read"})
    async with loopback(App(scopes=scopes)) as slack:
        web, ada = client(slack), slack.add("Ada Archer")
        channel = slack.channel("news", ada)
        error = await refused(web.conversations_history(channel=channel.id))
        assert error.response["error"] == "missing_scope"
        assert error.response["needed"] == "channels:history"
        assert error.response["provided"] == "channels:read,chat:write,im:history,im:write,users:read"
        room = slack.workspace.conversation(ada.id, "U0SHELFMATE", slack.add("Ben Book").id)
        assert (await refused(web.conversations_history(channel=room.id))).response[
            "needed"
        ] == "mpim:history"
        assert (
            await why(web.conversations_open(users=f"{ada.id},{slack.add('Di Desk').id}")) == "missing_scope"
        )
        assert await why(web.files_getUploadURLExternal(filename="a.csv", length=3)) == "missing_scope"
        assert "email" not in (await web.users_info(user=ada.id))["user"]["profile"]
        headers = (await web.auth_test()).headers
        assert headers["x-oauth-scopes"] == "channels:read,chat:write,im:history,im:write,users:read"


async def test_tokens_that_open_nothing(slack: Slack) -> None:
    assert await why(client(slack, "xoxb-somebody-else").auth_test()) == "invalid_auth"
    assert await why(client(slack, slack.app.app_token).auth_test()) == "not_allowed_token_type"
    assert await why(client(slack, "").auth_test()) == "not_authed"
    assert await why(client(slack).apps_connections_open(app_token=slack.token)) == "not_allowed_token_type"
    slack.revokes()
    assert await why(client(slack).auth_test()) == "token_revoked"
    slack.workspace.dead = "account_inactive"
    assert await why(client(slack).chat_postMessage(channel="C1", text="x")) == "account_inactive"
    assert await why(client(slack).api_call("chat.scribble")) == "account_inactive"


async def test_a_workspace_knows_only_its_own(slack: Slack, web: AsyncWebClient) -> None:
    other = slack.install("T0OTHER", "xoxb-other")
    there, here = slack.add("Olga Other", workspace=other), slack.add("Ada Archer")
    assert await why(client(slack, "xoxb-other").users_info(user=here.id)) == "user_not_found"
    assert (await client(slack, "xoxb-other").auth_test())["team_id"] == "T0OTHER"
    assert await why(web.users_info(user=there.id)) == "user_not_found"
    assert await why(web.api_call("chat.scribble")) == "unknown_method"


async def test_people_are_listed_by_pages(slack: Slack, web: AsyncWebClient) -> None:
    for n in range(5):
        slack.add(f"Reader {n}")
    pages = [page["members"] async for page in await web.users_list(limit=2)]
    assert [len(page) for page in pages] == [2, 2, 2]
    user = (await web.users_info(user=pages[1][0]["id"], include_locale=True))["user"]
    assert (user["tz"], user["locale"], user["profile"]["email"]) == (
        "America/New_York",
        "en-US",
        "reader.1@library.example",
    )


async def test_the_app_finds_the_channels_that_it_is_in(slack: Slack, web: AsyncWebClient) -> None:
    news, desk = slack.channel("news"), slack.channel("desk", private=True)
    slack.channel("elsewhere", bot=False)
    slack.channel("secret", private=True, bot=False)
    kinds = "public_channel,private_channel"
    mine = await web.users_conversations(types=kinds)
    assert [channel["id"] for channel in mine["channels"]] == [news.id, desk.id]
    every = await web.conversations_list(types=kinds)
    assert [channel["name"] for channel in every["channels"]] == ["news", "desk", "elsewhere"]
    assert (await web.conversations_info(channel=desk.id))["channel"]["is_member"] is True


async def test_a_file_is_uploaded_in_three_steps(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    dm = slack.workspace.conversation("U0SHELFMATE", ada.id)
    await web.files_upload_v2(
        channel=dm.id,
        content="BEGIN:VCALENDAR",
        filename="meeting.ics",
        title="Meeting",
        alt_txt="Tuesday at ten",
        initial_comment="For your calendar",
    )
    (seen,) = ada.dm
    assert seen.text == "For your calendar\nMeeting (Tuesday at ten)"
    (file,) = slack.workspace.files.values()
    assert file.content == b"BEGIN:VCALENDAR"
    again = web.files_completeUploadExternal(files=[{"id": file.id}], channel_id=dm.id)
    assert await why(again) == "file_not_found"
    wordy = web.files_getUploadURLExternal(filename="a.png", length=1, alt_txt="x" * 1001)
    assert await why(wordy) == "alt_txt_too_large"


async def test_a_nod_and_a_link(slack: Slack, web: AsyncWebClient) -> None:
    ada = slack.add("Ada Archer")
    ada.says("Thank you")
    (seen,) = ada.dm
    await web.reactions_add(channel=seen.channel, timestamp=seen.ts, name="books")
    assert (
        await why(web.reactions_add(channel=seen.channel, timestamp=seen.ts, name="books"))
        == "already_reacted"
    )
    link = await web.chat_getPermalink(channel=seen.channel, message_ts=seen.ts)
    assert link["permalink"].startswith(f"https://library.slack.com/archives/{seen.channel}/p")
