"""files.*: an upload in three steps, as Slack has it since the old way was retired."""

import json

from tests.slack.api.call import Call
from tests.slack.api.chat import open_for_posting
from tests.slack.payloads import file_told
from tests.slack.records import File, Message
from tests.slack.refusals import Json, Refused
from tests.slack.workspace import BOT_USER

ALT = 1000


def upload_url(call: Call) -> Json:
    """files.getUploadURLExternal."""
    name = str(call.need("filename"))
    try:
        length = int(call.get("length", 0))
    except ValueError:
        raise Refused("invalid_arguments") from None
    if length <= 0:
        raise Refused("missing_argument")
    alt = str(call.get("alt_txt"))
    if len(alt) > ALT:
        raise Refused("alt_txt_too_large")
    file = File(id=call.workspace.next_id("F"), name=name, length=length, alt=alt)
    call.workspace.files[file.id] = file
    address = f"http://{call.site.address}/upload/{call.workspace.id}/{file.id}"
    return {"upload_url": address, "file_id": file.id}


def info(call: Call) -> Json:
    """files.info."""
    file = call.workspace.files.get(str(call.need("file")))
    if file is None:
        raise Refused("file_not_found")
    return {"file": file_told(call.site, call.workspace, file), "comments": [], "content": None}


def complete(call: Call) -> Json:
    """files.completeUploadExternal."""
    given = call.need("files")
    listed = json.loads(given) if isinstance(given, str) else given
    files = []
    for one in listed:
        file = call.workspace.files.get(one.get("id"))
        if file is None or file.content is None or file.shared:
            raise Refused("file_not_found")
        file.title = one.get("title") or file.name
        files.append(file)
    if call.get("channel_id"):
        _share(call, files)
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


def _share(call: Call, files: list[File]) -> None:
    channel = call.channel("channel_id")
    open_for_posting(call, channel)
    text = str(call.get("initial_comment"))
    message = Message(
        ts=call.workspace.next_ts(), by=BOT_USER, bot_id=call.workspace.bot_id, text=text, files=files
    )
    for file in files:
        file.shared = True
    call.workspace.post(channel, message)
    call.site.heard(call.workspace, channel, message)
