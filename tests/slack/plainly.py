"""What stands in Slack, in the words that plays go by: as `plain_text` says a message, so that the two can be compared."""

from collections.abc import Iterator

from tests.slack.reading import words
from tests.slack.records import Message
from tests.slack.refusals import Json
from tests.slack.workspace import Workspace

INDENT = "    "


def plainly(workspace: Workspace, message: Message) -> str:
    """A message: paragraphs with an empty line between, points with '- ', facts as 'label: value'; buttons left out."""
    files = (f"[{file.name}: {file.alt or file.title}]" for file in message.files)
    return "\n\n".join(filter(None, [*in_blocks(workspace, message.blocks), *files]))


def in_blocks(workspace: Workspace, blocks: list[Json]) -> Iterator[str]:
    """Each block that says something."""
    for block in blocks:
        match block["type"]:
            case "rich_text":
                yield "\n".join(_rich(block["elements"]))
            case "section" if "fields" in block:
                cells = [_indented(words(workspace, cell)) for cell in block["fields"]]
                yield "\n".join(map(": ".join, zip(cells[::2], cells[1::2], strict=True)))
            case "section" | "header":
                yield words(workspace, block["text"])
            case "context":
                yield " ".join(words(workspace, part) for part in block["elements"])
            case "actions" | "divider" | "input":
                pass
            case other:
                raise AssertionError(f"plays do not know how a {other} reads")


def _rich(parts: list[Json]) -> Iterator[str]:
    for part in parts:
        if part["type"] == "rich_text_list":
            yield from (f"- {point}" for point in _rich(part["elements"]))
        else:
            yield _indented("".join(map(_run, part["elements"])))


def _run(run: Json) -> str:
    """A date reads as its fallback: in the words of the core, which knows the reader's zone."""
    text: str = run["fallback"] if run["type"] == "date" else run["text"]
    address = run.get("url", "")
    return text if address.removeprefix("mailto:") in {"", text} else f"{text} ({address})"


def _indented(text: str) -> str:
    return text.replace("\n", f"\n{INDENT}")
