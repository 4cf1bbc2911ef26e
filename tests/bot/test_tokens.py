"""Tokens that are half of a pair, or in another's place, are told in one line each, and never shown."""

import pytest

from bot.bad_input import BadInput
from bot.settings import Settings, read_settings

BOT, APP, SECRET = "xoxb-1-hush", "xapp-1-hush", "0123456789abcdef0123456789abcdef"


def told(**given: str) -> list[str]:
    """What is wrong with an installation that is told this."""
    environment = {f"SLACK_{name.upper()}": value for name, value in given.items()}
    try:
        read_settings(environment)
    except BadInput as refused:
        return refused.lines()
    return []


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"bot_token": BOT, "app_token": APP},
        {"bot_token": BOT, "signing_secret": SECRET},
        {
            "bot_token": BOT,
            "app_token": APP,
            "signing_secret": SECRET,
            "api_url": "https://slack-gov.com/api/",
        },
    ],
)
def test_what_goes_together(given: dict[str, str]) -> None:
    assert told(**given) == []


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        (
            {"bot_token": BOT},
            "settings: SLACK_BOT_TOKEN: is set, but without a way to hear what people do; set SLACK_APP_TOKEN "
            "(Socket Mode: no public address needed), or SLACK_SIGNING_SECRET (HTTP mode)",
        ),
        (
            {"app_token": APP},
            "settings: SLACK_APP_TOKEN: is set, but SLACK_BOT_TOKEN is not; also copy the Bot User OAuth Token "
            "(xoxb-...) from OAuth & Permissions of your Slack app",
        ),
        (
            {"signing_secret": SECRET},
            "settings: SLACK_SIGNING_SECRET: is set, but SLACK_BOT_TOKEN is not; also copy the Bot User OAuth Token "
            "(xoxb-...) from OAuth & Permissions of your Slack app",
        ),
        (
            {"bot_token": "hush", "app_token": APP},
            "settings: SLACK_BOT_TOKEN: does not begin with xoxb-; copy the Bot User OAuth Token (xoxb-...) from "
            "OAuth & Permissions of your Slack app",
        ),
        (
            {"bot_token": "xoxp-hush", "app_token": APP},
            "settings: SLACK_BOT_TOKEN: is a user's token; Shelfmate needs none; copy the Bot User OAuth Token "
            "(xoxb-...) from OAuth & Permissions of your Slack app",
        ),
        (
            {"bot_token": "xoxe.xoxb-hush", "app_token": APP},
            "settings: SLACK_BOT_TOKEN: is a token that is rotated; turn off token rotation in the app's settings, "
            "and copy the new one; copy the Bot User OAuth Token (xoxb-...) from OAuth & Permissions of your Slack app",
        ),
        (
            {"bot_token": BOT, "signing_secret": APP},
            "settings: SLACK_SIGNING_SECRET: is an app-level token; it belongs in SLACK_APP_TOKEN; copy the "
            "Signing Secret from Basic Information of your Slack app",
        ),
        (
            {"bot_token": BOT, "app_token": APP, "api_url": "slack.com/api"},
            "settings: SLACK_API_URL: is no web address; write it as https://host/api/, or leave it out",
        ),
    ],
)
def test_what_does_not(given: dict[str, str], finding: str) -> None:
    assert told(**given) == [finding]


def test_two_that_were_swapped_are_two_lines_and_neither_is_shown() -> None:
    lines = told(bot_token=APP, app_token=BOT)
    assert [line.split(";")[0] for line in lines] == [
        "settings: SLACK_BOT_TOKEN: is an app-level token",
        "settings: SLACK_APP_TOKEN: is a bot token",
    ]
    assert "hush" not in "".join(lines)


def test_the_playground_knows_no_token() -> None:
    read = read_settings({"SLACK_APP_TOKEN": APP, "WEB_PORT": "99"}, only=("web_port",))
    assert read == Settings(web_port="99")


DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4.hush.hush-hush-hush"
HOW = "under Bot of your Discord application press Reset Token, and copy what it shows"


def told_of_discord(**given: str) -> list[str]:
    """The same for Discord."""
    try:
        read_settings({f"DISCORD_{name.upper()}": value for name, value in given.items()})
    except BadInput as refused:
        return refused.lines()
    return []


@pytest.mark.parametrize(
    "given",
    [
        {"token": DISCORD},
        {
            "token": DISCORD,
            "api_url": "http://proxy.example:3000/api/v10",
            "gateway_url": "wss://proxy.example",
        },
    ],
)
def test_what_goes_with_discord(given: dict[str, str]) -> None:
    assert told_of_discord(**given) == []


@pytest.mark.parametrize(
    ("token", "why"),
    [
        ("123456789012345678", "is an id of the application, not its token"),
        ("0123456789abcdef" * 4, "is the application's public key, not its token"),
        ("hush-hush_hush-hush_hush-hush_hu", "is the application's client secret, not its token"),
        (f"Bot {DISCORD}", "begins with Bot: give the token alone"),
        (BOT, "is a token of Slack's"),
        (APP, "is a token of Slack's"),
        ("MTIz hush", "has a gap in it"),
    ],
)
def test_what_else_is_copied_from_the_developer_portal(token: str, why: str) -> None:
    assert told_of_discord(token=token) == [f"settings: DISCORD_TOKEN: {why}; {HOW}"]


def test_addresses_of_discord_that_are_none() -> None:
    assert told_of_discord(
        token=DISCORD, api_url="discord.com/api", gateway_url="https://gateway.discord.gg"
    ) == [
        "settings: DISCORD_API_URL: is no web address; write it as https://host/api/v10, or leave it out",
        "settings: DISCORD_GATEWAY_URL: is no web address; write it as wss://host/, or leave it out",
    ]
    assert told_of_discord(token=DISCORD, api_url="https://[hush")[0].startswith(
        "settings: DISCORD_API_URL: is no"
    )
