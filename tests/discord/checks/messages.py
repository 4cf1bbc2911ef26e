"""The body of a message, new or edited."""

from tests.discord import mentions
from tests.discord.body import Upload
from tests.discord.checks import components
from tests.discord.checks.embeds import embeds
from tests.discord.checks.form import Form
from tests.discord.records import EPHEMERAL, LAYOUT, SILENT, SUPPRESS_EMBEDS, Message
from tests.discord.refusals import Json, Refused

CONTENT = 2000
NONCE = 25
FILES = 10
SIZE = 10 * 1024 * 1024
"""Bytes of all files of a message, in a server that pays nothing."""
SETTABLE = SUPPRESS_EMBEDS | SILENT | LAYOUT
LEGACY = ("content", "embeds", "poll", "sticker_ids")


def check(args: Json, uploads: dict[int, Upload], *, extra: int = 0, was: Message | None = None) -> None:
    """Refuse what is not a message; `extra` flags are allowed in answers to interactions, `was` is edited."""
    form = Form()
    flags = args.get("flags") or 0
    form.number(("flags",), flags, 0, 2**31 - 1)
    if flags & ~(SETTABLE | extra):
        form.wrong(("flags",), "MESSAGE_INVALID_FLAGS", "These flags cannot be set")
    layout = bool(flags & LAYOUT) or bool(was and was.layout)
    if was and was.layout and args.get("flags") is not None and not flags & LAYOUT:
        form.wrong(
            ("flags",),
            "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG",
            "The flag cannot be removed from a message",
        )
    for name in LEGACY:
        if layout and args.get(name):
            form.wrong(
                (name,),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )
    if args.get("content") is not None:
        form.text(("content",), args["content"], CONTENT, 0)
    if args.get("nonce") is not None:
        form.text(("nonce",), str(args["nonce"]), NONCE, 0)
    if args.get("embeds") is not None:
        embeds(form, ("embeds",), args["embeds"])
    if args.get("components") is not None:
        (components.layout if layout else components.legacy)(form, args["components"])
    mentions.check(form, args.get("allowed_mentions"))
    _files(form, args, uploads, was)
    form.settle()
    if sum(len(one.content) for one in uploads.values()) > SIZE:
        raise Refused(413, 40005, "Request entity too large")


def _files(form: Form, args: Json, uploads: dict[int, Upload], was: Message | None) -> None:
    several = form.many(("attachments",), args.get("attachments") or [], FILES)
    if len(uploads) > FILES:
        form.wrong(("attachments",), "BASE_TYPE_MAX_LENGTH", f"Must be {FILES} or fewer in length.")
    kept = {file.id: file.name for file in was.files} if was else {}
    names = list(kept.values()) + [one.name for one in uploads.values()]
    for number, one in enumerate(several):
        if str(one.get("id")) not in kept and int(one.get("id", -1)) not in uploads:
            form.wrong(("attachments", number, "id"), "ATTACHMENT_NOT_FOUND", "No such file was sent")
        if one.get("description") is not None:
            form.text(("attachments", number, "description"), one["description"], 1024, 0)
        if one.get("filename") is not None:
            form.text(("attachments", number, "filename"), one["filename"], 260)
            names.append(one["filename"])
    for url in _references(args):
        if url.removeprefix("attachment://") not in names:
            form.wrong(
                ("components",),
                "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                f"The referenced attachment {url} was not found",
            )


def _references(args: Json) -> list[str]:
    media = [one.get("media") or one.get("file") or {} for one in components.walk(args.get("components"))]
    for one in components.walk(args.get("components")):
        media += [item.get("media") or {} for item in one.get("items") or []]
    for embed in args.get("embeds") or []:
        media += [embed.get(name) or {} for name in ("image", "thumbnail")]
    return [one["url"] for one in media if str(one.get("url", "")).startswith("attachment://")]


ANSWER = EPHEMERAL
"""What may be set beyond that in answers to interactions."""
