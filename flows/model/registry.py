"""Every record type by its name: what storage keeps, and what a `Ref` may point to."""

from typing import Any

from flows.model import addresses, cohorts, pairs, people, screens, sessions, talk

RECORDS: dict[str, type[Any]] = {
    record.__name__: record
    for record in (
        people.Person,
        people.Account,
        people.Link,
        people.RosterEntry,
        people.Coordinator,
        cohorts.ProgramText,
        cohorts.Adopted,
        cohorts.Cohort,
        cohorts.Application,
        cohorts.Availability,
        cohorts.Ruling,
        cohorts.Interest,
        pairs.Pair,
        pairs.Contact,
        pairs.Plan,
        pairs.Meeting,
        pairs.CheckIn,
        pairs.Concern,
        pairs.Survey,
        pairs.Extension,
        pairs.Farewell,
        sessions.Session,
        sessions.Seat,
        screens.Post,
        addresses.Workspace,
        addresses.Address,
        talk.Question,
        talk.Draft,
        talk.Wish,
        talk.Pace,
        talk.WakeUp,
        talk.Seen,
        talk.Inbox,
        talk.Trouble,
    )
}
