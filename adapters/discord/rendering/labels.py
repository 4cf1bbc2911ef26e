"""The words of a form that are not its own: what they are for a page, and as they read in somebody's language."""

from dataclasses import dataclass

from flows.messages import PageShown, Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words, in the reader's language."""

    title: str = "Shelfmate"
    """Of a modal that has none of its own."""
    yes: str = "Yes"
    no: str = "No"
    day: str = "For example 2027-05-01, or May 1, 2027"
    """How a day can be typed."""
    time: str = "For example 15:00, or 3 pm"
    choice: str = "Type one of them"
    choices: str = "Type them, with commas between"
    saved: str = "This is saved. There is more to answer."
    """Above Continue."""
    wrong: str = "Something has to be put right; all else is saved."
    """Above what is wrong."""
    go_on: str = "Continue"
    mend: str = "Mend it"


ENGLISH = Labels()


def wanted(page: PageShown) -> tuple[Say, ...]:
    """What has to be put into words for a page; `Labels` are made of it by `in_words`."""
    left = len(page.fields) + page.left
    return (
        Say("chat.yes"),
        Say("chat.no"),
        Say("chat.page.day"),
        Say("chat.page.time"),
        Say("chat.page.choice"),
        Say("chat.page.choices"),
        Say("chat.page.saved", {"left": left}),
        Say("chat.page.wrong", {"found": sum(bool(field.error) for field in page.fields)}),
        Say("chat.go_on"),
        Say("chat.page.mend"),
    )


def in_words(said: tuple[str, ...]) -> Labels:
    """The labels, of what was `wanted`, in order."""
    yes, no, day, time, choice, choices, saved, wrong, go_on, mend = said
    return Labels(
        yes=yes,
        no=no,
        day=day,
        time=time,
        choice=choice,
        choices=choices,
        saved=saved,
        wrong=wrong,
        go_on=go_on,
        mend=mend,
    )
