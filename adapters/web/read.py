"""Reading: a frame becomes an event, a posted form somebody new, or a line says what is wrong with it. Pure."""

import json
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from adapters.web.host import Leap, Newcomer
from flows.events import Event, Pressed, Said, Submitted
from flows.ids import AccountId, EventId, PersonId, ProgramId, QuestionId

ACCOUNT = "web:"
ACT = re.compile(r"[A-Za-z0-9-]{8,64}")
"""What a window calls its acts by: the same act sent again is refused as seen."""
LONGEST_TEXT = 4_000
LONGEST_FRAME = 256 * 1024
"""In bytes: room for a whole page of long answers."""
LONGEST_NAME = 100
LONGEST_KEY = 200
MOST_FIELDS = 100
MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class Act:
    """Something that the window's person does, under the window's own id for it."""

    id: str
    event: Event


@dataclass(frozen=True, slots=True)
class Moves:
    """The window moves time on."""

    leap: Leap


@dataclass(frozen=True, slots=True)
class Plays:
    """The window says who is played by hand."""

    person: PersonId
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a frame, in a line; `id` is the act's, where it could be read."""

    text: str
    id: str = ""


Frame = Act | Moves | Plays | Complaint


def account_of(person: PersonId) -> AccountId:
    """The account by which somebody speaks in the browser."""
    return AccountId(f"{ACCOUNT}{person}")


def person_in(account: AccountId) -> PersonId:
    """Whose account it is."""
    return PersonId(account.removeprefix(ACCOUNT))


def read(text: str, *, person: PersonId, program: ProgramId, now: datetime) -> Frame:
    """What the window of `person` sent."""
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return Complaint("This page sent something that cannot be read. Nothing was lost; please reload it.")
    if not isinstance(frame, dict):
        return Complaint("This page sent something unexpected. Nothing was lost; please reload it.")
    match frame:
        case {"do": "go", "to": str(to)} if to in set(Leap):
            return Moves(Leap(to))
        case {"do": "play", "who": str(who), "by_hand": bool(by_hand)}:
            return Plays(PersonId(who[:LONGEST_KEY]), by_hand)
        case {"do": str(does), "id": str(id)} if ACT.fullmatch(id):
            return _act(does, id, frame, person, program, now)
    return Complaint("This page sent something unexpected. Nothing was lost; please reload it.")


def _act(
    does: str, id: str, frame: Mapping[str, Any], person: PersonId, program: ProgramId, now: datetime
) -> Act | Complaint:
    account = account_of(person)
    event_id = EventId(f"{account}:{id}")
    match does, frame:
        case "say", {"text": str(text)}:
            if not _clean(text).strip():
                return Complaint("There is nothing in it yet.", id)
            if len(text) > LONGEST_TEXT:
                size = f"{len(text):,} characters; {LONGEST_TEXT:,} is the most"
                return Complaint(f"That is too long to send in one message ({size}). Nothing was sent.", id)
            return Act(id, Said(id=event_id, now=now, account=account, program=program, text=_clean(text)))
        case "press", {"question": str(question), "choice": str(choice)} if _short(question, choice):
            return Act(
                id,
                Pressed(
                    id=event_id,
                    now=now,
                    account=account,
                    program=program,
                    question=QuestionId(question),
                    choice=choice,
                ),
            )
        case "submit", {"question": str(question), "values": dict(values)} if _short(question):
            given = _given(values)
            if given is not None:
                return Act(
                    id,
                    Submitted(
                        id=event_id,
                        now=now,
                        account=account,
                        program=program,
                        question=QuestionId(question),
                        values=given,
                    ),
                )
    return Complaint("This page sent something unexpected. Nothing was lost; please reload it.", id)


def _short(*keys: str) -> bool:
    return all(0 < len(key) <= LONGEST_KEY and key == _clean(key) for key in keys)


def _given(values: Mapping[str, Any]) -> dict[str, tuple[str, ...]] | None:
    """By field what was given, or None where it has not the shape of a page."""
    if len(values) > MOST_FIELDS:
        return None
    for key, given in values.items():
        if not _short(key) or not isinstance(given, list) or len(given) > MOST_VALUES:
            return None
        if not all(isinstance(value, str) for value in given):
            return None
    return {key: tuple(map(_clean, given)) for key, given in values.items()}


def _clean(text: str) -> str:
    """Without halves of characters, which no database keeps, and without NUL, which PostgreSQL does not."""
    return text.encode("utf-8", "ignore").decode().replace("\0", "")


def read_newcomer(body: bytes, zones: Container[str]) -> tuple[Newcomer, str]:
    """Who adds themselves, and what is wrong with what they say ("" where nothing is)."""
    form = parse_qs(body.decode("utf-8", "replace").replace("%00", ""))
    newcomer = Newcomer(
        name=" ".join(_first(form, "name").split()),
        email=_first(form, "email").strip(),
        zone=_first(form, "zone") or "UTC",
        member="member" in form,
    )
    return newcomer, _wrong(newcomer, zones)


def _first(form: Mapping[str, list[str]], key: str) -> str:
    return form.get(key, [""])[0]


def _wrong(newcomer: Newcomer, zones: Container[str]) -> str:
    if not newcomer.name:
        return "Please say what you are called."
    if len(newcomer.name) > LONGEST_NAME:
        return f"That name is too long ({len(newcomer.name)} characters; {LONGEST_NAME} is the most)."
    if newcomer.zone not in zones:
        return "Please choose a time zone from the list."
    if newcomer.email and (" " in newcomer.email or "@" not in newcomer.email[1:-1]):
        return "That does not look like an e-mail address. It may be left empty."
    return ""
