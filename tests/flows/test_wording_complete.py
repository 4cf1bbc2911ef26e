"""The code and the wording agree: every key that is said has its words, and every word is said somewhere."""

from collections.abc import Mapping

import pytest

from flows.wording.catalogue import Catalogue
from flows.wording.files import Entry
from tests.flows.wording_keys import Code, Said, unused
from tests.house.sources import PROJECT, Source, modules

FOLDER = PROJECT / "flows" / "wording"
ENGLISH = "flows/wording/en.toml"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    files = sorted(FOLDER.glob("*.toml"))
    return Catalogue.read(
        {file.stem: file.read_text(encoding="utf-8") for file in files},
        {file.stem: str(file.relative_to(PROJECT)) for file in files},
    )


@pytest.fixture(scope="module")
def sentences(catalogue: Catalogue) -> Mapping[str, Entry]:
    return catalogue.languages["en"].entries


@pytest.fixture(scope="module")
def code() -> Code:
    return Code(list(modules(PROJECT, "flows", "bot", "adapters")))


def told(findings: list[str]) -> None:
    if findings:
        pytest.fail("\n" + "\n".join(findings), pytrace=False)


def test_every_key_that_is_said_has_its_words(code: Code, sentences: Mapping[str, Entry]) -> None:
    told(
        [
            f'{said.where}: says {said.key!r}; add to {ENGLISH}:  [{said.key}]  text = "..."'
            for said in code.said
            if said.key != "?" and not any(said.says(key) for key in sentences)
        ]
    )


def test_every_key_can_be_followed(code: Code) -> None:
    told(
        [
            f"{said.where}: cannot tell which key is said here; use a literal, a constant, a dict of literals, "
            "a conditional of literals, an f-string, or a parameter named at its callers"
            for said in code.said
            if said.key == "?"
        ]
    )


def test_every_sentence_is_said_somewhere(code: Code, sentences: Mapping[str, Entry]) -> None:
    told(
        [
            f"{ENGLISH}: {key}: nothing in flows/, bot/ or adapters/ says it; take it out"
            for key in unused(sentences, code)
        ]
    )


def test_every_placeholder_is_given(code: Code, sentences: Mapping[str, Entry]) -> None:
    told(
        [
            f"{said.where}: {key!r} says {{{name}}} but is given {', '.join(sorted(said.values)) or 'no values'}; "
            f"pass {name}=... here, or take it out of {ENGLISH}"
            for said in code.said
            if said.values is not None and "*" not in said.key
            for key, entry in sentences.items()
            if said.says(key)
            for name in sorted(entry.names - said.values)
        ]
    )


def test_every_choice_has_a_label(code: Code, catalogue: Catalogue, sentences: Mapping[str, Entry]) -> None:
    told(
        [
            f'{offer.where}: offers {offer.choice!r} under {key!r}; add to {ENGLISH} under [{key}]:  buttons.{offer.choice} = "..."'
            f' or, where it reads the same everywhere, under [buttons]:  {offer.choice} = "..."'
            for offer in code.offered
            if "*" not in offer.choice
            for key in sentences
            if Said("", offer.key).says(key) and ".buttons." not in key
            if not any(
                label in sentences
                for name in (offer.choice, "number" if offer.choice.isdecimal() else offer.choice)
                for label in (f"{key}.buttons.{name}", f"buttons.{name}")
            )
        ]
    )


# --- the test of the test -----------------------------------------------------------------------------

PLANTED = """
from flows.asking import asks
from flows.messages import Say

KEYS = {"mentee": "contact.due.mentee", "mentor": "contact.due.mentor"}
WHY = "match.none"

def tell(about, person, key, **values):
    return about.notice(person, key, **values)

def ask(about, person, role, pair):
    tell(about, person, "contact.made", partner=pair.mentee)
    about.prompt(person, KEYS[role], partner=pair.mentor)
    about.post(pair.room, "UTC", key=WHY)
    about.notice(person, f"match.lost.{'one' if pair else 'all'}.{pair.sort}")
    about.answer(person, f"match.announced.{role}", why=Say("match.reason", {"topic": "x"}))
    about.answer(person, pair.key)
    for key, day in (("plan.asked", 1), ("plan.agreed", 2)):
        about.notice(person, key)
    wish = about.prompt(person, "survey.asked" if role else "survey.reminder")
    urgent(about, person, "concern.raised", choices=("take",), reason="x")
    return asks(wish, "survey", ("fill", "later"))

def urgent(about, to, key, *, choices, **values):
    known = {"contact": "somebody"}
    speak = {1: about.notice, 2: about.prompt}
    return asks(speak[1](to, key, **{**known, **values}), "concern", (*choices, "hush"))
"""


@pytest.fixture
def planted() -> Code:
    return Code([Source("flows/planted.py", PLANTED)])


def test_keys_are_found_through_constants_tables_loops_and_functions(planted: Code) -> None:
    assert {said.key for said in planted.said} == {
        "contact.made",
        "contact.due.mentee",
        "contact.due.mentor",
        "match.none",
        "match.announced.mentee",
        "match.announced.mentor",
        "match.lost.one.*",
        "match.lost.all.*",
        "match.reason",
        "plan.asked",
        "plan.agreed",
        "survey.asked",
        "survey.reminder",
        "concern.raised",
        "?",
    }


def test_values_and_choices_are_found(planted: Code) -> None:
    given = {said.key: said.values for said in planted.said}
    assert given["contact.due.mentee"] == frozenset({"partner"})
    assert given["match.reason"] == frozenset({"topic"})
    assert given["contact.made"] == frozenset({"partner"})
    assert given["concern.raised"] == frozenset({"contact", "reason"})
    assert given["match.none"] == frozenset()
    assert {(offer.key, offer.choice) for offer in planted.offered} == {
        (key, choice) for key in ("survey.asked", "survey.reminder") for choice in ("fill", "later")
    } | {("concern.raised", "take"), ("concern.raised", "hush")}


def test_an_adapter_says_what_can_be_followed_and_calls_what_it_likes() -> None:
    planted = """
from flows.messages import Say

def shows(self, key, session, url):
    self.words(Say("chat.send"), Say(self.key))
    session.post(url, "UTC", self.body)
"""
    said = Code([Source("adapters/slack/planted.py", planted)]).said
    assert [each.key for each in said] == ["chat.send", "?"]


def test_a_built_key_matches_every_sentence_that_it_may_be() -> None:
    assert Said("", "match.announced.*").says("match.announced.mentee")
    assert not Said("", "match.announced.*").says("match.none")


def test_what_nobody_says_is_told(planted: Code) -> None:
    known = {
        "match.none": 1,
        "match.lost": 1,
        "buttons.later": 1,
        "buttons.never": 1,
        "survey.asked.buttons.fill": 1,
        "match.lost.buttons.fill": 1,
    }
    assert unused(known, planted) == ["match.lost", "buttons.never", "match.lost.buttons.fill"]
