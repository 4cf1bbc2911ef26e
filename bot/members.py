"""Reads a list of members: a spreadsheet saved as CSV, or pasted lines; or says everything that is wrong with it."""

import re
from collections.abc import Iterable, Iterator

from bot.bad_input import BadInput, Finding, did_you_mean
from bot.csv_table import Table, table_in
from bot.people_row import EMAIL
from flows.core import Members
from flows.messages import Say
from flows.model.cohorts import Role

CALLED = {
    "email": ("email", "email address", "mail", "mail address", "member email", "primary email"),
    "roles": ("roles", "role", "mentor or mentee", "mentor/mentee"),
}
"""The columns that are read, and the names under which people keep them, whatever the case, spaces and hyphens."""
KNOWN = tuple(name for names in CALLED.values() for name in names)
BETWEEN_ROLES = re.compile(r"[;,/&+|]|\s+(?:and|or)\s+", re.IGNORECASE)
BETWEEN_ADDRESSES = re.compile(r"[\s,;<>]+")
PASTED = re.compile(r"(?:[^<>@]*<)?([^\s<>;,]*@[^\s<>;,]*)>?[\s;,:]*(.*)")
"""`ada@example.org; mentor`, also as mail programs copy it: `Ada Archer <ada@example.org>`."""
ROLES = {
    "mentor": (Role.MENTOR,),
    "mentors": (Role.MENTOR,),
    "mentee": (Role.MENTEE,),
    "mentees": (Role.MENTEE,),
    "both": (Role.MENTOR, Role.MENTEE),
    "any": (),
    "": (),
}
NO_ADDRESS = "write one such as ada@example.org"
NO_ROLE = "write mentor, mentee or both, or leave it empty"

Listed = dict[str, tuple[str, ...]]


def members_in(content: bytes, file: str) -> Members:
    """The members of a CSV file's bytes, or (where `file` is empty) of lines that somebody pasted."""
    try:
        return _in_table(_table(content, file)) if file else _in_lines(content.decode())
    except BadInput as bad:
        return Members(wrong=tuple(map(_said, bad.findings)))


def _said(finding: Finding) -> Say:
    return Say("chat.setup.wrong_line", {"finding": str(finding)})


def _whole(listed: Listed, findings: Iterable[Finding], passed_over: int = 0) -> Members:
    if wrong := tuple(map(_said, findings)):
        return Members(wrong=wrong)
    return Members(listed=tuple(listed.items()), passed_over=passed_over)


def _add(listed: Listed, email: str, roles: Iterable[str]) -> None:
    """Somebody who is there twice may do what either line says."""
    listed[email.lower()] = tuple(dict.fromkeys((*listed.get(email.lower(), ()), *roles)))


def _roles(text: str) -> Iterator[str]:
    """The roles that a cell names. Raises KeyError with the word that is none."""
    for word in BETWEEN_ROLES.split(text.casefold()):
        yield from ROLES[word.strip()]


def _no_role(word: str) -> tuple[str, str]:
    near = did_you_mean(word, [name for name in ROLES if name])
    return f"'{word}' is no role", near or NO_ROLE


# --- a spreadsheet ----------------------------------------------------------------------------------------


def _table(content: bytes, file: str) -> Table:
    table = table_in(content, file, KNOWN, "email,roles")
    meant = {name: column for column, names in CALLED.items() for name in names}
    table.columns = [meant.get(name, name) for name in table.columns]
    if "email" not in table.columns:
        found, remedy = "no column is called 'email'", "call the column with the addresses 'email'"
        if any(EMAIL.fullmatch(name) for name in table.columns):
            found, remedy = "the first line is a member's", "let the first line name the columns: email,roles"
        table.finds(table.line, found, remedy)
        raise BadInput(*table.findings)
    return table


def _in_table(table: Table) -> Members:
    listed: Listed = {}
    passed_over = 0
    at = table.columns.index("email")
    as_role = table.columns.index("roles") if "roles" in table.columns else -1
    for line, row in table.rows:
        email = row[at].removeprefix("mailto:")
        if not email:
            passed_over += 1
            continue
        if not EMAIL.fullmatch(email):
            table.finds_in(
                line, "email", f"'{email}' is no e-mail address", f"{NO_ADDRESS}, or leave it empty"
            )
        try:
            _add(listed, email, _roles(row[as_role] if as_role >= 0 else ""))
        except KeyError as unknown:
            table.finds_in(line, "roles", *_no_role(unknown.args[0]))
    if not listed and not table.findings:
        table.finds(table.line, "names columns but no member", "add a line for each member")
    return _whole(listed, table.findings, passed_over)


# --- pasted lines -----------------------------------------------------------------------------------------


def _in_lines(text: str) -> Members:
    listed: Listed = {}
    findings: list[Finding] = []
    for number, line in enumerate(text.splitlines(), start=1):
        for found, remedy in _in_line(line.strip(), listed):
            findings.append(Finding(f"line {number}", "", found, remedy))
    return _whole(listed, findings)


def _in_line(line: str, listed: Listed) -> Iterator[tuple[str, str]]:
    """Add who is on a line; what is wrong with it, and what would do."""
    if line.count("@") > 1:
        words = filter(None, BETWEEN_ADDRESSES.split(line))
        named = "<" in line  # as mail programs copy several: what is no address is somebody's name
        for address in (word for word in words if "@" in word or not named):
            yield from _one(address, "", listed)
    elif line:
        found = PASTED.fullmatch(line)
        yield from _one(found[1], found[2], listed) if found else _one(line, "", listed)


def _one(email: str, roles: str, listed: Listed) -> Iterator[tuple[str, str]]:
    if not EMAIL.fullmatch(email):
        yield f"'{email}' is no e-mail address", NO_ADDRESS
        return
    try:
        _add(listed, email, list(_roles(roles)))
    except KeyError as unknown:
        yield _no_role(unknown.args[0])
