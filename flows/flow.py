"""What every flow offers to the router: a name, what it needs to know, and its decision."""

from collections.abc import Callable
from dataclasses import dataclass

from flows.commands import understood
from flows.events import Event, Pressed, Said, Submitted, Woke
from flows.situation import Need, Situation
from flows.turn import Turn


@dataclass(frozen=True, slots=True)
class Flow:
    """One conversation. `needs` is asked up to three times, each time knowing what it asked for before."""

    name: str
    needs: Callable[[Event, Situation], Need]
    decide: Callable[[Event, Situation], Turn]


def trigger_of(event: Event) -> str:
    """The name under which a table knows the event: `yes` for a press of yes, `submit` for a form, the
    wake-up's own trigger, the command that was said."""
    match event:
        case Pressed():
            return event.choice
        case Submitted():
            return "submit"
        case Woke():
            return event.trigger
        case Said():
            return understood(event.text)[1]
        case _:
            return "joined"


def program_of(event: Event, situation: Situation) -> str:
    """The id of the program, or of the cohort, that somebody's act is about: empty where nothing says."""
    if situation.question and situation.question.program:
        return situation.question.program
    home = situation.actor.program if situation.actor else ""
    return event.program or home


def subject_of(event: Event, situation: Situation) -> str:
    """What the event is about: the question's subject, or the wake-up's."""
    if isinstance(event, Woke):
        return event.subject
    return situation.question.subject if situation.question else ""
