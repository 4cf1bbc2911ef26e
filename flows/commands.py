"""What a person can say to Shelfmate in words: phrase, the flow that hears it, and the trigger it hears."""

COMMANDS: dict[str, tuple[str, str]] = {
    "signup": ("application", "signup"),
    "sign up": ("application", "signup"),
    "remove me": ("listing", "remove_me"),
    "pause": ("people", "pause"),
    "resume": ("people", "resume"),
    "me": ("people", "me"),
    "help": ("people", "help"),
    "menu": ("people", "menu"),
}

_FALLBACK = ("people", "menu")


def understood(text: str) -> tuple[str, str]:
    """The flow and trigger for what was said: the longest phrase that it begins with, else the menu."""
    words = " ".join(text.lower().removeprefix("/mentoring").split())
    phrases = sorted(COMMANDS, key=len, reverse=True)
    found = next((phrase for phrase in phrases if words == phrase or words.startswith(phrase + " ")), None)
    return COMMANDS[found] if found else _FALLBACK
