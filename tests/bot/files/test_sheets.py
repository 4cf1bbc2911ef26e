"""The table as a spreadsheet opens it: accents whole, numbers as numbers, nothing that runs."""

import csv
from io import StringIO

from bot.files.sheets import tabled
from flows.files import Sheet

SHEET = Sheet(
    name="figures.csv",
    alt="",
    columns=("Heading", "Number"),
    rows=(("Été, déjà", "3.8"), ('=HYPERLINK("x")', "")),
)


def test_a_spreadsheet_reads_what_was_meant() -> None:
    file = tabled(SHEET)
    assert file.startswith(b"\xef\xbb\xbf"), "without it, Excel takes accents for other letters"
    rows = list(csv.reader(StringIO(file.decode("utf-8-sig"))))
    assert rows[1] == ["Été, déjà", "3.8"]
    assert rows[2][0] == '\'=HYPERLINK("x")', "what would run is text"
