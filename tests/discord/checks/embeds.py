"""Embeds: their lengths, each and together."""

from typing import Any

from tests.discord.checks.form import Form, Path
from tests.discord.refusals import Json

TOGETHER = 6000
"""Characters of all embeds of a message."""
PARTS = {"title": 256, "description": 4096}


def embeds(form: Form, path: Path, given: Any) -> list[Json]:
    """Check them; as they are kept."""
    several = form.many(path, given, 10)
    for number, embed in enumerate(several):
        if isinstance(embed, dict):
            _embed(form, (*path, number), embed)
        else:
            form.wrong((*path, number), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    if sum(map(_length, filter(_is_embed, several))) > TOGETHER:
        form.wrong(path, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {TOGETHER}")
    return [{"type": "rich", **embed} for embed in several if _is_embed(embed)]


def _is_embed(given: Any) -> bool:
    return isinstance(given, dict)


def _embed(form: Form, path: Path, embed: Json) -> None:
    for name, most in PARTS.items():
        if embed.get(name) is not None:
            form.text((*path, name), embed[name], most, 0)
    if embed.get("url"):
        form.url((*path, "url"), embed["url"], 2048)
    form.number((*path, "color"), embed.get("color"), 0, 0xFFFFFF)
    for number, one in enumerate(form.many((*path, "fields"), embed.get("fields") or [], 25)):
        form.text((*path, "fields", number, "name"), one.get("name"), 256)
        form.text((*path, "fields", number, "value"), one.get("value"), 1024)
    if footer := embed.get("footer"):
        form.text((*path, "footer", "text"), footer.get("text"), 2048)
    if author := embed.get("author"):
        form.text((*path, "author", "name"), author.get("name"), 256)
    for name in ("image", "thumbnail"):
        if embed.get(name):
            form.url((*path, name, "url"), embed[name].get("url"), 2048, ("http", "https", "attachment"))


def _length(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for one in embed.get("fields") or []:
        texts += [one.get("name"), one.get("value")]
    return sum(len(str(text)) for text in texts if text)
