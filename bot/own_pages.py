"""A person's own page, as an adapter shows it: what stands on it now, in the words of the one whose page it is."""

from datetime import datetime

from bot.situations import Programs, gathered, person_of
from flows.commands import phrase_of
from flows.events import Said
from flows.ids import AccountId, EventId, ProgramId, QuestionId, WishId
from flows.messages import Button, Message, Part
from flows.model.addresses import Workspace
from flows.model.people import Person
from flows.person.own_page import own_page
from flows.person.page_case import Offer, PageCase, Section, page_needs
from flows.places import dm
from flows.ports import Transaction
from flows.situation import Get, Query, Situation
from flows.wording import rendering
from flows.wording.catalogue import Catalogue
from flows.wording.rendering import DANGER, Reader, reader_of

KEY = WishId("own-page")


class OwnPages:
    """Puts people's pages into words, as things stand in one transaction."""

    def __init__(self, programs: Programs, catalogue: Catalogue) -> None:
        self._programs = programs
        self._catalogue = catalogue

    def page(self, tx: Transaction, account: AccountId, now: datetime) -> Message | None:
        """Somebody's page; None for one who has not been met, or of no program."""
        person = person_of(tx, account)
        program = self._program_of(tx, account, person)
        if person is None or program is None:
            return None
        asking = Said(id=EventId(KEY), now=now, account=account, program=program, text="")
        start = Situation(now=now, account=account, actor=person, loaded={})
        known = gathered(tx, self._programs, start, lambda sofar: page_needs(asking, sofar))
        whole = known.program(program)
        case = PageCase(event=asking, situation=known, person=person, program=whole)
        sections = own_page(case)
        values = [value for section in sections for value in section.said]
        need = rendering.needs_of(program, *values)
        known = gathered(tx, self._programs, known, lambda _: need)
        reader = reader_of(person, program, known, self._catalogue)
        return Message(
            key=KEY, place=dm(person.id), parts=tuple(_part(section, reader) for section in sections)
        )

    def _program_of(self, tx: Transaction, account: AccountId, person: Person | None) -> ProgramId | None:
        """The program that lives where the account is, else the one through which they were met."""
        at: Query = Get(Workspace, account.rpartition(":")[0])
        workspace: Workspace | None = tx.load([at])[at]
        home = person.program if person else ""
        return workspace.program if workspace else ProgramId(home) if home else None


def _part(section: Section, reader: Reader) -> Part:
    blocks = tuple(block for value in section.said for block in reader.blocks(value))
    return Part(
        kind=section.kind, blocks=blocks, buttons=tuple(_button(offer, reader) for offer in section.offers)
    )


def _button(offer: Offer, reader: Reader) -> Button:
    label = reader.label(offer.key, offer.choice, {})
    choice = offer.choice if offer.question else phrase_of(offer.choice)
    return Button(QuestionId(offer.question), choice, label, danger=offer.choice in DANGER)
