"""People's own pages in plays: read as text, and their buttons pressed as on a screen."""

from bot.own_pages import OwnPages
from bot.situations import Programs
from flows.ids import PersonId
from flows.messages import Answer, Button, Message
from flows.wording.plain import plain_blocks
from tests.talk import Play, catalogue

CATALOGUE = catalogue()


def page(play: Play, person: PersonId) -> Message:
    """Somebody's page as it now stands."""
    pages, account = OwnPages(Programs(), CATALOGUE), play.stage.account(person)
    found = play.world.store.transact(lambda tx: pages.page(tx, account, play.now))
    assert found is not None
    return found


def reads(play: Play, person: PersonId) -> str:
    """The page as text; buttons in brackets."""
    parts = page(play, person).parts
    return "\n---\n".join(
        "\n".join([plain_blocks(part.blocks), " ".join(f"[{button.label}]" for button in part.buttons)])
        for part in parts
    )


def presses(play: Play, person: PersonId, label: str) -> Answer | None:
    """The person presses the button of this label on their page: a question's choice, or a command."""
    button = _button(page(play, person), label)
    if button.question:
        return play.presses_on(person, button.question, button.choice)
    return play.says(person, button.choice)


def _button(shown: Message, label: str) -> Button:
    found = [button for part in shown.parts for button in part.buttons if button.label == label]
    assert found, f"no button {label!r}"
    return found[0]
