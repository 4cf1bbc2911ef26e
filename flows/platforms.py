"""What people call the platforms that accounts are on."""

from collections.abc import Collection, Iterable

from flows.ids import AccountId
from flows.model.people import Account
from flows.reaching import platform_of

NAMES = {"slack": "Slack", "discord": "Discord"}


def called(platform: str) -> str:
    """The platform's own name, in every language."""
    return NAMES.get(platform, platform.capitalize())


def platform_called(account: AccountId) -> str:
    """What people call the platform of an account."""
    return called(platform_of(account))


def platforms_of(accounts: Iterable[Account]) -> tuple[str, ...]:
    """The platforms on which somebody has accounts, each once, in order of name."""
    return tuple(sorted({platform_of(account.id) for account in accounts}))


def share_one(one: Collection[Account], other: Collection[Account]) -> bool:
    """Whether two people can find each other on one platform."""
    return not set(platforms_of(one)).isdisjoint(platforms_of(other))
