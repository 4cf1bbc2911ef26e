"""Makes the files of a message: the same bytes from the same words, so that a message sent again carries the same."""

from dataclasses import replace

from bot.files.charts import drawn
from bot.files.invitations import written
from bot.files.sheets import tabled
from flows.files import CalendarEntry, Chart, File, Sheet
from flows.messages import Attachment, Message, Part


def made(message: Message) -> Message:
    """The message with its files among what it shows."""
    if not any(part.files for part in message.parts):
        return message
    return replace(message, parts=tuple(map(_whole, message.parts)))


def _whole(part: Part) -> Part:
    dates = tuple(file for file in part.files if isinstance(file, CalendarEntry))
    attached = tuple(
        Attachment(file.name, _bytes(file), file.alt)
        for file in part.files
        if not isinstance(file, CalendarEntry) or file.attached
    )
    return replace(part, blocks=(*part.blocks, *attached), files=(), dates=dates)


def _bytes(file: File) -> bytes:
    match file:
        case CalendarEntry():
            return written(file)
        case Chart():
            return drawn(file)
        case Sheet():
            return tabled(file)
