"""What happens next, put into words: who hears something and what it is about, or what somebody does."""

from collections.abc import Mapping, Sequence

from bot.rehearsal.acting import Fill, Press, Tell
from bot.rehearsal.players import ENROLS, Act
from flows.model.screens import Post

SUBJECTS: Mapping[str, str] = {
    "applications.opened": "Applications open",
    "applications.closing": "Applications close soon",
    "applications.closed": "Applications are closed",
    "application.unfinished": "An unfinished application",
    "mentor.reconfirm": "Mentors are asked whether they are available",
    "mentor.removed": "A mentor leaves the list",
    "match.proposed": "Pairs are proposed",
    "match.reminder": "The proposed pairs still wait",
    "match.announced": "The pairs are announced",
    "match.none": "Nobody was found this time",
    "contact.due": "First contact",
    "contact.overdue": "First contact is overdue",
    "contact.escalated": "A pair without contact",
    "plan.asked": "A plan for the months to come",
    "plan.reminder": "The plan, once more",
    "meeting.prompt": "Time to meet",
    "meeting.unconfirmed": "A date that nobody has confirmed",
    "meeting.reminder": "A meeting is near",
    "checkin.asked": "A check-in",
    "checkin.missed": "A check-in went unanswered",
    "concern.raised": "A concern",
    "survey.asked": "The survey",
    "survey.reminder": "The survey, once more",
    "extension.offered": "More months are offered",
    "pair.closed": "A pair's months end",
    "report.delivered": "The closing report",
}
"""What a message is about, by its kind; the others are told without."""


def heard(posts: Sequence[Post], names: Mapping[str, str]) -> str:
    """What the first of them is about, and who hears it besides."""
    kind = posts[0].parts[0].kind
    same = [post.place for post in posts if post.parts[0].kind == kind]
    who = _who(same, names)
    return f"{SUBJECTS[kind]}: {who}" if kind in SUBJECTS else who[0].upper() + who[1:]


def _who(places: Sequence[str], names: Mapping[str, str]) -> str:
    if places[0].endswith("announcements"):
        return "a post in the announcements"
    if places[0].endswith("coordinators"):
        return "a post to the coordinators"
    if not places[0].startswith("dm:"):
        return "a message in a pair's room"
    readers = [names.get(place.removeprefix("dm:"), "somebody") for place in dict.fromkeys(places)]
    match readers:
        case [one]:
            return f"{one} hears from Shelfmate"
        case [one, other]:
            return f"{one} and {other} hear from Shelfmate"
        case [one, *others]:
            return f"{one} and {len(others)} others hear from Shelfmate"
    raise AssertionError("nobody heard it")


def step(act: Act, name: str) -> str:
    """What somebody is about to do."""
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
