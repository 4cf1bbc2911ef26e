"""How a partner may reach somebody elsewhere: their own words, which they chose to share, and the partner hears of."""

from collections.abc import Collection

from flows.asking import CONCERN, About, asks, name_of
from flows.events import Event
from flows.messages import Field, Phrase, Ref, Say, Several, Sort, Value
from flows.model.pairs import Pair
from flows.model.people import Account, Person
from flows.model.talk import Question, Wish
from flows.platforms import called, platforms_of, share_one
from flows.programs.program import Program

Accounts = Collection[Account]

REACH = "reach"
SHARING = "sharing"
"""The flow that hears who wants to share how to reach them."""
SHARE, ASK = "share_reach", "ask_reach"
FIELD = Field(
    key=REACH,
    sort=Sort.SHORT,
    label=Say("person.settings.reach"),
    help=Say("person.settings.reach_help"),
    required=False,
    longest=200,
)


def reach_of(person: Person) -> Ref:
    """What they typed, as it stands when somebody reads it."""
    return Ref("Person", person.id, REACH)


def passed_on(
    event: Event, pair: Pair, program: Program, person: Person, to: Person
) -> tuple[Question, Wish]:
    """The partner learns how to reach the person, and can tell the same in return."""
    about = About(event=event, program=pair.cohort, subject=pair.id)
    told = about.notice(
        to,
        "partner.reach",
        partner=name_of(person.id),
        reach=reach_of(person),
        contact=program.organiser.contact,
        program=Phrase(program.name),
    )
    return asks(told, SHARING, (SHARE, CONCERN))


def reached(person: Person, theirs: Accounts, mine: Accounts) -> Say:
    """How somebody's partner, who has the accounts `mine`, gets in touch with them."""
    name = name_of(person.id)
    if share_one(theirs, mine):
        if person.email:
            return Say("match.announced.reach_by_email", {"partner": name, "email": email_of(person)})
        both = [called(platform) for platform in platforms_of(theirs) if platform in platforms_of(mine)]
        if len(both) == len(platforms_of(mine)):
            return Say("match.announced.reach_here", {"partner": name})
        return Say("match.announced.reach_on", {"partner": name, "platforms": Several(tuple(both))})
    values: dict[str, Value] = {"partner": name, "theirs": _named(theirs), "mine": _named(mine)}
    if person.email:
        return Say("match.announced.reach_apart_email", {**values, "email": email_of(person)})
    return Say("match.announced.reach_apart" if person.reach else "match.announced.reach_passed_on", values)


def across(person: Person, theirs: Accounts, mine: Accounts) -> Value:
    """Later on: how to get in touch, said anew to two who share no platform; their buttons stand under the introduction."""
    if share_one(theirs, mine):
        return ""
    found = reached(person, theirs, mine)
    nothing = found.key == "match.announced.reach_passed_on"
    return Say("contact.due.reach_passed_on", found.values) if nothing else found


def reached_besides(person: Person) -> Value:
    """What they chose to share, where they did."""
    values = {"partner": name_of(person.id), "reach": reach_of(person)}
    return Say("match.announced.reach_besides", values) if person.reach else ""


def email_of(person: Person) -> Ref:
    """Their address."""
    return Ref("Person", person.id, "email")


def _named(accounts: Accounts) -> Several:
    return Several(tuple(map(called, platforms_of(accounts))))
