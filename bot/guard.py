"""The one place where a mistake of ours is caught, so that one bad turn or message does not stop the others."""

from collections.abc import Callable
from typing import TypeVar

import structlog

T = TypeVar("T")
log = structlog.get_logger()


def guarded(
    work: Callable[[], T],
    failed: Callable[[Exception], T],
    *,
    lets: tuple[type[Exception], ...] = (),
    strict: bool = False,
) -> T:
    """What `work` gives, or what `failed` makes of its failure. Errors of the types `lets` are no mistakes and pass;
    where `strict`, everything does: a rehearsal shall stop."""
    try:
        return work()
    except lets:
        raise
    except Exception as error:
        if strict:
            raise
        log.exception("a mistake of ours")
        return failed(error)


def words_of(error: Exception) -> str:
    """An error in one line."""
    return f"{type(error).__name__}: {error}"
