"""Markdown as people read it, in their own language and zone."""

import pytest

from tests.discord.loopback import Discord
from tests.discord.reading import plain
from tests.slack.clock import FIRST_MORNING

NOON = int(FIRST_MORNING.timestamp())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** *it* __under__ ~~gone~~ ||hid|| `code`", "bold it under gone hid code"),
        ("# Title\n-# small\n> said", "Title\nsmall\nsaid"),
        (r"\*not\* \_this\_ \`nor\` \# it", "*not* _this_ `nor` # it"),
        ("snake_case_name and 2*3*4", "snake_case_name and 234"),
        ("```py\n**raw**\n```", "**raw**\n"),
        ("[the page](https://example.org/x) <https://example.org>", "the page https://example.org"),
        (r"\[the page\](https://example.org)", "[the page](https://example.org)"),
        ("</mentoring signup:42>", "/mentoring signup"),
        ("<@1> <@&2> <#3>", "@unknown-user @unknown-role #unknown"),
    ],
)
async def test_markup_is_not_read_aloud(there: Discord, text: str, shown: str) -> None:
    assert plain(there.site, there.add("Ada Archer").user, text) == shown


@pytest.mark.parametrize(
    ("style", "english", "french"),
    [
        (":F", "Sunday, January 10, 2027 7:00 AM", "dimanche 10 janvier 2027 13:00"),
        ("", "January 10, 2027 7:00 AM", "10 janvier 2027 13:00"),
        (":t", "7:00 AM", "13:00"),
        (":d", "1/10/27", "10/01/2027"),
        (":R", "in 0 seconds", "dans 0 seconde"),
    ],
)
async def test_dates_are_each_readers_own(there: Discord, style: str, english: str, french: str) -> None:
    ada = there.add("Ada Archer").user
    cleo = there.add("Cléo", locale="fr", zone="Europe/Paris").user
    assert plain(there.site, ada, f"<t:{NOON}{style}>") == english
    assert plain(there.site, cleo, f"<t:{NOON}{style}>") == french
