"""A message is rewritten: in its place where it has not gone out, by an edit where it has."""

from flows.asking import About, rewrites
from flows.events import Said
from flows.ids import EventId, PersonId
from flows.messages import Say
from flows.model.people import Person
from flows.model.talk import Wish, WishState
from flows.places import dm
from flows.turn import does
from tests.talk import Play


def say(
    play: Play, ana: Person, id: str, key: str, *, earlier: Wish | None = None, later: bool = False
) -> Wish:
    """A turn that wishes one message, perhaps in the place of an earlier one."""
    event = Said(id=EventId(id), now=play.now, text="")
    wish = About(event=event, program=play.program.id, subject=id).answer(ana, key)
    if later:
        wish = About(event=event, program=play.program.id, subject=id).prompt(ana, key)
    play.saves(event, does(rewrites(wish, earlier.id) if earlier else wish))
    return wish


def anas(play: Play) -> Person:
    """Ana has arrived."""
    ana = play.record(Person, play.joins("ana", "Ana Duarte"))
    assert ana is not None
    return ana


FIRST, SECOND, THIRD = "later.again", "later.working", "refused.closed"


def words(play: Play, key: str) -> str:
    """The sentence as Ana reads it."""
    return play.world.catalogue.plain(Say(key).key, {}, "en", "UTC")


def test_one_that_has_not_gone_out_is_replaced_where_it_waits() -> None:
    play = Play.of("connecticut", "2027-02-10", hour=22)
    ana = anas(play)
    play.heard(PersonId("ana"))
    first = say(play, ana, "one", FIRST, later=True)

    say(play, ana, "two", SECOND, earlier=first)

    assert play.heard(PersonId("ana")) == "", "it is night: both wait"
    play.passes(hours=12)
    assert play.heard(PersonId("ana")) == words(play, SECOND)


def test_one_that_has_gone_out_is_edited_and_nothing_new_appears() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = anas(play)
    first = say(play, ana, "one", FIRST)
    before = len(play.world.platform.screens[dm(ana.id)])

    say(play, ana, "two", SECOND, earlier=first)

    screen = play.world.platform.screens[dm(ana.id)]
    assert len(screen) == before
    assert words(play, SECOND) in play.screen(dm(ana.id))
    assert words(play, FIRST) not in play.screen(dm(ana.id))


def test_what_was_rewritten_can_be_rewritten_again() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = anas(play)
    first = say(play, ana, "one", FIRST)
    say(play, ana, "two", SECOND, earlier=first)

    say(play, ana, "three", THIRD, earlier=first)

    assert play.screen(dm(ana.id)).endswith(words(play, THIRD))
    kept = play.record(Wish, first.id)
    assert kept is not None
    assert (kept.key, kept.state) == (THIRD, WishState.SENT)


def test_a_rewrite_of_what_was_never_said_is_let_go() -> None:
    play = Play.of("connecticut", "2027-02-10")
    ana = anas(play)
    never = About(event=Said(id=EventId("x"), now=play.now, text=""), program="connecticut", subject="x")
    play.heard(PersonId("ana"))

    edit = say(play, ana, "two", SECOND, earlier=never.answer(ana, FIRST))

    play.passes(days=2)
    assert play.heard(PersonId("ana")) == ""
    kept = play.record(Wish, edit.id)
    assert kept is not None
    assert kept.state is WishState.DROPPED
