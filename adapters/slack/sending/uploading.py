"""Files: put up one by one, which nobody sees, and then shown together in the conversation, which is one call."""

from collections.abc import Sequence

from adapters.slack.calling.calls import Calls, Refused
from adapters.slack.reading.payload import id_at, text
from adapters.slack.render import Upload


async def put_up(calls: Calls, uploads: Sequence[Upload]) -> list[dict[str, str]]:
    """Bring the files to Slack; as `files.completeUploadExternal` wants them named. Nobody sees them yet."""
    return [{"id": await _put_up(calls, each), "title": each.title} for each in uploads]


async def _put_up(calls: Calls, upload: Upload) -> str:
    content = upload.content or b"\n"  # Slack takes no empty file
    said = {"filename": upload.name, "length": len(content), "alt_txt": upload.alt}
    told = await calls.call("files.getUploadURLExternal", **said)
    if not id_at(told, "file_id") or not text(told, "upload_url"):
        raise Refused("upload", "Slack named no place for the file")
    await calls.upload(text(told, "upload_url"), content)
    return id_at(told, "file_id")


async def show(calls: Calls, channel: str, files: list[dict[str, str]]) -> None:
    """Show what was put up."""
    await calls.call("files.completeUploadExternal", files=files, channel_id=channel)
