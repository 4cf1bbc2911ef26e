"""Components become as many posts as it takes: no part is torn that fits into one, nor buttons from what they are about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from adapters.discord.rendering import components, limits, names
from adapters.discord.rendering.blocks import Laid, separator
from adapters.discord.rendering.uploads import Upload, numbered


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one part of a message says, or as much of it as one post holds."""

    laid: tuple[Laid, ...]
    card: bool = False
    """Whether it stands in a frame."""


Lot = tuple[Section, ...]
"""What one post holds."""


def lots(sections: Sequence[Section]) -> list[Lot]:
    """The sections, in as many posts as it takes."""
    found: list[list[Section]] = []
    for section in sections:
        if found and fits([*found[-1], section]):
            found[-1].append(section)
        else:
            found.extend([part] for part in _torn(section))
    return [tuple(lot) for lot in found]


def fits(lot: Sequence[Section]) -> bool:
    """Whether one post holds it."""
    every = [each for section in lot for each in section.laid]
    around = sum(section.card for section in lot) + len(lot) - 1
    files = [each.upload for each in every if each.upload]
    return (
        sum(each.count for each in every) + around <= limits.COMPONENTS
        and sum(each.chars for each in every) <= limits.TEXT
        and len(files) <= limits.FILES
        and sum(len(file.content) for file in files) <= limits.FILES_SIZE
    )


def _torn(section: Section) -> Iterator[Section]:
    """The section, in as many pieces as it takes."""
    lot: tuple[Laid, ...] = ()
    for piece in _pieces(section):
        if lot and not fits([replace(section, laid=(*lot, *piece))]):
            yield replace(section, laid=lot)
            lot = ()
        lot += piece
    if lot:
        yield replace(section, laid=lot)


def _pieces(section: Section) -> Iterator[tuple[Laid, ...]]:
    """What is not to be torn apart: buttons or a file, and what stands right above them."""
    piece: tuple[Laid, ...] = ()
    for each in section.laid:
        together = (*piece, each)
        if piece and not (each.belongs and fits([replace(section, laid=together)])):
            yield piece
            piece = (each,)
        else:
            piece = together
    if piece:
        yield piece


def put_together(lot: Lot) -> tuple[tuple[dict[str, Any], ...], tuple[Upload, ...]]:
    """A post's components, and the files that go along."""
    seen: dict[str, int] = {}
    files: list[Upload] = []
    whole: list[dict[str, Any]] = []
    for nth, section in enumerate(lot):
        if nth and not (section.card or lot[nth - 1].card):
            whole.append(separator().component)
        inside = [_placed(each, seen, files) for each in section.laid]
        whole.extend([components.card(inside)] if section.card else inside)
    return tuple(whole), tuple(files)


def _placed(each: Laid, seen: dict[str, int], files: list[Upload]) -> dict[str, Any]:
    """The component in a post in which others stand before it: no two custom ids, no two files' names may be alike."""
    if each.is_row:
        return components.row([_told_apart(button, seen) for button in each.component["components"]])
    if each.upload is None:
        return each.component
    taken = {file.name for file in files}
    tries = (each.upload.name, *(numbered(each.upload.name, nth) for nth in range(2, limits.FILES + 2)))
    file = replace(each.upload, name=next(name for name in tries if name not in taken))
    files.append(file)
    return components.picture(file.name, file.alt) if file.picture else components.file(file.name)


def _told_apart(button: dict[str, Any], seen: dict[str, int]) -> dict[str, Any]:
    id = button["custom_id"]
    seen[id] = seen.get(id, 0) + 1
    return button if seen[id] == 1 else {**button, "custom_id": names.twin(id, seen[id])}
