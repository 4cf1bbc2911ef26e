"""Custom ids: how a button or a modal names what it is about, so that any process can read it back."""

import re

from adapters.discord.rendering import limits
from adapters.discord.rendering.fitting import key, stand_in

PRESS = "press:"
"""A question's button; `QUESTION:CHOICE` follow."""
SAY = "say:"
"""A button that belongs to no question; the command that it says follows."""
PAGE = "page:"
"""Continue, or Mend it: opens a page once more; the event that it was the answer to follows."""
FORM = "form:"
"""A page of a form; `QUESTION:EVENT` follow: the event is the one that it was the answer to."""
SETUP = "setup:"
"""Whatever belongs to setting a server up."""
TWIN = re.compile(r"^([a-z]+)\+\d+:")
TWIN_ROOM = len("+99")
"""No message has more buttons than two figures tell."""


def press(question: str, choice: str) -> str:
    """The id of a question's button; of one without a question, that of a command."""
    if not question:
        return _fits(SAY, choice)
    return _fits(PRESS, f"{question}:{choice}")


def page(event: str) -> str:
    """The id of the button that opens a page once more."""
    return _fits(PAGE, event)


def form(question: str, event: str) -> str:
    """The id of a modal."""
    whole = _fits(FORM, f"{question}:{event}")
    # one so long is none of ours: what stands for it is answered as a question that is closed
    return whole if ":" in whole.removeprefix(FORM) else f"{FORM}{stand_in(question)}:"


def twin(id: str, nth: int) -> str:
    """The same id for the nth button that has it: no two in a message may be alike. `bare` reads it as the same."""
    kind, _, rest = id.partition(":")
    return f"{kind}+{nth}:{rest}"


def bare(id: str) -> str:
    """The id as it was before it was told from its twins."""
    return TWIN.sub(r"\1:", id)


def _fits(kind: str, rest: str) -> str:
    return kind + key(rest, limits.CUSTOM_ID - TWIN_ROOM - len(kind))
