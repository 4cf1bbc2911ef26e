"""What happens next, in a line: a timer that people will notice, a message that waits, or somebody's own next step."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from adapters.web.host import Coming
from bot.rehearsal.acting import Fill, Press, Tell
from bot.rehearsal.players import ENROLS, Act
from flows.model.talk import WakeUp, Wish
from flows.ports import Store, Transaction

FAR = timedelta(days=1000)
MANY = 500

TIMERS: Mapping[tuple[str, str], str] = {
    ("listing", "reconfirm"): "Mentors are asked whether they are available",
    ("listing", "ask"): "A mentor is asked whether they are available",
    ("listing", "remind"): "A mentor is reminded to say whether they are available",
    ("calling", "opens"): "Applications open",
    ("calling", "closing_soon"): "Applications close soon: a last notice",
    ("calling", "last_day"): "The last day of applications",
    ("calling", "closes"): "Applications close",
    ("application", "unfinished"): "An unfinished application is looked after",
    ("application", "undecided"): "An application still waits for the coordinators",
    ("round", "match"): "Pairs are proposed to the coordinators",
    ("round", "nag"): "The coordinators are reminded of the proposed pairs",
    ("round", "publish_by"): "The day by which pairs are announced",
    ("round", "announce"): "The pairs are announced",
    ("round", "begins"): "The pairs' months begin",
    ("introduction", "announce"): "A pair is introduced",
    ("waiting", "none"): "Somebody hears that nobody was found this time",
    ("contact", "ask_first"): "First contact is followed up",
    ("contact", "ask_other"): "First contact is followed up with the other side",
    ("contact", "escalate"): "The coordinators hear of a pair without contact",
    ("plan", "ask"): "A pair is asked for its plan",
    ("plan", "remind"): "A pair is reminded of its plan",
    ("meeting", "prompt"): "A pair is prompted to meet",
    ("meeting", "remind"): "A pair is reminded of its meeting",
    ("checkin", "ask"): "A check-in",
    ("checkin", "remind"): "A check-in is asked once more",
    ("checkin", "missed"): "A missed check-in is looked after",
    ("concern", "nudge"): "The coordinators are reminded of a concern",
    ("closing", "closing"): "The closing survey goes out",
    ("closing", "ends"): "The pairs' months end",
    ("closing", "end"): "A pair's months end",
    ("closing", "farewell"): "A pair says goodbye",
    ("survey", "ask"): "The survey is asked",
    ("survey", "remind"): "The survey is asked once more",
    ("extension", "offer"): "A pair is offered more months",
    ("report", "report"): "The closing report",
}
"""Timers that somebody will notice, by flow and trigger; the others keep the books."""


def coming(store: Store, acts: Sequence[Act], names: Mapping[str, str], now: datetime) -> Coming | None:
    """The soonest of them all. `names`: who is called what, by id."""

    def look(tx: Transaction) -> list[Coming]:
        far = now + FAR
        return [*_timers(tx.due_wake_ups(far, MANY), now), *_messages(tx.due_wishes(far, MANY), names, now)]

    found = [*store.transact(look), *_steps(acts, names, now)]
    return min(found, key=lambda each: each.at, default=None)


def _timers(wake_ups: Sequence[WakeUp], now: datetime) -> Iterator[Coming]:
    for wake_up in wake_ups:
        if words := TIMERS.get((wake_up.flow, wake_up.trigger)):
            yield Coming(what=words, at=max(wake_up.due, now))


def _messages(wishes: Sequence[Wish], names: Mapping[str, str], now: datetime) -> Iterator[Coming]:
    for wish in wishes:
        at = max(wish.lease or wish.not_before, now)
        if wish.to and wish.to in names:
            yield Coming(what=f"{names[wish.to]} hears from Shelfmate", at=at)
        elif wish.place.endswith("announcements"):
            yield Coming(what="A post in the announcements", at=at)
        elif wish.place.endswith("coordinators"):
            yield Coming(what="A post to the coordinators", at=at)
        else:
            yield Coming(what="A message in a pair's room", at=at)


def _steps(acts: Sequence[Act], names: Mapping[str, str], now: datetime) -> Iterator[Coming]:
    if acts:
        act = acts[0]
        name = names.get(act.person, act.person)
        yield Coming(what=_step(act, name), at=max(act.at, now))


def _step(act: Act, name: str) -> str:
    match act.does:
        case Press():
            return f"{name} answers a message"
        case Fill():
            return f"{name} fills in a form"
        case Tell(text=text):
            return f"{name} says “{text}” to Shelfmate"
        case _ if act.does == ENROLS:
            return f"{name} becomes a member"
        case _:
            return f"{name} comes in"
