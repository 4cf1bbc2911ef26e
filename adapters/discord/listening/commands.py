"""What people find when they type `/mentoring`: sub-commands in English and French; brought to Discord where they changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from adapters.discord.calling.calls import Calls

log = structlog.get_logger()

COMMAND, SUB, TEXT = 1, 1, 3
IN_SERVERS, IN_DMS = 0, 1
OF_SERVERS = 0
"""Whoever is in a server with Shelfmate finds the command. Brought along by somebody into other servers, it would be of
no use: no program lives there."""
PLACE = "/applications/{application_id}/commands"


@dataclass(frozen=True, slots=True)
class Words:
    """A name, and what it is for, in English and in French."""

    name: str
    says: str
    french: str
    says_french: str

    def told(self) -> dict[str, Any]:
        """As Discord wants it."""
        return {
            "name": self.name,
            "name_localizations": {"fr": self.french},
            "description": self.says,
            "description_localizations": {"fr": self.says_french},
        }


@dataclass(frozen=True, slots=True)
class Option:
    """What can be typed after a command: one of `choices` (value, English, French), or what is offered while one types."""

    words: Words
    choices: tuple[tuple[str, str, str], ...] = ()
    offered: bool = False

    def told(self) -> dict[str, Any]:
        """As Discord wants it."""
        choices = [
            {"value": value, "name": english, "name_localizations": {"fr": french}}
            for value, english, french in self.choices
        ]
        more: dict[str, Any] = {"choices": choices} if choices else {}
        return {**self.words.told(), "type": TEXT, **more, **({"autocomplete": True} if self.offered else {})}


ROLE = Option(
    Words("role", "Which of the two", "rôle", "L'un ou l'autre"),
    choices=(
        ("mentee", "I would like a mentor", "Je voudrais un mentor"),
        ("mentor", "I would like to mentor", "Je voudrais être mentor"),
    ),
)
UNTIL = Option(
    Words("until", "The day on which you are back", "fin", "Le jour de votre retour"), offered=True
)
CODE = Option(Words("code", "The code that you were given there", "code", "Le code qui vous y a été donné"))
EVERY: tuple[tuple[Words, tuple[Option, ...]], ...] = (
    (Words("menu", "What you can do now", "menu", "Ce que vous pouvez faire maintenant"), ()),
    (
        Words(
            "signup", "Ask for a mentor, or become one", "inscription", "Demander un mentor, ou le devenir"
        ),
        (ROLE,),
    ),
    (Words("me", "Where you stand", "moi", "Où vous en êtes"), ()),
    (
        Words("settings", "Your language and time zone", "réglages", "Votre langue et votre fuseau horaire"),
        (),
    ),
    (Words("pause", "No messages for a while", "pause", "Plus de messages pour un temps"), (UNTIL,)),
    (Words("resume", "End your pause", "reprendre", "Finir votre pause"), ()),
    (
        Words(
            "concern",
            "Tell the coordinators that something is not right",
            "souci",
            "Dire aux coordinateurs que quelque chose ne va pas",
        ),
        (),
    ),
    (Words("withdraw", "Take your application back", "retirer", "Retirer votre candidature"), ()),
    (Words("my-data", "What I keep about you", "mes-données", "Ce que je garde de vous"), ()),
    (Words("erase-me", "Have all of that erased", "effacer", "Faire effacer tout cela"), ()),
    (
        Words(
            "link",
            "Bring your accounts on several platforms together",
            "lier",
            "Réunir vos comptes de plusieurs plateformes",
        ),
        (CODE,),
    ),
    (
        Words(
            "help", "What I can do, and who else helps", "aide", "Ce que je peux faire, et qui d'autre aide"
        ),
        (),
    ),
    (Words("desk", "What waits for the coordinators", "bureau", "Ce qui attend les coordinateurs"), ()),
    (
        Words("session", "Post a session, as a coordinator", "rencontre", "Annoncer une rencontre"),
        (),
    ),
    (
        Words(
            "setup",
            "Set me up here, for those who manage the server",
            "installation",
            "M'installer ici, pour qui gère le serveur",
        ),
        (),
    ),
)
"""Each says to the core what it is named for, `my-data` as two words. `/mentoring` is called so in every language, since
all that Shelfmate says calls it so."""


def every() -> list[dict[str, Any]]:
    """The one command, with all that it holds."""
    options = [
        {**words.told(), "type": SUB, "options": [option.told() for option in options]}
        for words, options in EVERY
    ]
    return [
        {
            "type": COMMAND,
            "name": "mentoring",
            "description": "Mentoring: what you can do, where you stand, and help",
            "description_localizations": {"fr": "Le mentorat : quoi faire, où vous en êtes, et de l'aide"},
            "options": options,
            "contexts": [IN_SERVERS, IN_DMS],
            "integration_types": [OF_SERVERS],
        }
    ]


def says_the_same(ours: Any, theirs: Any) -> bool:
    """Whether Discord has it as we want it. It adds things of its own, and leaves out what is empty."""
    if isinstance(ours, Mapping):
        return isinstance(theirs, Mapping) and all(
            says_the_same(each, theirs.get(name)) for name, each in ours.items()
        )
    if isinstance(ours, Sequence) and not isinstance(ours, str):
        given = theirs or []
        return len(ours) == len(given) and all(map(says_the_same, ours, given))
    return bool(ours == theirs)


async def bring(calls: Calls) -> None:
    """Let Discord have the commands, unless it has them so already. Raises as `Calls.call` does."""
    there = await calls.call("GET", PLACE, params={"with_localizations": "true"}, application_id=calls.app)
    if says_the_same(every(), there):
        return
    await calls.call("PUT", PLACE, json=every(), application_id=calls.app)
    log.info("commands brought to Discord")
