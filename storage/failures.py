"""What a driver complains of, in one line that says what would help."""

from re import search

from sqlalchemy import URL

from flows.ports import StoreError

THEIRS = {"DataError", "IntegrityError", "InterfaceError", "NotSupportedError", "ProgrammingError"}
"""What drivers (PEP 249) call it where the database is well, and what it was told to do will not do."""
CAUSES = (
    (
        "unable to open database file",
        "it cannot be opened; is its folder there, and may this user write to it?",
    ),
    ("readonly database", "it is not writable; give this user the right to write to it and to its folder"),
    ("disk is full", "the disk is full; free some space"),
    ("No space left on device", "the server's disk is full; free some space"),
    ("disk I/O error", "the disk does not answer as it should; look at the system's log"),
    ("not a database", "the file is no SQLite database; name another, or move it away"),
    ("malformed", "the file is damaged; restore it from a backup"),
    ("database is locked", "another program holds it; stop that program and try again"),
    ("password authentication failed", "the user or the password is wrong"),
    ("no password supplied", "it wants a password; put it into the URL"),
    (r'database ".*" does not exist', "the server has no database of that name; create it"),
    (r'role ".*" does not exist', "the user or the password is wrong"),
    ("could not translate host name", "the name of its host is not known here"),
    ("failed to resolve host", "the name of its host is not known here"),
    ("Connection refused", "no server answers there; is it running?"),
    ("permission denied", "this user may not do that there; grant the rights"),
    (r"\[Errno", "it cannot be opened; is its folder there, and may this user write to it?"),
    ("cannot contain NUL", "a text holds a NUL character, which PostgreSQL does not keep"),
)
"""What a driver's words hold (a regular expression), and what we make of it; the first that fits counts."""


class Unfit(StoreError):
    """The database does its work, but not this: others can have theirs done."""


def told(error: BaseException, url: URL) -> StoreError:
    """`error` as a StoreError about the database at `url`, whose password is not shown."""
    words = str(error).strip() or type(error).__name__
    meaning = next((meaning for sign, meaning in CAUSES if search(sign, words)), words.splitlines()[0])
    is_theirs = any(sort.__name__ in THEIRS for sort in type(error).__mro__)
    sort = Unfit if is_theirs else StoreError
    return sort(f"database {url.render_as_string(hide_password=True)}: {meaning}")
