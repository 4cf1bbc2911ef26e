"""What a person can say to Shelfmate in words: phrase, the flow that hears it, and the trigger it hears."""

COMMANDS: dict[str, tuple[str, str]] = {
    "signup": ("application", "signup"),
    "sign up": ("application", "signup"),
    "i want to sign up": ("application", "signup"),
    "i would like to sign up": ("application", "signup"),
    "apply": ("application", "signup"),
    "i would like a mentor": ("application", "mentee"),
    "i would like to mentor": ("application", "mentor"),
    "signup mentee": ("application", "mentee"),
    "signup mentor": ("application", "mentor"),
    "remind me when applications open": ("application", "remind_me"),
    "withdraw": ("application", "withdraw"),
    "remove me": ("listing", "remove_me"),
    "available": ("listing", "available"),
    "i am available": ("listing", "available"),
    "not available": ("listing", "unavailable"),
    "i am not available": ("listing", "unavailable"),
    "pause": ("people", "pause"),
    "stop": ("people", "pause"),
    "unsubscribe": ("people", "pause"),
    "resume": ("people", "resume"),
    "me": ("people", "me"),
    "my data": ("people", "my_data"),
    "erase me": ("people", "erase_me"),
    "something is not right": ("people", "not_right"),
    "something is wrong": ("people", "not_right"),
    "this is not working": ("people", "not_right"),
    "it is not working": ("people", "not_right"),
    "i have a problem": ("people", "not_right"),
    "there is a problem": ("people", "not_right"),
    "problem": ("people", "not_right"),
    "i have a concern": ("people", "not_right"),
    "concern": ("people", "not_right"),
    "settings": ("people", "settings"),
    "my settings": ("people", "settings"),
    "time zone": ("people", "settings"),
    "link": ("linking", "link"),
    "link account": ("linking", "link"),
    "link accounts": ("linking", "link"),
    "link my account": ("linking", "link"),
    "link my accounts": ("linking", "link"),
    "link my other account": ("linking", "link"),
    "unlink": ("linking", "unlink"),
    "desk": ("desk", "desk"),
    "post a session": ("session", "session"),
    "new session": ("session", "session"),
    "session": ("session", "session"),
    "hello": ("people", "hello"),
    "hi": ("people", "hello"),
    "hey": ("people", "hello"),
    "good morning": ("people", "hello"),
    "thanks": ("people", "thanks"),
    "thank you": ("people", "thanks"),
    "help": ("people", "help"),
    "menu": ("people", "menu"),
}

MENU = "menu"
"""The flow of a question whose choices are commands: each goes to the flow that hears it said."""

_FALLBACK = ("people", "unclear")


def understood(text: str) -> tuple[str, str]:
    """The flow and trigger for what was said: the longest phrase that it begins with; the menu where nothing was said, and else
    that it was not understood."""
    words = _bare(text) or MENU
    phrases = sorted(COMMANDS, key=len, reverse=True)
    found = next((phrase for phrase in phrases if words == phrase or words.startswith(phrase + " ")), None)
    return COMMANDS[found] if found else _FALLBACK


def _bare(text: str) -> str:
    """In lower case, without what may stand around the words: “Help! My mentor…” begins with `help`."""
    words = text.lower().removeprefix("/mentoring").split()
    return " ".join(filter(None, (word.strip(".,;:!?¡¿…\"'“”‘’()") for word in words)))


def hears(trigger: str) -> str:
    """The flow that hears a command by its trigger: `remove_me` is listing's."""
    return next(flow for flow, heard in COMMANDS.values() if heard == trigger)


def phrase_of(trigger: str) -> str:
    """What to say for it: `remove me` for `remove_me`."""
    return next(phrase for phrase, (_, heard) in COMMANDS.items() if heard == trigger)


def rest_of(text: str) -> str:
    """What was said after the command itself: `until 2027-05-01`."""
    words = _bare(text)
    found = next(
        (phrase for phrase in sorted(COMMANDS, key=len, reverse=True) if words.startswith(phrase)), ""
    )
    return words.removeprefix(found).strip()
