"""A session: a coordinator posts it, may change it or call it off; those who come are reminded, and asked how it was."""

from flows.events import Event, Woke
from flows.flow import Flow, program_of, trigger_of
from flows.machine import NONE, Table, cell
from flows.model.sessions import Session, SessionState
from flows.person.person_case import coordinator_of
from flows.session.posting import (
    begin,
    call_off,
    changed,
    fill_in,
    first_coming,
    how_many,
    in_hand_needs,
    post,
    posted,
    who,
)
from flows.session.session_case import FLOW, SessionCase, session_case, session_meant, session_needs
from flows.session.session_form import draft_needs
from flows.session.telling import ask, invite, over, remind, summary, take_back, tell, telling_needs
from flows.situation import Need, Situation
from flows.turn import Turn


def needs(event: Event, known: Situation) -> Need:
    """The session; then what its step looks at."""
    id = session_meant(event, known)
    first = session_needs(event, known)
    if isinstance(event, Woke):
        return (*first, *telling_needs(event, known))
    match trigger_of(event):
        case "session" | "begin" if known.actor:
            return (*first, coordinator_of(program_of(event, known), known.actor.id), *draft_needs(id, known))
        case "submit" if known.actor:
            mine = coordinator_of(program_of(event, known), known.actor.id)
            return (*first, mine, *draft_needs(id, known), *in_hand_needs(known.question))
        case "change":
            return (*first, *draft_needs(id, known))
        case "who":
            return (*first, first_coming(id), how_many(id))
        case _:
            return first


_POSTED, _OVER, _OFF = SessionState
TABLE: Table[SessionCase] = Table(
    FLOW,
    Session,
    SessionState,
    {
        (NONE, "session"): cell(post),
        (NONE, "begin"): cell(begin),
        (NONE, "submit"): cell(posted, _POSTED),
        (_POSTED, "submit"): cell(changed, _POSTED),
        (_POSTED, "change"): cell(fill_in),
        (_POSTED, "call_off"): cell(call_off, _OFF),
        **{(state, "who"): cell(who) for state in (_POSTED, _OVER)},
        (_POSTED, "invite"): cell(invite),
        (_POSTED, "remind"): cell(remind),
        **{(state, "tell"): cell(tell) for state in (_POSTED, _OFF)},
        (_OFF, "take_back"): cell(take_back),
        (_POSTED, "over"): cell(over, _OVER),
        (_OVER, "ask"): cell(ask),
        (_OVER, "summary"): cell(summary),
    },
)


def decide(event: Event, situation: Situation) -> Turn:
    """By the table."""
    case = session_case(event, situation)
    state = case.found.state if case.found else NONE
    return TABLE.decide(state, trigger_of(event), case)


SESSION = Flow(FLOW, needs, decide)
