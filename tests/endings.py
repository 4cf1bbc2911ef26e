"""The scenes that plays about check-ins, concerns and endings begin with."""

from flows.asking import wakes
from flows.ids import PersonId
from flows.model.pairs import PairState
from flows.places import dm
from tests.cast import Two, a_pair, keeps

SURVEY = {
    "satisfied": "5",
    "fit": "4",
    "met": "as_planned",
    "goals_met": "fully",
    "again": "yes",
    "best": "The maps.",
}
CLOSING = "2027-09-14"
LAST_DAY = "2027-09-30"
DAY_AFTER = "2027-10-01"


def in_touch(*, ana_zone: str = "", ben_zone: str = "") -> Two:
    """Ana and Ben, on 9 April, have written to each other; all that came so far has been read."""
    two = a_pair(ana_zone=ana_zone, ben_zone=ben_zone)
    two.play.until("2027-04-09")
    two.play.presses(two.ana, "met")
    return reads_all(two)


def in_closing() -> Two:
    """The same two on the day on which the closing stage begins; nothing more of it has been read."""
    two = in_touch()
    two.play.until("2027-09-13")
    reads_all(two)
    two.play.until(CLOSING)
    return two


def reads_all(two: Two) -> Two:
    """Everybody has read what came."""
    for place in (dm(two.ana), dm(two.ben), two.room, two.play.desk):
        two.play.read(place)
    return two


def both_press(two: Two, choice: str) -> None:
    """Each of the two presses their newest button of that choice."""
    for side in (two.ana, two.ben):
        two.play.presses(side, choice)


def raises(two: Two, who: PersonId, text: str, *, wants: str = "talk") -> None:
    """Somebody tells the coordinators what is not right."""
    two.play.presses(who, "concern")
    two.play.fills(who, {"text": text, "wants": wants})


def rings(two: Two, flow: str, trigger: str, subject: str) -> None:
    """A wake-up comes due now, whatever was set before."""
    keeps(two.play, wakes(flow, trigger, subject, two.play.now))
    two.play.world.settle()


def state_of(two: Two) -> PairState:
    """Where the pair stands now."""
    return two.pair.state
