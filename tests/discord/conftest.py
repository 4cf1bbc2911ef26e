"""A Discord of its own for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.discord.client import redirected
from tests.discord.loopback import Discord, loopback


@pytest.fixture
async def there() -> AsyncIterator[Discord]:
    """Discord, with the app in one server; every discord.py client of this process talks to it."""
    async with loopback() as there:
        with redirected(there):
            yield there


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The URL of a database of one's own."""
    return f"sqlite:///{tmp_path}/shelfmate.db"
