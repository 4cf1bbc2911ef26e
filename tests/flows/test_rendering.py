"""What a reader sees: names as they are at delivery, their language and zone, buttons, outcomes, merged parts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Literal

import pytest

from flows.ids import ApplicationId, PersonId, ProgramId, QuestionId, WishId
from flows.messages import (
    At,
    Block,
    Button,
    FactRows,
    Facts,
    On,
    Paragraph,
    Phrase,
    Profile,
    Ref,
    Say,
    Several,
    Sort,
    Span,
    Value,
)
from flows.model.cohorts import Application, ApplicationState, Role
from flows.model.people import Person
from flows.model.talk import Question, QuestionState, Urgency, Wish
from flows.programs.program import Asked, Choice, Program
from flows.programs.read import read
from flows.situation import Get, NotLoaded, ProgramOf, Query, Situation
from flows.wording.catalogue import Catalogue
from flows.wording.rendering import needs, needs_of, plain_text, reader_of, render
from tests.flows.small_program import SMALL

NOON = datetime(2027, 4, 1, 16, 0, tzinfo=UTC)
ADA = Person(id=PersonId("p-ada"), name="Ada Fern", zone="America/New_York")
BEA = Person(id=PersonId("p-bea"), name="Bea **Moss**", zone="Europe/Paris", language="fr")
COHORT = "riverside-2027-spring"

ENGLISH = """
[words]
yes = "yes"
no = "no"
gone.person = "somebody who has left"
gone.thing = "something that has been removed"

[buttons]
yes = "Yes"
number = { one = "{choice} month", other = "{choice} months" }

[meet.ask]
text = "Meet {partner} on {at}?"
buttons.remove = "Leave {partner} alone"
yes = "You said yes, {who}."

[meet.profile]
text = \"\"\"
This is {partner}:

{profile}
\"\"\"

[meet.note]
text = "{note}"
"""
FRENCH = """
[words]
yes = "oui"
[meet.ask]
text = "Rencontrer {partner} le {at} ?"
"""
CATALOGUE = Catalogue.read({"en": ENGLISH, "fr": FRENCH})


TOPICS = (
    Choice.model_construct(key="cats", label={"en": "Cataloguing", "fr": "Catalogage"}),
    Choice.model_construct(key="kids", label={"en": "Children"}),
)
BOTH: tuple[Literal["mentor", "mentee"], ...] = ("mentor", "mentee")


def asked(key: str, sort: Sort, label: dict[str, str], **more: Any) -> Asked:
    return Asked.model_construct(key=key, sort=sort, label=label, roles=BOTH, **more)


QUESTIONS = (
    asked("topics", Sort.ANY_OF, {"en": "Topics", "fr": "Sujets"}, options=TOPICS, public=True),
    asked("remote", Sort.YES_NO, {"en": "Online"}, public=True),
    asked("about", Sort.LONG, {"en": "About me"}, public=True),
    asked("avoid", Sort.SHORT, {"en": "Not with"}),
)


def program(**changes: Any) -> Program:
    """The small program with these questions, spoken to in English but for the labels above."""
    return read(SMALL, "small.toml").model_copy(
        update={"questions": QUESTIONS, "zone": "America/Chicago", **changes}
    )


APPLIED = Application(
    id=ApplicationId("a-1"),
    program=ProgramId("riverside"),
    cohort=COHORT,
    person=BEA.id,
    role=Role.MENTOR,
    state=ApplicationState.MATCHED,
    answers={"topics": ("cats", "kids"), "remote": ("yes",), "about": ("I *like*\nmoss",), "avoid": ("Ada",)},
)
ASKED = Question(
    id=QuestionId("q-1"),
    flow="meet",
    kind="meet.ask",
    subject="s",
    audience=ADA.id,
    program=COHORT,
    choices=("yes", "remove", "3"),
)


def wish(
    key: str = "meet.ask", to: Person | None = ADA, question: Question | None = None, **values: Value
) -> Wish:
    return Wish(
        id=WishId(f"w-{key}"),
        kind="meet.ask",
        key=key,
        place=f"dm:{to.id}" if to else "channel:riverside:announcements",
        to=to.id if to else None,
        program=COHORT,
        about="s",
        values=values,
        question=question.id if question else None,
        choices=question.choices if question else (),
        urgency=Urgency.NOTICE,
        not_before=NOON,
        created=NOON,
    )


def known(*records: Any, gone: tuple[Query, ...] = (), whose: Program | None = None) -> Situation:
    loaded: dict[Query, Any] = {Get(type(record), record.id): record for record in records}
    return Situation(
        now=NOON, loaded={**dict.fromkeys(gone), **loaded, ProgramOf(COHORT): whose or program()}
    )


def shown(asked: Wish, situation: Situation) -> str:
    return plain_text(render([asked], situation, CATALOGUE))


PARTNER = Ref("Person", BEA.id, "name")


def test_names_are_those_of_the_day_of_delivery_and_never_markup() -> None:
    message = render([wish(partner=PARTNER, at=At(NOON))], known(ADA, BEA), CATALOGUE)
    assert message.key == "w-meet.ask"
    assert message.place == "dm:p-ada"
    assert message.parts[0].blocks == (
        Paragraph(
            (
                Span("Meet "),
                Span("Bea **Moss**"),
                Span(" on "),
                Span("Thursday, April 1, 2027, 12:00 PM EDT", at=NOON),
                Span("?"),
            )
        ),
    )


def test_each_reader_has_their_own_language_and_zone() -> None:
    said = shown(wish(to=BEA, partner=Ref("Person", ADA.id, "name"), at=At(NOON)), known(ADA, BEA))
    assert said == "Rencontrer Ada Fern le jeudi 1 avril 2027, 18:00 heure d’été d’Europe centrale ?"


def test_a_channel_speaks_as_its_program_does() -> None:
    asked = wish(to=None, partner=PARTNER, at=At(NOON))
    assert shown(asked, known(BEA)).endswith("11:00 AM CDT?")
    french = known(BEA, whose=program(languages=("fr", "en"), zone="UTC"))
    assert shown(asked, french).startswith("Rencontrer Bea **Moss** le jeudi 1 avril 2027")


def test_a_program_says_it_in_its_own_way() -> None:
    own = program(wording={"en": {"meet.ask": "Tea with {partner}?", "buttons.yes": "Gladly"}})
    message = render([wish(question=ASKED, partner=PARTNER)], known(ADA, BEA, ASKED, whose=own), CATALOGUE)
    assert plain_text(message) == "Tea with Bea **Moss**?"
    assert message.parts[0].buttons[0].label == "Gladly"


def test_what_was_erased_has_a_neutral_word() -> None:
    nobody = known(ADA, gone=(Get(Person, BEA.id), Get(Application, "a-1")))
    assert shown(wish(partner=PARTNER, at="noon"), nobody) == "Meet somebody who has left on noon?"
    nameless = known(ADA, replace(BEA, name=""))
    assert shown(wish(partner=PARTNER, at="noon"), nameless) == "Meet somebody who has left on noon?"
    note = Ref("Application", "a-1", "answers.about")
    assert shown(wish("meet.note", note=note), nobody) == "something that has been removed"


def test_a_profile_shows_the_public_answers_only() -> None:
    asked = wish("meet.profile", partner=PARTNER, profile=Profile("a-1"))
    assert render([asked], known(ADA, BEA, APPLIED), CATALOGUE).parts[0].blocks[1] == FactRows(
        (
            ("Topics", (Span("Cataloguing"), Span(" and "), Span("Children"))),
            ("Online", (Span("yes"),)),
            ("About me", (Span("I *like*\nmoss"),)),
        )
    )
    assert shown(replace(asked, to=BEA.id), known(BEA, APPLIED)) == (
        "This is Bea **Moss**:\n\nSujets: Catalogage and Children\nOnline: oui\nAbout me: I *like*\n    moss"
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("answers.topics", "Cataloguing and Children"),
        ("answers.about", "I *like*\n    moss"),
        ("answers.other", ""),
        ("submitted_on", "April 1, 2027"),
        ("waited", "2"),
    ],
)
def test_any_field_can_be_pointed_to(name: str, words: str) -> None:
    applied = replace(APPLIED, submitted_on=date(2027, 4, 1), waited=2)
    assert shown(wish("meet.note", note=Ref("Application", "a-1", name)), known(ADA, applied)) == words


def test_a_states_key_is_no_word() -> None:
    with pytest.raises(TypeError, match=r"Application.state cannot be shown"):
        shown(wish("meet.note", note=Ref("Application", "a-1", "state")), known(ADA, APPLIED))


def test_buttons_are_labelled_and_the_grave_ones_marked() -> None:
    message = render([wish(question=ASKED, partner=PARTNER, at="noon")], known(ADA, BEA, ASKED), CATALOGUE)
    assert message.parts[0].buttons == (
        Button(ASKED.id, "yes", "Yes"),
        Button(ASKED.id, "remove", "Leave Bea **Moss** alone", danger=True),
        Button(ASKED.id, "3", "3 months"),
    )


def test_a_closed_question_shows_its_outcome_and_no_buttons() -> None:
    closed = replace(ASKED, state=QuestionState.CLOSED, outcome=Say("meet.ask.yes", {"who": PARTNER}))
    message = render([wish(question=ASKED, partner="Bea", at="noon")], known(ADA, BEA, closed), CATALOGUE)
    assert plain_text(message) == "Meet Bea on noon?\n\nYou said yes, Bea **Moss**."
    assert message.parts[0].buttons == ()


def test_several_wishes_are_one_message_under_the_first_ones_key() -> None:
    message = render([wish(partner="Bea", at="noon"), wish("meet.note", note="Hello")], known(ADA), CATALOGUE)
    assert message.key == "w-meet.ask"
    assert len(message.parts) == 2
    assert plain_text(message) == "Meet Bea on noon?\n\nHello"


def test_needs_asks_for_all_that_is_pointed_to_and_no_more() -> None:
    deep = Several((Say("meet.note", {"note": Facts(((PARTNER, Profile("a-1")),))}), On(date(2027, 4, 1))))
    asked = wish(question=ASKED, partner=deep, at=PARTNER)
    first = needs([asked, asked], Situation(now=NOON, loaded={}))
    assert first == (
        ProgramOf(COHORT),
        Get(Person, ADA.id),
        Get(Person, BEA.id),
        Get(Application, "a-1"),
        Get(Question, ASKED.id),
    )
    closed = replace(ASKED, outcome=Say("x", {"who": Ref("Person", "p-late", "name")}))
    assert Get(Person, "p-late") in needs([asked], known(closed))


def test_all_that_needs_asks_for_is_enough() -> None:
    asked = wish("meet.profile", partner=PARTNER, profile=Profile("a-1"))
    records: Mapping[Query, Any] = known(ADA, BEA, APPLIED).loaded
    asked_for = {query: records[query] for query in needs([asked], Situation(now=NOON, loaded={}))}
    assert render([asked], Situation(now=NOON, loaded=asked_for), CATALOGUE).parts
    with pytest.raises(NotLoaded):
        render([asked], known(ADA, BEA), CATALOGUE)


def test_forms_and_acknowledgements_are_worded_for_their_reader() -> None:
    assert needs_of("riverside", PARTNER) == (ProgramOf("riverside"), Get(Person, BEA.id))
    reader = reader_of(BEA, COHORT, known(BEA), CATALOGUE)
    assert reader.text(Phrase({"en": "Topics", "fr": "Sujets"})) == "Sujets"
    assert reader.text(Phrase({"de": "Themen", "en": "Topics"})) == "Topics"
    assert reader.text("a\nb") == "a b"
    blocks: tuple[Block, ...] = reader.blocks(Say("meet.note", {"note": PARTNER}))
    assert blocks == (Paragraph((Span("Bea **Moss**"),)),)
