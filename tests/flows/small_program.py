"""The smallest program that is valid, for tests to spoil."""

SMALL = """\
id = "small"
name = "A small program"
about = "Two people meet."
zone = "America/New_York"
languages = ["en"]

[organiser]
name = "The committee"
contact = "mentoring@library.example"

[membership]
required_of = ["mentee"]

[mentor]
enrols = "rolling"

[mentee]
enrols = "window"

[[cohorts]]
name = "spring"
label = "spring match"
opens = "02-01"
closing_soon = "02-20"
closes = "02-29"
match = "03-01"
publish_by = "03-20"
begins = "04-01"
closing = "09-15"
ends = "09-30"
report = "10-15"

[[questions]]
key = "topics"
sort = "any_of"
label = "What interests you?"
options = [
    { key = "archives", label = "Archives" },
    { key = "oral_history", label = "Oral history" },
]

[[questions]]
key = "about"
sort = "long"
label = "A few words about you"

[first_contact]
by = "mentee"

[plan]
methods = [{ key = "phone", label = "Phone" }]

[survey]

[[survey.questions]]
key = "best"
sort = "long"
label = "What was best?"

[[ideas]]
key = "paths"
text = "Tell each other how you came to libraries."
"""


def spoiled(*changes: tuple[str, str]) -> str:
    """The small program with each old text, which must stand in it, replaced by a new one."""
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
