"""What is said of a file that is no TOML: the likely cause, in words."""

import pytest

from flows.programs.findings import ProgramError
from flows.programs.read import read

OPEN = 'about = """\nFor six months\nname = "A"\n\n[[ideas]]\ntext = """Meet."""\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = True\n", "write true"),
        ("a = 1\nb = no\n", "write false"),
        ("a = \u201cx\u201d\n", "use straight quotes"),
        ("a = \u2018x\u2019\n", "use straight quotes"),
        ('a = ["x" "y"]\n', "a comma may be missing before this"),
        ('a = [\n{ key = "a" }\n{ key = "b" },\n]\n', "a comma may be missing before this"),
        ('a = { k = "x" l = 1 }\n', "a comma may be missing before this"),
        ('a = "x\nb = 1\n', "the text on this line is never closed; end it with a quote"),
        ('z = 1\na = """x\nb = 1\n', "the text that begins at line 2 is never closed"),
        (OPEN, "the text that begins at line 1 is never closed"),
        ("a = 'x\n", "a text in single quotes is never closed"),
        ("a = \n", "put texts and dates in quotes"),
    ],
)
def test_the_likely_cause_is_named(text: str, said: str) -> None:
    with pytest.raises(ProgramError) as told:
        read(text, "ours.toml")
    (line,) = str(told.value).splitlines()
    assert "not TOML" in line
    assert said in line
