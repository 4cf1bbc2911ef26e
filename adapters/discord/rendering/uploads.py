"""Files that go with a post, under names that Discord leaves as they are."""

import re
import unicodedata
from dataclasses import dataclass

from adapters.discord.rendering import limits
from flows.messages import Attachment
from flows.wording.fitting import clean, shortened

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
STRANGE = re.compile(r"[^A-Za-z0-9._-]+")
"""Discord takes such signs out of a name, or writes others in their place; then a component could not name the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that goes with a post."""

    name: str
    """As Discord would write it anyway; no two of a post have the same."""
    content: bytes
    alt: str
    """What it shows, in words."""
    picture: bool


def upload(file: Attachment) -> Upload:
    """The file as it goes along."""
    name = _name(file.name)
    alt = shortened(" ".join(clean(file.alt).split()), limits.ACCESSIBLE) or name
    return Upload(name=name, content=file.content, alt=alt, picture=name.lower().endswith(PICTURES))


def numbered(name: str, nth: int) -> str:
    """The name of the nth file that would have it: `report-2.csv`."""
    stem, dot, kind = name.rpartition(".")
    return f"{stem}-{nth}{dot}{kind}" if stem else f"{name}-{nth}"


def _name(given: str) -> str:
    """`re\u0301union d'avril.ics` becomes `reunion_d_avril.ics`."""
    letters = unicodedata.normalize("NFKD", clean(given)).encode("ascii", "ignore").decode()
    name = STRANGE.sub("_", letters).strip("._")
    stem, dot, kind = name.rpartition(".")
    return (f"{stem[: limits.FILE_NAME - len(kind) - 1]}{dot}{kind}" if stem else name)[
        : limits.FILE_NAME
    ] or "file"
