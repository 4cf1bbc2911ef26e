"""Reading Slack: whatever it sends is an event, something for the adapter alone, or nothing for a reason."""

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.slack.read import account_of, read, team_of, user_in
from adapters.slack.reading.events import LONGEST_TEXT
from adapters.slack.reading.heard import (
    Act,
    By,
    GivenFile,
    Heard,
    HomeOpened,
    Ignored,
    SetupAsked,
    Suggesting,
    Uninstalled,
    ViewSent,
)
from adapters.slack.reading.payload import as_typed
from flows.events import Pressed, Said, Submitted
from flows.ids import AccountId, EventId, QuestionId
from tests.slack import samples
from tests.slack.samples import ANA, BOT, TEAM, Payload, command, direct, event, page, press, shortcut

NOW = datetime(2027, 4, 1, 13, tzinfo=UTC)
ACCOUNT = AccountId(f"slack:{TEAM}:{ANA}")


def heard(payload: object) -> Heard:
    return read(payload, now=NOW)


def act(payload: object) -> Act:
    found = heard(payload)
    assert isinstance(found, Act), found
    return found


def said(payload: object) -> str:
    found = act(payload).event
    assert isinstance(found, Said), found
    return found.text


def submitted(payload: object) -> Submitted:
    found = act(payload).event
    assert isinstance(found, Submitted), found
    return found


def ignored(payload: object) -> str:
    found = heard(payload)
    assert isinstance(found, Ignored), found
    return found.why


# --- whatever comes ---------------------------------------------------------------------------------------

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of everything in a payload."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(spot for key, each in inner for spot in spots(each, (*path, key)))]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A payload in which some things are missing, or are something else."""
    payload: Any = copy.deepcopy(draw(st.sampled_from(samples.ALL)))
    for _ in range(draw(st.integers(1, 4))):
        *path, last = draw(st.sampled_from(spots(payload)[1:])) or (None,)
        inside = payload
        for key in path:
            inside = inside[key]
        if isinstance(inside, dict) and draw(st.booleans()):
            del inside[last]
        else:
            inside[last] = draw(anything)
        if not payload:
            break
    return payload


def is_sound(found: Heard) -> bool:
    """Whatever goes on from here can be kept by a database, and an event has all that an event needs."""
    kept = json.dumps(str(found), ensure_ascii=False)
    if "\\u0000" in kept or kept != kept.encode("utf-8", "ignore").decode():
        return False
    match found:
        case Act(event=happened, spot=spot):
            return bool(
                happened.id.startswith("slack:")
                and len(happened.id) <= 310
                and happened.now is NOW
                and happened.program is None
                and happened.account == account_of(spot.team, spot.user)
                and spot.team
                and spot.user
                and (not isinstance(happened, Said) or len(happened.text) <= LONGEST_TEXT)
            )
        case Ignored(why):
            return bool(why)
        case _:
            return True


class TestItIsTotal:
    @given(anything)
    @example("[" * 1_000)
    def test_anything_at_all(self, payload: Any) -> None:
        assert is_sound(heard(payload))

    @settings(max_examples=400)
    @given(mutated())
    def test_what_is_nearly_a_payload(self, payload: Any) -> None:
        assert is_sound(heard(payload))

    @given(mutated())
    def test_it_is_pure(self, payload: Any) -> None:
        before = copy.deepcopy(payload)
        assert heard(payload) == heard(before)

    @pytest.mark.parametrize("metadata", ["[" * 100_000, "9" * 10_000, "null", "[]", '{"question": 7}', "{"])
    def test_private_metadata_that_we_did_not_write(self, metadata: str) -> None:
        sent = page("1f2e", {})
        sent["view"]["private_metadata"] = metadata
        assert ignored(sent) == "a page without its question"


# --- events -----------------------------------------------------------------------------------------------


class TestTyping:
    def test_they_type_to_shelfmate(self) -> None:
        found = act(direct("sign up"))
        assert found.event == Said(id=found.event.id, now=NOW, account=ACCOUNT, text="sign up")
        assert (found.by, found.spot.channel) == (By.MESSAGE, "D0ANA")
        assert found.event.id == "slack:Ev0001", "Slack's own: sent again, it is refused"

    def test_a_message_with_a_picture_is_heard_for_its_words(self) -> None:
        assert said(direct("my shelf", subtype="file_share", files=[{"id": "F1"}])) == "my shelf"

    def test_what_they_typed_is_read_as_they_saw_it(self) -> None:
        assert said(direct("me &amp; my &lt;3 books")) == "me & my <3 books"

    @pytest.mark.parametrize(
        ("marked", "seen"),
        [
            ("I am <@U0BEN>", "I am @U0BEN"),
            ("in <#C1|general>", "in #general"),
            ("<!here> look", "@here look"),
            ("<!subteam^S1|@mentors>", "@mentors"),
            ("<!date^1806584400^{date_long}|April 1>", "April 1"),
            ("<mailto:ana_b@example.org|ana_b@example.org>", "ana_b@example.org"),
            ("see <https://example.org/a|example.org/a>", "see example.org/a"),
            ("see <https://example.org/a>", "see https://example.org/a"),
            ("<https://example.org|my page>", "my page (https://example.org)"),
            ("a &amp;lt; b", "a &lt; b"),
            ("1 < 2 > 0", "1 < 2 > 0"),
        ],
    )
    def test_what_slack_writes_for_mentions_and_links(self, marked: str, seen: str) -> None:
        assert as_typed(marked) == seen

    @pytest.mark.parametrize(
        ("parts", "why"),
        [
            ({"bot_id": "B1"}, "said by a bot"),
            ({"bot_profile": {"id": "B1"}}, "said by a bot"),
            ({"user": BOT}, "said by a bot"),
            ({"user": "USLACKBOT"}, "said by Slack"),
            ({"subtype": "message_changed"}, "not a message that somebody wrote"),
            ({"subtype": "message_deleted"}, "not a message that somebody wrote"),
            ({"subtype": "channel_join"}, "not a message that somebody wrote"),
            ({"channel_type": "channel"}, "not said to Shelfmate alone"),
            ({"channel_type": "mpim"}, "not said to Shelfmate alone"),
            ({"user": None}, "nobody did it"),
        ],
        ids=str,
    )
    def test_what_is_not_said_to_us_by_a_person_is_ignored(self, parts: dict[str, Any], why: str) -> None:
        assert ignored(direct("hello", **parts)) == why

    def test_why_never_tells_what_was_typed(self) -> None:
        assert "secret" not in ignored(direct("secret", channel_type="secret", subtype="secret"))


class TestComingAndGoing:
    def test_they_open_their_own_page(self) -> None:
        found = heard(event("app_home_opened", tab="home", channel="D0ANA"))
        assert isinstance(found, HomeOpened)
        assert (found.account, found.tab, found.spot.user) == (ACCOUNT, "home", ANA)

    def test_the_workspace_takes_shelfmate_out(self) -> None:
        assert heard(event("app_uninstalled", user=None)) == Uninstalled(TEAM)
        assert heard(event("tokens_revoked", user=None, tokens={"bot": [BOT]})) == Uninstalled(TEAM)
        ignored(event("tokens_revoked", user=None, tokens={"oauth": [ANA], "bot": []}))

    def test_what_we_never_asked_for(self) -> None:
        for kind in ("reaction_added", "team_join", "member_joined_channel"):
            assert ignored(event(kind)) == "a kind of event that is not ours"
        assert ignored(samples.closed("1f2e")) == "a kind of payload that is not ours"
        assert ignored({"type": "url_verification", "challenge": "x"}) == "nobody did it"
        assert ignored(None) == "not an object"


# --- what they do -----------------------------------------------------------------------------------------


class TestPressing:
    def test_they_press_a_button(self) -> None:
        found = act(press("q:1f2e:yes"))
        assert isinstance(found.event, Pressed)
        assert (found.event.question, found.event.choice, found.event.account) == ("1f2e", "yes", ACCOUNT)
        assert (found.by, found.spot.channel, found.spot.ts) == (By.PRESS, "D0ANA", "1806584000.000100")
        assert found.spot.trigger.startswith("13345224609.")

    def test_a_choice_may_hold_a_colon(self) -> None:
        found = act(press("q:1f2e:pair:3")).event
        assert isinstance(found, Pressed)
        assert found.choice == "pair:3"

    def test_the_value_is_read_where_the_id_had_to_be_shortened(self) -> None:
        sent = press("q:1f2e:yes")
        sent["actions"][0]["action_id"] = "q:abcdef"
        found = act(sent).event
        assert isinstance(found, Pressed)
        assert (found.question, found.choice) == ("1f2e", "yes")

    def test_the_same_press_come_again_is_the_same_event_and_the_next_is_another(self) -> None:
        first = act(press("q:1f2e:yes"))
        again = act(press("q:1f2e:yes", trigger_id="another", response_url="another"))
        later = act(press("q:1f2e:yes", at="1806584401.000000"))
        other = act(press("q:1f2e:yes", user={"id": "U0BEN"}))
        assert first.event.id == again.event.id
        assert len({each.event.id for each in (first, later, other)}) == 3

    def test_a_button_on_their_own_page_says_a_command(self) -> None:
        home: dict[str, Any] = {
            "container": {"type": "view", "view_id": "V0HOME"},
            "view": {"id": "V0HOME", "hash": "1.a"},
        }
        found = act(press("say:me", **home, channel=None, message=None))
        assert isinstance(found.event, Said)
        assert (found.event.text, found.spot.view) == ("me", "V0HOME")

    @pytest.mark.parametrize("id", ["q:", "q:1f2e", "q:1f2e:", "q::yes", "link", "", "q:1f2e:y\x07es"])
    def test_a_button_that_is_not_ours(self, id: str) -> None:
        assert ignored(press(id)) == "a press that asks nothing of us"

    def test_what_could_speak_for_us_stands_in_no_log(self) -> None:
        shown = repr(act(press("q:1f2e:yes")))
        assert "hooks.example.org" not in shown
        assert "13345224609" not in shown


class TestSendingAPage:
    def test_every_input_gives_what_was_given(self) -> None:
        values = {
            "name": {"type": "plain_text_input", "value": "Ana & <co>"},
            "topics": {"type": "checkboxes", "selected_options": [{"value": "a"}, {"value": "b"}]},
            "stage": {"type": "radio_buttons", "selected_option": {"value": "early"}},
            "from": {"type": "datepicker", "selected_date": "2027-04-01"},
            "at": {"type": "timepicker", "selected_time": "09:30"},
            "many": {"type": "number_input", "value": "2"},
            "with": {"type": "users_select", "selected_user": "U0BEN"},
        }
        found = submitted(page("1f2e", values))
        assert found.question == QuestionId("1f2e")
        assert found.values == {
            "name": ("Ana & <co>",),
            "topics": ("a", "b"),
            "stage": ("early",),
            "from": ("2027-04-01",),
            "at": ("09:30",),
            "many": ("2",),
            "with": (f"slack:{TEAM}:U0BEN",),
        }

    def test_what_was_left_empty_comes_back_empty(self) -> None:
        values = {
            "name": {"type": "plain_text_input", "value": None},
            "topics": {"type": "checkboxes", "selected_options": []},
            "stage": {"type": "radio_buttons", "selected_option": None},
            "gone": None,
        }
        found = act(page("1f2e", values))
        assert submitted(page("1f2e", values)).values == {"name": (), "topics": (), "stage": (), "gone": ()}
        assert found.spot.fields == ("name", "topics", "stage", "gone")

    def test_sent_twice_it_is_one_event_but_a_second_try_after_errors_is_another(self) -> None:
        many = {"many": {"type": "number_input", "value": "7"}}
        first, again = submitted(page("1f2e", many)), submitted(page("1f2e", many))
        better = submitted(page("1f2e", {"many": {"type": "number_input", "value": "2"}}))
        next_page = submitted(page("1f2e", many, seen="1806584402.bbbb"))
        assert first.id == again.id
        assert len({first.id, better.id, next_page.id}) == 3

    def test_a_modal_of_the_adapters_own(self) -> None:
        sent = page("", {"channel": {"type": "channels_select", "selected_channel": "C0GENERAL"}})
        sent["view"] |= {"callback_id": "setup", "private_metadata": "step-2"}
        found = heard(sent)
        assert isinstance(found, ViewSent)
        assert (found.callback, found.kept, found.values) == ("setup", "step-2", {"channel": ("C0GENERAL",)})

    def test_files_that_they_give_are_told_apart_from_what_they_type(self) -> None:
        told = {
            "id": "F1",
            "name": "members.csv",
            "size": 12,
            "url_private_download": "https://slack.example.org/1",
        }
        given = {"type": "file_input", "files": [told, {"id": "F2", "size": "large"}, "nonsense", None]}
        sent = page("1f2e", {"list": given, "none": {"type": "file_input", "files": []}})
        sent["view"]["callback_id"] = "setup"
        found = heard(sent)
        assert isinstance(found, ViewSent)
        assert found.values == {"list": (), "none": ()}
        assert found.files == {
            "list": (
                GivenFile(id="F1", name="members.csv", size=12, url="https://slack.example.org/1"),
                GivenFile(id="F2"),
            )
        }

    def test_they_type_into_a_long_menu(self) -> None:
        typed = samples.suggestion("1f2e", "topics", "hist")
        typed["view"]["private_metadata"] = '{"question": "1f2e", "event": "slack:9a"}'
        assert heard(typed) == Suggesting(
            account=ACCOUNT,
            question=QuestionId("1f2e"),
            event=EventId("slack:9a"),
            field="topics",
            typed="hist",
        )


class TestCommands:
    @pytest.mark.parametrize(
        ("typed", "text"),
        [("signup", "signup"), ("  me ", "me"), ("", "menu"), ("help &amp; more", "help & more")],
    )
    def test_they_use_the_command(self, typed: str, text: str) -> None:
        assert said(command(typed)) == text

    def test_used_again_it_is_another_event(self) -> None:
        first, again, later = (act(command("me", trigger)) for trigger in ("1.a", "1.a", "2.b"))
        assert first.event.id == again.event.id != later.event.id

    def test_setting_up_is_for_the_adapter(self) -> None:
        found = heard(command("Setup channel"))
        assert isinstance(found, SetupAsked)
        assert (found.words, found.account, found.spot.respond) == (
            "channel",
            ACCOUNT,
            "https://hooks.example.org/commands/1/x",
        )

    def test_a_shortcut_says_the_command_it_is_named_for(self) -> None:
        assert said(shortcut("something_is_not_right")) == "something is not right"
        assert isinstance(heard(shortcut("setup")), SetupAsked)
        assert isinstance(heard(press("say:setup")), SetupAsked)

    def test_a_shortcut_on_a_message_does_not_read_the_message(self) -> None:
        found = act(shortcut("something_is_not_right", message={"text": "between us"}, channel={"id": "C1"}))
        assert "between us" not in repr(found)
        assert found.by is By.SHORTCUT


class TestWho:
    def test_the_workspace_is_known_before_the_payload_is_read(self) -> None:
        known: list[Payload] = [direct("x"), press("q:a:b"), command("me"), page("a", {})]
        assert {team_of(payload) for payload in known} == {TEAM}
        assert team_of("nothing") == ""

    def test_an_app_of_a_whole_organisation_has_it_beside_the_user(self) -> None:
        assert act(press("q:1f2e:yes", team=None)).event.account == ACCOUNT

    def test_an_account_says_who_it_is(self) -> None:
        assert user_in(account_of(TEAM, ANA)) == (TEAM, ANA)

    def test_nobody_is_nobody(self) -> None:
        assert ignored(press("q:1f2e:yes", user={"id": "not an id!"})) == "nobody did it"

    def test_now_is_the_callers(self) -> None:
        found = act(direct("menu")).event
        later = read(direct("menu"), now=datetime(2027, 5, 1, tzinfo=UTC))
        assert isinstance(later, Act)
        assert later.event == replace(found, now=datetime(2027, 5, 1, tzinfo=UTC))
