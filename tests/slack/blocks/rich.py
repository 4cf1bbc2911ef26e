"""Rich text as Slack checks it: paragraphs, lists and quotes of runs, each run of a kind that is known."""

from typing import Any

from tests.slack.blocks.checks import Check, Say, array, boolean, by_type, choice, shape, string, whole

MARKS = shape({}, dict.fromkeys(("bold", "italic", "strike", "underline", "highlight", "code"), boolean))
ADDRESS = string(3000, least=1, like=r"(https?://|mailto:)\S+")


def _dated(value: Any, at: str, say: Say) -> None:
    if isinstance(value.get("format"), str) and "{" not in value["format"]:
        say(f"{at}/format", "must hold a date token")


RUNS: dict[str, Check] = {
    "text": shape({"text": string(least=1)}, {"style": MARKS}),
    "link": shape({"url": ADDRESS}, {"text": string(least=1), "unsafe": boolean, "style": MARKS}),
    "date": shape(
        {"timestamp": whole(0), "format": string(least=1)},
        {"url": ADDRESS, "fallback": string(least=1), "timezone": string(least=1), "style": MARKS},
        _dated,
    ),
    "emoji": shape({"name": string(least=1)}, {"unicode": string(), "style": MARKS}),
    "user": shape({"user_id": string(least=1)}, {"style": MARKS}),
    "usergroup": shape({"usergroup_id": string(least=1)}, {"style": MARKS}),
    "channel": shape({"channel_id": string(least=1)}, {"style": MARKS}),
    "broadcast": shape({"range": choice("here", "channel", "everyone")}, {"style": MARKS}),
}
SECTION = shape({"elements": array(by_type(RUNS), 0, None)})
PARTS: dict[str, Check] = {
    "rich_text_section": SECTION,
    "rich_text_quote": shape({"elements": array(by_type(RUNS), 1, None)}, {"border": whole(0, 1)}),
    "rich_text_preformatted": shape({"elements": array(by_type(RUNS), 1, None)}, {"border": whole(0, 1)}),
    "rich_text_list": shape(
        {
            "style": choice("bullet", "ordered"),
            "elements": array(by_type({"rich_text_section": SECTION}), 1, None),
        },
        {"indent": whole(0, 8), "offset": whole(0), "border": whole(0, 1)},
    ),
}
RICH_TEXT = array(by_type(PARTS), 1, None)
