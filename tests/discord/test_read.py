"""Reading Discord: whatever it sends is an event, something for the adapter alone, or nothing for a reason."""

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.discord.read import account_of, guild_of, read, user_in, workspace_of
from adapters.discord.reading.events import LONGEST_TEXT
from adapters.discord.reading.heard import (
    Act,
    By,
    GivenFile,
    Heard,
    Ignored,
    PageAsked,
    SetupAsked,
    SetupSent,
    Suggesting,
)
from flows.commands import understood
from flows.events import Pressed, Said, Submitted
from flows.ids import AccountId, QuestionId
from tests.discord import samples
from tests.discord.samples import (
    ANA,
    BEN,
    CHANNEL,
    DM,
    GUILD,
    NOW,
    USER,
    chosen,
    command,
    field,
    interaction,
    option,
    page,
    press,
    suggestion,
    typed,
)

ACCOUNT = AccountId(f"discord:{ANA}")


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
                happened.id.startswith("discord:")
                and len(happened.id) <= 30
                and happened.now is NOW
                and happened.program is None
                and happened.account == account_of(spot.user)
                and spot.user
                and (not isinstance(happened, Said) or 0 <= len(happened.text) <= LONGEST_TEXT)
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
        guild_of(payload)

    @settings(max_examples=400)
    @given(mutated())
    def test_what_is_nearly_a_payload(self, payload: Any) -> None:
        assert is_sound(heard(payload))

    @given(mutated())
    def test_it_is_pure(self, payload: Any) -> None:
        before = copy.deepcopy(payload)
        assert heard(payload) == heard(before)

    @given(st.text(st.characters(), min_size=9))
    def test_why_never_tells_what_was_typed(self, secret: str) -> None:
        payloads = (
            typed(secret, guild_id=GUILD),
            typed(secret, type=7),
            press(secret),
            page(f"form::{secret}", field("about", 4, value=secret)),
            interaction(99, {"custom_id": secret}),
        )
        for found in map(heard, payloads):
            assert not isinstance(found, Ignored) or secret not in found.why


# --- typing -----------------------------------------------------------------------------------------------


class TestTyping:
    def test_they_type_to_shelfmate(self) -> None:
        found = act(typed("sign up"))
        assert found.event == Said(id=found.event.id, now=NOW, account=ACCOUNT, text="sign up")
        assert (found.by, found.spot.channel, found.spot.message) == (By.MESSAGE, DM, "5001")
        assert (found.spot.direct, found.spot.name) == (True, "Ana Duarte")
        assert found.event.id == "discord:5001", "Discord's own: told again, it is refused"

    def test_an_answer_to_a_message_and_one_with_a_picture_are_heard_for_their_words(self) -> None:
        assert said(typed("my shelf", type=19, attachments=[{"id": "1"}])) == "my shelf"
        assert said(typed("", attachments=[{"id": "1"}])) == ""

    @pytest.mark.parametrize(
        ("marked", "seen"),
        [
            (f"I am <@{BEN}>", "I am @Ben Okafor"),
            (f"I am <@!{BEN}>, <@9>", "I am @Ben Okafor, @9"),
            ("in <#3001>", "in #3001"),
            ("<:owl:12> <a:owl:12>", ":owl: :owl:"),
            ("</mentoring signup:12>", "/mentoring signup"),
            ("1 < 2 > 0 &amp; *so*", "1 < 2 > 0 &amp; *so*"),
        ],
    )
    def test_what_they_typed_is_read_as_they_saw_it(self, marked: str, seen: str) -> None:
        ben = {"id": BEN, "username": "ben", "global_name": "Ben Okafor"}
        assert said(typed(marked, mentions=[ben])) == seen

    @pytest.mark.parametrize(
        ("parts", "why"),
        [
            ({"author": {**USER, "bot": True}}, "said by an app"),
            ({"author": {**USER, "system": True}}, "said by an app"),
            ({"webhook_id": "1"}, "said by an app"),
            ({"type": 6}, "not a message that somebody wrote"),
            ({"type": 20}, "not a message that somebody wrote"),
            ({"guild_id": GUILD}, "not said to Shelfmate alone"),
            ({"channel_type": 3}, "not said to Shelfmate alone"),
            ({"author": {}}, "nobody said it"),
            ({"id": "x"}, "nobody said it"),
        ],
        ids=str,
    )
    def test_what_is_not_said_to_us_by_a_person_is_ignored(self, parts: dict[str, Any], why: str) -> None:
        assert ignored(typed("hello", **parts)) == why


# --- what they do -----------------------------------------------------------------------------------------


class TestCommands:
    @pytest.mark.parametrize(
        ("used", "text"),
        [
            (command("menu"), "menu"),
            (command("me"), "me"),
            (command("signup", option("role", "mentor")), "signup mentor"),
            (command("my-data"), "my data"),
            (
                command("link", option("code", " 12-34 "), option("sure", value=True, kind=5)),
                "link 12-34  yes",
            ),
            (command("find", option("person", BEN, kind=6)), f"find discord:{BEN}"),
            (command("pause", option("days", 14, kind=4)), "pause 14"),
            (interaction(2, {"name": "mentoring", "type": 1}), "menu"),
        ],
        ids=str,
    )
    def test_they_use_the_command(self, used: object, text: str) -> None:
        assert " ".join(said(used).split()) == " ".join(text.split())

    def test_where_and_by_whom(self) -> None:
        spot = act(command("me")).spot
        assert (spot.guild, spot.channel, spot.user, spot.name) == (GUILD, CHANNEL, ANA, "Ana of Essex")
        assert (spot.interaction, spot.application, spot.locale) == ("4001", "1000", "fr")
        assert (spot.permissions, spot.direct) == (samples.MANAGER, False)
        assert act(command("me", guild=False)).spot.direct

    def test_a_command_of_a_messages_menu_says_what_it_is_named_for_and_reads_nothing(self) -> None:
        told = {"resolved": {"messages": {"1": {"content": "between us"}}}, "target_id": "1"}
        found = act(interaction(2, {"type": 3, "name": "Something is not right", **told}))
        assert isinstance(found.event, Said)
        assert understood(found.event.text) == ("people", "not_right")
        assert "between us" not in repr(found)

    def test_setting_up_is_for_the_adapter(self) -> None:
        found = heard(command("setup", option("what", "roles")))
        assert isinstance(found, SetupAsked)
        assert (found.words, found.account, found.spot.permissions) == ("roles", ACCOUNT, samples.MANAGER)
        assert isinstance(heard(press("say:setup")), SetupAsked)

    def test_they_type_into_an_option(self) -> None:
        found = heard(suggestion("find", option("role", "mentor"), option("person", "Be", focused=True)))
        assert isinstance(found, Suggesting)
        assert (found.command, found.option, found.typed, found.given) == (
            "find",
            "person",
            "Be",
            {"role": "mentor"},
        )


class TestPressing:
    def test_they_press_a_button(self) -> None:
        found = act(press("press:1f2e:yes"))
        assert isinstance(found.event, Pressed)
        assert (found.event.question, found.event.choice, found.event.account) == ("1f2e", "yes", ACCOUNT)
        assert (found.by, found.spot.message, found.spot.ephemeral) == (By.PRESS, "5002", False)
        assert act(press("press:1f2e:yes", ephemeral=True)).spot.ephemeral

    def test_a_choice_may_hold_a_colon(self) -> None:
        found = act(press("press:1f2e:pair:3")).event
        assert isinstance(found, Pressed)
        assert found.choice == "pair:3"

    def test_the_same_press_told_again_is_the_same_event(self) -> None:
        first, again, later = (act(press("press:1f2e:yes") | {"id": id}) for id in ("1", "1", "2"))
        assert first.event.id == again.event.id == "discord:1"
        assert later.event.id == "discord:2"

    def test_a_button_says_a_command(self) -> None:
        assert said(press("say:my data")) == "my data"

    def test_they_want_to_see_a_page_once_more(self) -> None:
        found = heard(press("page:discord:4000", ephemeral=True))
        assert isinstance(found, PageAsked)
        assert (found.event, found.account, found.spot.ephemeral) == ("discord:4000", ACCOUNT, True)

    def test_buttons_and_menus_of_setup_are_for_the_adapter(self) -> None:
        found = heard(chosen("setup:channel", CHANNEL, kind=8))
        assert isinstance(found, SetupSent)
        assert (found.callback, found.by, found.values) == ("channel", By.PRESS, {"": (CHANNEL,)})
        people = heard(chosen("setup:coordinators", ANA, BEN, kind=5))
        assert isinstance(people, SetupSent)
        assert people.values == {"": (ACCOUNT, f"discord:{BEN}")}

    @pytest.mark.parametrize(
        "id", ["press:", "press:1f2e", "press:1f2e:", "press::yes", "page:", "x", "", "press:a:y\x07"]
    )
    def test_a_button_that_is_not_ours(self, id: str) -> None:
        assert ignored(press(id)) == "a press that asks nothing of us"

    def test_what_could_speak_for_us_stands_in_no_log(self) -> None:
        assert "aW50ZXJhY3Rpb24" not in repr(act(press("press:1f2e:yes")))


class TestSendingAPage:
    def test_every_input_gives_what_was_given(self) -> None:
        sent = page(
            "form:1f2e:discord:4000",
            field("name", 4, value="Ana & <co>"),
            field("topics", 22, values=["a", "b"]),
            field("stage", 21, value="early"),
            field("place", 3, values=["essex"]),
            field("with", 5, values=[BEN]),
            field("sure", 23, value=True),
        )
        found = act(sent)
        event = submitted(sent)
        assert (event.question, found.opened_by, found.by) == (QuestionId("1f2e"), "discord:4000", By.PAGE)
        assert event.values == {
            "name": ("Ana & <co>",),
            "topics": ("a", "b"),
            "stage": ("early",),
            "place": ("essex",),
            "with": (f"discord:{BEN}",),
            "sure": ("yes",),
        }

    def test_what_was_left_empty_comes_back_empty(self) -> None:
        sent = page(
            "form:1f2e:discord:4000",
            field("name", 4, value=""),
            field("topics", 22, values=[]),
            field("stage", 21, value=None),
            field("sure", 23, value=False),
            field("gone", 3),
        )
        assert submitted(sent).values == {"name": (), "topics": (), "stage": (), "sure": ("no",), "gone": ()}
        assert act(sent).spot.fields == ("name", "topics", "stage", "sure", "gone")

    def test_a_field_in_a_row_as_of_old(self) -> None:
        sent = page("form:1f2e:discord:4000")
        sent["data"]["components"] = [{"type": 1, "components": [field("name", 4, value="Ana")]}]
        assert submitted(sent).values == {"name": ("Ana",)}

    def test_texts_between_the_fields_are_no_fields(self) -> None:
        sent = page("form:1f2e:discord:4000", field("name", 4, value="Ana"))
        sent["data"]["components"].insert(0, {"type": 10, "id": 1})
        assert submitted(sent).values == {"name": ("Ana",)}

    def test_a_page_whose_question_is_missing(self) -> None:
        assert (
            ignored(page("form::discord:1", field("name", 4, value="Ana"))) == "a page without its question"
        )
        assert ignored(page("strange")) == "a page without its question"

    def test_a_modal_of_setups_own_with_its_files(self) -> None:
        attached = {"attachments": {"7001": samples.FILE, "7002": {"size": "large"}}}
        given = field("list", 19, values=["7001", "7002", "7003"])
        sent = page("setup:save", given, field("none", 19, values=[]), resolved=attached)
        found = heard(sent)
        assert isinstance(found, SetupSent)
        assert (found.callback, found.by, found.values) == ("save", By.PAGE, {"list": (), "none": ()})
        assert found.files == {
            "list": (
                GivenFile(id="7001", name="members.csv", size=12, url="https://cdn.example.org/1"),
                GivenFile(id="7002"),
            )
        }
        assert "files.example.org" not in repr(found)


class TestWho:
    def test_the_server_is_known_before_the_payload_is_read(self) -> None:
        assert {guild_of(press("press:a:b")), guild_of(command("me"))} == {GUILD}
        assert guild_of(command("me", guild=False)) == guild_of("nothing") == ""
        assert workspace_of(GUILD) == f"discord:{GUILD}"

    def test_an_account_says_who_it_is(self) -> None:
        assert user_in(account_of(ANA)) == ANA
        assert user_in(AccountId("slack:T1:U1")) == ""

    def test_nobody_is_nobody(self) -> None:
        sent = press("press:1f2e:yes", member={"user": {"id": "not an id!"}})
        assert ignored(sent) == "nobody did it"
        assert ignored(None) == "not an object"
        assert ignored({"type": 1, "id": "1"}) == "nobody did it"

    def test_now_is_the_callers(self) -> None:
        found = act(typed("menu")).event
        later = read(typed("menu"), now=datetime(2027, 5, 1, tzinfo=UTC))
        assert isinstance(later, Act)
        assert later.event == replace(found, now=datetime(2027, 5, 1, tzinfo=UTC))
