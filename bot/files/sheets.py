"""A table as CSV that spreadsheets open as it is: accents whole, and no cell taken for a formula."""

from io import StringIO

from bot.csv_words import write
from flows.files import Sheet

ENCODING = "utf-8-sig"
"""Without the mark at its beginning, Excel reads accents as two letters."""


def tabled(sheet: Sheet) -> bytes:
    """The file."""
    page = StringIO()
    write(page, sheet.columns, sheet.rows)
    return page.getvalue().encode(ENCODING)
