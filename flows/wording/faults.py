"""What can be wrong with the wording: in a file, told on load; in a call, told by key and name."""

from collections.abc import Sequence


class BadTemplate(ValueError):
    """A sentence that cannot be read: what is wrong, and what would do."""


class BadWording(ValueError):
    """Files of wording that cannot be used: each problem names file, key, what was found and what would do."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class WordingFault(LookupError):
    """A flow asked for words that are not there: a mistake of ours, never of a person's."""


class MissingSentence(WordingFault):
    """No language has this key."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no sentence {key!r}: add it to flows/wording/en.toml")
        self.key = key


class MissingLabel(WordingFault):
    """A choice has no words for its button."""

    def __init__(self, key: str, choice: str) -> None:
        super().__init__(
            f"no label for the choice {choice!r} of {key!r}: add buttons.{choice} to it in flows/wording/en.toml"
        )
        self.key, self.choice = key, choice


class MissingValue(WordingFault):
    """A sentence names a value that it was not given."""

    def __init__(self, key: str, name: str, given: Sequence[str]) -> None:
        super().__init__(f"{key!r} says {{{name}}} but was given {', '.join(given) or 'no values'}")
        self.key, self.name = key, name


class WrongValue(WordingFault):
    """A value cannot stand where the sentence puts it."""

    def __init__(self, key: str, name: str, why: str) -> None:
        super().__init__(f"{key!r} cannot show {{{name}}}: {why}")
        self.key, self.name = key, name
