"""What people do to Shelfmate in Discord: they use the command, press, choose, and send modals."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from adapters.discord.reading.given import fields_given, files_given, values_of
from adapters.discord.reading.heard import By, Heard, Ignored, PageAsked, SetupAsked, SetupSent, Suggesting
from adapters.discord.reading.origin import Reading, account_of, is_key
from adapters.discord.reading.payload import Payload, number, part, parts, text
from adapters.discord.rendering.names import FORM, PAGE, PRESS, SAY, SETUP, bare
from flows.events import Pressed, Said, Submitted
from flows.ids import EventId, QuestionId

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
TYPED = 1
"""A command that is typed; the others stand in the menu of a person or of a message."""
SUB, GROUP, USER = 1, 2, 6
"""Kinds of an option: two hold options themselves."""
OURS = "mentoring"
SETS_UP = "setup"
MENU = "menu"
LONGEST = 4_000
"""Of what is said with a command."""


def heard_of_act(reading: Reading) -> Heard:
    """What an interaction asks for."""
    if not (reading.spot.user and reading.spot.interaction):
        return Ignored("nobody did it")
    read_it = _INTERACTIONS.get(number(reading.payload, "type"))
    return read_it(reading) if read_it else Ignored("a kind of interaction that is not ours")


def is_setup(typed: str) -> bool:
    """Whether somebody wrote that they want to set Shelfmate up: that is done in a server, by the command."""
    words = typed.lower().removeprefix("/mentoring").split()
    return " ".join(words).strip(".!?") in {SETS_UP, "set up"}


# --- commands ---------------------------------------------------------------------------------------------


def _commanded(reading: Reading) -> Heard:
    data = part(reading.payload, "data")
    if number(data, "type") not in {0, TYPED}:
        # what stands in the menu of a message says the command that it is named for; the message is not read
        return _said(reading, " ".join(text(data, "name").lower().split()), "")
    words, options = _used(data)
    return _said(reading, words, " ".join(value for _, value in _values(options) if value))


def _said(reading: Reading, words: str, rest: str) -> Heard:
    if words == SETS_UP:
        return SetupAsked(account=reading.account, words=rest[:LONGEST], spot=reading.spot)
    return reading.act(By.COMMAND, Said, text=f"{words or MENU} {rest}".strip()[:LONGEST])


def _suggesting(reading: Reading) -> Heard:
    words, options = _used(part(reading.payload, "data"))
    typed = next((option for option in options if option.get("focused") is True), None)
    if typed is None:
        return Ignored("an option that nobody types into")
    name = text(typed, "name")
    given = {key: value for key, value in _values(options) if key != name}
    return Suggesting(
        account=reading.account,
        command=words,
        option=name,
        typed=_value(typed),
        given=given,
        spot=reading.spot,
    )


def _used(data: Payload) -> tuple[str, tuple[Payload, ...]]:
    """The words of the command that was used, `signup` of `/mentoring signup`, and its options."""
    name = text(data, "name")
    words, options = [] if name == OURS else [name], parts(data, "options")
    for _ in range(2):  # a group of sub-commands, a sub-command
        if len(options) == 1 and number(options[0], "type") in {SUB, GROUP}:
            words.append(text(options[0], "name"))
            options = parts(options[0], "options")
    said = " ".join(words).replace("-", " ").replace("_", " ")
    return " ".join(said.split()).lower()[:LONGEST], options


def _values(options: tuple[Payload, ...]) -> Iterator[tuple[str, str]]:
    for option in options:
        yield text(option, "name"), _value(option)


def _value(option: Payload) -> str:
    value = option.get("value")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)[:LONGEST]
    found = text(option, "value")[:LONGEST]
    return account_of(found) if number(option, "type") == USER and found.isdecimal() else found


# --- presses ----------------------------------------------------------------------------------------------


def _pressed(reading: Reading) -> Heard:
    data = part(reading.payload, "data")
    id = bare(text(data, "custom_id"))
    if id.startswith(SETUP):
        return SetupSent(
            account=reading.account,
            callback=id.removeprefix(SETUP),
            by=By.PRESS,
            spot=reading.spot,
            values={"": values_of(data)},
        )
    if id.startswith(PAGE) and is_key(event := id.removeprefix(PAGE)):
        return PageAsked(account=reading.account, event=EventId(event), spot=reading.spot)
    if id.startswith(SAY):
        return _says(reading, id.removeprefix(SAY))
    question, _, choice = id.removeprefix(PRESS).partition(":")
    if id.startswith(PRESS) and is_key(question) and is_key(choice):
        return reading.act(By.PRESS, Pressed, question=QuestionId(question), choice=choice)
    return Ignored("a press that asks nothing of us")


def _says(reading: Reading, words: str) -> Heard:
    if words == SETS_UP:
        return SetupAsked(account=reading.account, words="", spot=reading.spot)
    return reading.act(By.PRESS, Said, text=words or MENU)


# --- modals -----------------------------------------------------------------------------------------------


def _sent(reading: Reading) -> Heard:
    data = part(reading.payload, "data")
    id, values = text(data, "custom_id"), fields_given(data)
    reading = replace(reading, spot=replace(reading.spot, fields=tuple(values)))
    if id.startswith(SETUP):
        return SetupSent(
            account=reading.account,
            callback=id.removeprefix(SETUP),
            by=By.PAGE,
            spot=reading.spot,
            values=values,
            files=files_given(data),
        )
    question, _, event = id.removeprefix(FORM).partition(":")
    if not id.startswith(FORM) or not is_key(question):
        return Ignored("a page without its question")
    return reading.act(By.PAGE, Submitted, opened_by=event, question=QuestionId(question), values=values)


_INTERACTIONS: Mapping[int, Callable[[Reading], Heard]] = {
    COMMAND: _commanded,
    COMPONENT: _pressed,
    AUTOCOMPLETE: _suggesting,
    MODAL: _sent,
}
