"""Which platforms there is a token for. A platform's library is loaded only where it is used."""

from collections.abc import Iterator

from bot.clock import Clock
from bot.platforms.platform import Platform
from bot.settings import Settings
from flows.ports import Store


def configured(settings: Settings, store: Store, clock: Clock, *, scale: float = 1.0) -> tuple[Platform, ...]:
    """The platforms that there is a token for; nothing is connected yet."""
    return tuple(_configured(settings, store, clock, scale))


def _configured(settings: Settings, store: Store, clock: Clock, scale: float) -> Iterator[Platform]:
    if settings.slack_bot_token:
        from bot.platforms.slack import OnSlack  # noqa: PLC0415

        yield OnSlack(settings, store, clock, scale=scale)
    if settings.discord_token:
        from bot.platforms.discord import OnDiscord  # noqa: PLC0415

        yield OnDiscord(settings, store, clock, scale=scale)
