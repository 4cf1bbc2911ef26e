"""What Slack does not take: what would never go, what may go later, and what waits until somebody acts. In plain lines."""

import pytest

from flows.ports import Barred, SendFailed, SendUnknown, Unreachable, Unsendable
from tests.slack.app import EVERY_SCOPE, App
from tests.slack.faults import How
from tests.slack.sending import Stage, message, stage
from tests.slack.slack import Slack, loopback

SURELY_NOT = (SendFailed, Unsendable, Unreachable)


async def in_news(shelfmate: Stage, *, said: str = "Applications are open.") -> str:
    """Something is announced."""
    place = "channel:pinewood:announcements"
    if not shelfmate.address(place):
        shelfmate.leads(place, shelfmate.slack.channel("news").id)
    return await shelfmate.sends(message(place, said))


async def test_whoever_is_deactivated_gets_nothing_and_that_is_said(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer", deleted=True)
        for _ in range(3):
            with pytest.raises(Unsendable, match="the Slack account is deactivated"):
                await shelfmate.sends(message(to_ada, "Hello"))
    assert ada.dm == []
    assert len(slack.called("users.info")) == 1  # it is remembered for a while


async def test_a_room_is_not_opened_with_somebody_who_left(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        (_, ada), _ = shelfmate.adds("Ada Archer"), shelfmate.adds("Ben Book", deleted=True)
        with pytest.raises(Unsendable, match="the Slack account is deactivated"):
            await shelfmate.sends(message(shelfmate.pairs("ada", "ben"), "This is your room."))
        with pytest.raises(Unsendable, match="the pair is not there any more"):
            await shelfmate.sends(message("room:nobody:at:all", "This is your room."))
    assert ada.screen.messages == []


async def test_somebodys_second_account_is_used_when_the_first_is_closed(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, old = shelfmate.adds("Ada Archer")
        await shelfmate.sends(message(to_ada, "Hello"))
        new = slack.add("Ada Archer-Book")
        shelfmate.knows("ada", new)
        slack.deactivates(old)
        shelfmate.restarts()
        for key in ("k2", "k3"):
            await shelfmate.sends(message(to_ada, "Hello again", key=key))
    assert [len(old.dm), len(new.dm)] == [1, 2]


async def test_an_account_that_is_not_there_at_all(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        del slack.workspace.users[ada.id]
        with pytest.raises(Unsendable, match="deactivated"):
            await shelfmate.sends(message(to_ada, "Hello"))


async def test_where_slack_does_not_tell_whether_somebody_left_they_get_it(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        slack.faults.plant("users.info", How.SERVER_ERROR)
        await shelfmate.sends(message(to_ada, "Hello"))
    assert [seen.text for seen in ada.dm] == ["Hello"]


async def test_for_many_at_once_the_whole_list_is_read(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        everybody = [shelfmate.adds(f"N{n} Neumann", deleted=n % 10 == 9) for n in range(120)]
        gone = 0
        for place, _ in everybody:
            try:
                await shelfmate.sends(message(place, "Hello", key=f"k{place}"))
            except Unsendable:
                gone += 1
    assert gone == 12
    assert [len(slack.called(method)) for method in ("users.info", "users.list")] == [30, 1]
    assert shelfmate.posted() == 108


@pytest.mark.parametrize(
    ("happens", "why", "line"),
    [
        ("archived", Barred.ARCHIVED, "the channel is archived (is_archived)"),
        ("removed", Barred.OUTSIDE, "Shelfmate is not in the channel: invite it there (not_in_channel)"),
        ("missing", Barred.MISSING, "the conversation is not there any more, or Shelfmate is not in it"),
        ("restricted", Barred.OUTSIDE, "the workspace does not let apps post there (restricted_action)"),
    ],
)
async def test_a_channel_that_takes_nothing(happens: str, why: Barred, line: str) -> None:
    async with loopback(App(scopes=EVERY_SCOPE - {"chat:write.public"})) as slack, stage(slack) as shelfmate:
        await in_news(shelfmate)
        (news,) = slack.workspace.named
        match happens:
            case "archived":
                slack.archives(news)
            case "removed":
                slack.removes_app(news)
            case "missing":
                del slack.workspace.channels[news.id]
                slack.workspace.named.clear()
            case "restricted":
                slack.faults.plant("chat.postMessage", How.REFUSED, error="restricted_action")
        with pytest.raises(Unsendable) as told:
            await in_news(shelfmate)
        assert str(told.value).startswith(line)
        assert told.value.why is why


async def test_a_permission_that_is_missing_is_named_and_tried_again() -> None:
    async with loopback(App(scopes=EVERY_SCOPE - {"mpim:write"})) as slack, stage(slack) as shelfmate:
        shelfmate.adds("Ada Archer"), shelfmate.adds("Ben Book")
        with pytest.raises(SendFailed, match=r"Slack: missing_scope \(needs mpim:write\)"):
            await shelfmate.sends(message(shelfmate.pairs("ada", "ben"), "This is your room."))


@pytest.mark.parametrize("why", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_dead_token_stops_everything_until_it_lives_again(slack: Slack, why: str) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        slack.revokes(why)
        for place in (to_ada, to_ada):
            with pytest.raises(Unreachable, match=rf"until it is installed again \({why}\)"):
                await shelfmate.sends(message(place, "Hello"))
        assert (shelfmate.calls.alive, shelfmate.calls.why) == (False, why)
        slack.workspace.dead = ""
        await shelfmate.sends(message(to_ada, "Hello"))
        assert shelfmate.calls.alive
    assert [seen.text for seen in ada.dm] == ["Hello"]


async def test_slack_cannot_be_reached_at_all(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, _ = shelfmate.adds("Ada Archer")
        shelfmate.calls._client.base_url = "http://127.0.0.1:9/api/"
        with pytest.raises(Unreachable, match="Slack cannot be reached"):
            await shelfmate.sends(message(to_ada, "Hello"))
        assert not shelfmate.calls.alive


async def test_people_whose_messages_tab_is_closed_wait_for_an_admin() -> None:
    async with loopback(App(messages=False)) as slack, stage(slack) as shelfmate:
        to_ada, _ = shelfmate.adds("Ada Archer")
        with pytest.raises(Unreachable, match="the Messages Tab of its App Home is turned off"):
            await shelfmate.sends(message(to_ada, "Hello"))


async def test_a_long_pause_is_left_to_the_outbox(slack: Slack) -> None:
    async with stage(slack) as shelfmate:
        to_ada, ada = shelfmate.adds("Ada Archer")
        slack.faults.plant("chat.postMessage", How.LIMITED, seconds=3600, done=False)
        with pytest.raises(SendFailed, match="Slack allows no more for 3600 s"):
            await shelfmate.sends(message(to_ada, "Hello"))
        assert ada.dm == []


@pytest.mark.parametrize("how", list(How))
async def test_no_error_shows_the_token(slack: Slack, how: How) -> None:
    async with stage(slack) as shelfmate:
        to_ada, _ = shelfmate.adds("Ada Archer")
        slack.faults.plant("chat.postMessage", how, seconds=3600)
        if how is How.SLOW:
            slack.revokes()
        with pytest.raises((*SURELY_NOT, SendUnknown)) as told:
            await shelfmate.sends(message(to_ada, "Hello"))
    for shown in (str(told.value), repr(told.value), repr(shelfmate.calls), repr(vars(shelfmate.posting))):
        assert slack.token not in shown
