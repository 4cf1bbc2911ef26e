"""What would not do while a server was set up is kept for who filled it in: of the latest few, and never for somebody else."""

from adapters.discord.setup.fields import Given
from adapters.discord.setup.unsaved import MOST, Key, Unsaved
from flows.core import Members
from flows.ids import AccountId

LIST = Given(listed=Members(listed=(("ada@library.example", ()),)))


def of(nth: int) -> Key:
    return ("1", AccountId(f"discord:{nth}"), "setup:places")


def test_only_the_latest_lists_are_kept() -> None:
    unsaved = Unsaved()
    for nth in range(MOST):
        unsaved.keeps(of(nth), LIST)
    unsaved.keeps(of(0), LIST)  # she is at it again
    unsaved.keeps(of(MOST), LIST)
    assert unsaved.of(of(1)) is None
    assert [unsaved.of(of(nth)) for nth in (0, 2, MOST)] == [LIST] * 3


def test_what_was_saved_is_not_kept_and_no_other_modal_shows_it() -> None:
    unsaved = Unsaved()
    unsaved.keeps(of(1), LIST)
    assert unsaved.of(("1", AccountId("discord:1"), "setup:members")) is None
    unsaved.forgets(of(1))
    unsaved.forgets(of(1))
    assert unsaved.of(of(1)) is None
