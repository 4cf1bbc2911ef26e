"""What people tend to press, in one table: how much each choice draws, in general and by kind and temperament."""

from collections.abc import Mapping, Sequence

from bot.rehearsal.temperament import Temperament
from flows.messages import Button

WILLING = 5.0
"""A choice that draws at least this much is a way on; without one, most people let the message be."""
LETS_BE = 10.0
UNKNOWN = 8.0
"""How much the first choice without danger draws where no way on is known."""
A_NUMBER = 3.0
INFORMS = (
    "accepted",
    "agreed",
    "announced",
    "answered",
    "closed",
    "continues",
    "declined",
    "received",
    "sent",
)
"""A kind that ends so tells something, and what it offers beside is rarely wanted."""
LEAVES_IT = ""
"""In place of a choice: nothing is pressed."""

GENERAL: Mapping[str, float] = {
    # ways on
    "accept": 10,
    "agree": 10,
    "all_well": 10,
    "answer": 10,
    "apply": 10,
    "change_it": 10,
    "check_again": 10,
    "confirm": 10,
    "continue": 10,
    "going": 10,
    "joined": 10,
    "match_rest": 10,
    "met": 10,
    "open": 10,
    "propose": 10,
    "publish": 10,
    "reply": 10,
    "resume": 10,
    "start": 10,
    "take": 10,
    "yes": 10,
    "set_time": 10,
    "remind_me": 8,
    "write": 8,
    # other answers
    "thank": 4,
    "not_met": 2,
    "not_now": 2,
    "not_yet": 2,
    "other_time": 1,
    "amend": 1.5,
    "later": 1,
    "no": 1,
    "not_this_time": 1,
    "another_time": 1,
    "decline": 0.4,
    "not_well": 0.4,
    "reschedule": 0.4,
    "waitlist": 0.3,
    # ways out, and what is only there to be used when wanted
    "cancel": 0.1,
    "change": 0.2,
    "change_email": 0.2,
    "edit": 0.2,
    "erase_me": 0,
    "help": 0.05,
    "me": 0.05,
    "menu": 0,
    "my_data": 0.05,
    "pause": 0.1,
    "concern": 0.05,
    "not_right": 0.02,
    "settings": 0,
    "desk": 0,
    "available": 0.05,
    "unavailable": 0.05,
    "end": 0.05,
    "remove": 0.05,
    "remove_me": 0.05,
    "withdraw": 0.05,
    "change_pairs": 0,
    "leave_it": 0,
    "match_again": 0.2,
    "no_thanks": 0.5,
    "undo": 0,
    "undo_rest": 0,
}

BY_KIND: Mapping[str, Mapping[str, float]] = {
    "application.received": {"accept": 20, "decline": 0.6},
    # an answered concern is rarely written about again
    "concern.answered": {"reply": 0.3, "end_pair": 2},
    "concern.raised": {"take": 20, "reply": 12, "end_pair": 1},
    "contact.due": {"not_yet": 3},
    # asked only where the other side said nothing: often there was nothing
    "contact.overdue": {"met": 5, "not_yet": 7},
    "extension.offered": {"no": 4, "1": 3, "3": 6, "6": 3},
    # where nobody was found, there is little to be had from looking again at once
    "match.proposed": {"publish": 30, "match_rest": 0.2},
    "mentor.reconfirm": {"not_now": 1},
    "meeting.reminder": {"reschedule": 0.8},
    "plan.confirm": {"amend": 2},
}

BY_TEMPERAMENT: Mapping[Temperament, Mapping[str, float]] = {
    Temperament.SLOW: {"not_yet": 6, "later": 3},
    Temperament.BUSY: {
        "reschedule": 8,
        "change": 2,
        "later": 4,
        "not_yet": 5,
        "another_time": 6,
        "other_time": 6,
        "pause": 0.5,
    },
    Temperament.DROPS_OUT: {"withdraw": 4, "remove": 4, "remove_me": 4, "end": 4, "not_this_time": 4},
    Temperament.UNHAPPY: {"not_well": 14, "concern": 0.6, "end": 3},
}

BY_BOTH: Mapping[tuple[Temperament, str], Mapping[str, float]] = {
    (Temperament.UNHAPPY, "checkin.asked"): {"not_well": 25, "not_met": 12, "concern": 10, "all_well": 3},
    (Temperament.UNHAPPY, "extension.offered"): {"no": 30},
    (Temperament.REFUSES, "extension.offered"): {"no": 1_000_000, "yes": 0, "1": 0, "3": 0, "6": 0},
    (Temperament.DROPS_OUT, "checkin.asked"): {"concern": 3},
    (Temperament.DROPS_OUT, "mentor.reconfirm"): {"not_this_time": 6, "not_now": 6},
}


def draws(temperament: Temperament, kind: str, choice: str) -> float | None:
    """How much `choice` draws: the most particular word on it, or None where nothing is said."""
    for table in (
        BY_BOTH.get((temperament, kind), {}),
        BY_TEMPERAMENT.get(temperament, {}),
        BY_KIND.get(kind, {}),
        GENERAL,
    ):
        if choice in table:
            return table[choice]
    return A_NUMBER if choice.isdigit() else None


def weights(temperament: Temperament, role: str, kind: str, buttons: Sequence[Button]) -> dict[str, float]:
    """How much each of the choices draws, and perhaps leaving it. A choice named for the person's own role is a way on."""
    found = {button.choice: draws(temperament, kind, button.choice) for button in buttons}
    if role in found:
        found[role] = WILLING * 2
    known = {choice: weight for choice, weight in found.items() if weight is not None}
    if any(choice == role or choice.isdigit() or _leads_on(kind, choice) for choice in known):
        return known
    first = next(
        (button.choice for button in buttons if found[button.choice] is None and not button.danger), None
    )
    if first is not None and not kind.endswith(INFORMS):
        return {**known, first: UNKNOWN}
    return {**known, LEAVES_IT: LETS_BE}


def _leads_on(kind: str, choice: str) -> bool:
    """Whether most people would press it, whatever they are like."""
    return BY_KIND.get(kind, {}).get(choice, GENERAL.get(choice, 0)) >= WILLING
