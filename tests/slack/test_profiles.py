"""What a Slack profile tells of somebody, and how they are introduced."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.slack.calling.calls import Calls, Refused
from adapters.slack.calling.profiles import Profile, profile, profile_of
from adapters.slack.reading.origin import account_of
from flows.ids import ProgramId
from tests.slack.slack import Slack

ANA = account_of("T0LIBRARY", "U0ANA")
NOW = datetime(2027, 1, 11, 23, 59, tzinfo=UTC)


def told(**parts: Any) -> Profile:
    return profile_of(ANA, {"id": "U0ANA", "name": "ana", **parts})


async def test_somebody_is_looked_up(slack: Slack) -> None:
    ana = slack.add("Ana Duarte", "U0ANA", zone="America/Chicago", locale="fr-CA", admin=True)
    calls = Calls(slack.token, url=slack.api, scale=0)
    try:
        assert await profile(calls, account_of("T0LIBRARY", ana.id)) == Profile(
            account=ANA,
            name="Ana Duarte",
            email="ana.duarte@library.example",
            zone="America/Chicago",
            language="fr-CA",
            rules=True,
        )
        with pytest.raises(Refused, match="user_not_found"):
            await profile(calls, account_of("T0LIBRARY", "U0NOBODY"))
    finally:
        await calls.close()


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        ({"profile": {"real_name": "  Ana\u00a0 Duarte "}, "real_name": "Other"}, "Ana Duarte"),
        ({"profile": {"real_name": " "}, "real_name": "Ana D."}, "Ana D."),
        ({}, "ana"),
        ({"name": None, "profile": "nonsense"}, "U0ANA"),
    ],
)
def test_the_name_is_the_fullest_that_there_is(parts: dict[str, Any], name: str) -> None:
    assert told(**parts).name == name


@pytest.mark.parametrize("may", ["is_admin", "is_owner", "is_primary_owner"])
def test_who_runs_the_workspace(may: str) -> None:
    assert told(**{may: True}).rules
    assert not told(**{may: "yes"}).rules
    assert not told().rules


@pytest.mark.parametrize("gone", ["is_bot", "deleted"])
def test_who_cannot_be_reached(gone: str) -> None:
    assert told().here
    assert not told(**{gone: True}).here
    assert not profile_of(account_of("T0LIBRARY", "USLACKBOT"), {}).here


def test_the_same_day_it_is_the_same_event_and_a_day_later_another() -> None:
    ana = told(profile={"email": "ana@library.example"}, tz="America/Chicago", locale="en-US")
    first = ana.joined(NOW, ProgramId("connecticut"))
    assert (first.account, first.name, first.email, first.zone, first.language, first.program) == (
        ANA,
        "ana",
        "ana@library.example",
        "America/Chicago",
        "en-US",
        "connecticut",
    )
    assert ana.joined(NOW + timedelta(seconds=30), None).id == first.id
    assert ana.joined(NOW + timedelta(minutes=2), None).id != first.id
