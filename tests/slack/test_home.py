"""People's own pages in App Home: set when they look, set anew when something changed, and never more often than that."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from adapters.slack import render
from adapters.slack.calling.calls import Calls
from adapters.slack.home import Home
from adapters.slack.read import account_of, read
from adapters.slack.reading.heard import Act, HomeOpened
from bot.app import App, assemble, read_programs
from bot.front_desk import FrontDesk
from bot.launch import enrol
from flows.events import Joined, Said
from flows.ids import AccountId, EventId, ProgramId
from flows.messages import PageShown
from flows.model.addresses import Workspace
from storage.memory import MemoryStore
from tests.cast import a_pair
from tests.pages import page
from tests.slack import payloads
from tests.slack.block_kit import wrong_with_view
from tests.slack.faults import How
from tests.slack.person import Person
from tests.slack.refusals import Json
from tests.slack.slack import Slack

CONNECTICUT = ProgramId("connecticut")
MORNING = datetime(2027, 2, 10, 15, tzinfo=UTC)


class Standing:
    """A clock that stands."""

    def now(self) -> datetime:
        return MORNING


@dataclass
class Pages:
    """Pages, and what they are made from."""

    slack: Slack
    app: App
    desk: FrontDesk
    home: Home
    acts: int = 0

    def meets(self, person: Person) -> AccountId:
        """Somebody is met, and is a member."""
        account = account_of("T0LIBRARY", person.id)
        enrol(self.app.store, CONNECTICUT, [(person.user.email, ())])
        self.desk.receive(
            Joined(
                id=EventId(f"joined:{account}"),
                now=MORNING,
                account=account,
                program=CONNECTICUT,
                name=person.user.name,
                email=person.user.email,
                zone="America/New_York",
                language="en",
            )
        )
        return account

    def says(self, account: AccountId, words: str) -> None:
        """They say something, wherever; their page may read otherwise now."""
        self.acts += 1
        said = Said(
            id=EventId(f"said:{self.acts}"), now=MORNING, account=account, program=CONNECTICUT, text=words
        )
        self.desk.receive(said)
        self.home.changed(account)

    async def looks(self, person: Person) -> str:
        """The person opens their page; what stands on it once it is set."""
        delivery = person.opens_home()
        assert delivery is not None
        heard = read(delivery.payload, now=MORNING)
        assert isinstance(heard, HomeOpened)
        await self.home.opened(heard)
        await self.home.close()
        return self.on(person)

    def on(self, person: Person) -> str:
        """What stands on their page."""
        shown = person.screen.home
        return str(shown) if shown else ""

    @property
    def set(self) -> int:
        """How often a page was set."""
        return len(self.slack.called("views.publish"))


@pytest.fixture
async def pages(slack: Slack) -> AsyncIterator[Pages]:
    store = MemoryStore()
    calls = Calls(slack.token, url=slack.api, scale=0)
    app = assemble(store, read_programs(("connecticut",)), Standing())
    here = Workspace(id="slack:T0LIBRARY", program=CONNECTICUT, set_up_by=AccountId("slack:T0LIBRARY:U1"))
    store.transact(lambda tx: tx.save([here]))
    desk = app.desk(fields=10)
    home = Home(calls, desk, Standing().now)
    yield Pages(slack, app, desk, home)
    await home.close()
    await calls.close()
    app.reception.close()


async def test_who_opens_the_tab_finds_their_page(pages: Pages) -> None:
    ada = pages.slack.add("Ada Archer")
    pages.meets(ada)

    read = await pages.looks(ada)

    assert "Hello Ada Archer, good to have you here." in read
    assert "Applications" in read
    assert "[I would like a mentor] [I would like to mentor]" in read
    assert pages.slack.site.complaints == []


async def test_a_page_that_stands_as_it_should_is_not_set_again(pages: Pages) -> None:
    ada = pages.slack.add("Ada Archer")
    account = pages.meets(ada)

    await pages.looks(ada)
    await pages.looks(ada)
    pages.says(account, "help")
    await pages.home.close()

    assert pages.set == 1


async def test_what_another_process_set_since_is_seen_by_its_mark(pages: Pages) -> None:
    ada = pages.slack.add("Ada Archer")
    account = pages.meets(ada)
    await pages.looks(ada)
    calls = Calls(pages.slack.token, url=pages.slack.api, scale=0)
    other = Home(calls, pages.desk, Standing().now)
    pages.desk.receive(
        Said(
            id=EventId("x"), now=MORNING, account=account, program=CONNECTICUT, text="pause until 2027-03-10"
        )
    )
    await other.opened(_opened(ada))
    await other.close()
    await calls.close()
    assert "You are paused" in pages.on(ada)
    pages.desk.receive(
        Said(id=EventId("y"), now=MORNING, account=account, program=CONNECTICUT, text="resume")
    )

    assert "You are paused" not in await pages.looks(ada), (
        "although it was as it is now when this one last set it"
    )


async def test_it_is_set_anew_when_they_act_if_they_have_looked_at_it(pages: Pages) -> None:
    ada, ben = pages.slack.add("Ada Archer"), pages.slack.add("Ben Book")
    hers, his = pages.meets(ada), pages.meets(ben)
    await pages.looks(ada)

    pages.says(hers, "pause until 2027-03-10")
    pages.says(his, "pause until 2027-03-10")
    await pages.home.close()

    assert "You are paused until March 10, 2027" in pages.on(ada)
    assert "[End my pause]" in pages.on(ada)
    assert pages.on(ben) == "", "who never looked is not written to"


async def test_it_is_set_anew_when_something_was_said_to_them(pages: Pages) -> None:
    ada, ben = pages.slack.add("Ada Archer"), pages.slack.add("Ben Book")
    hers, his = pages.meets(ada), pages.meets(ben)
    await pages.looks(ada)
    for account, id in ((hers, "x"), (his, "y")):
        pages.desk.receive(
            Said(
                id=EventId(id),
                now=MORNING,
                account=account,
                program=CONNECTICUT,
                text="pause until 2027-03-10",
            )
        )

    for account in (hers, his):
        shown = pages.desk.own_page(account, MORNING)
        assert shown is not None
        pages.home.told(shown.place)
    pages.home.told("channel:connecticut:announcements")
    await pages.home.close()

    assert "You are paused until March 10, 2027" in pages.on(ada)
    assert pages.on(ben) == ""


async def test_many_changes_at_once_are_one(pages: Pages) -> None:
    ada = pages.slack.add("Ada Archer")
    account = pages.meets(ada)
    await pages.looks(ada)

    for day in range(10, 30):
        pages.says(account, f"pause until 2027-03-{day}")
    await pages.home.close()

    assert "March 29, 2027" in pages.on(ada)
    assert pages.set <= 3


async def test_what_changes_while_a_page_is_being_set_stands_there_after_it(pages: Pages) -> None:
    ada = pages.slack.add("Ada Archer")
    account = pages.meets(ada)
    slow = pages.slack.faults.plant("views.publish", How.SLOW, seconds=5)
    await pages.home.opened(_opened(ada))
    await pages.slack.until(lambda: slow.times == 0, "the page is being set")

    pages.says(account, "pause until 2027-03-10")
    await pages.slack.passes(5)
    await pages.home.close()

    assert "You are paused until March 10, 2027" in pages.on(ada)
    assert pages.set == 2


async def test_a_page_without_a_reader_in_slack_any_more_troubles_nobody(pages: Pages) -> None:
    ada, ben = pages.slack.add("Ada Archer"), pages.slack.add("Ben Book")
    account = pages.meets(ada)
    pages.meets(ben)
    await pages.looks(ada)
    pages.slack.faults.plant("views.publish", How.REFUSED, times=9, error="user_not_found", of=_is_for(ada))

    pages.says(account, "pause until 2027-03-10")

    assert "Hello Ben Book" in await pages.looks(ben)


def _is_for(person: Person) -> Callable[[Json], bool]:
    return lambda args: args.get("user_id") == person.id


async def test_the_messages_tab_sets_nothing(pages: Pages) -> None:
    ada = pages.slack.add("Ada Archer")
    pages.meets(ada)

    await pages.home.opened(
        HomeOpened(account=account_of("T0LIBRARY", ada.id), spot=_opened(ada).spot, tab="messages")
    )
    await pages.home.close()

    assert pages.set == 0


async def test_who_is_in_no_program_yet_is_told_so(pages: Pages) -> None:
    eve = pages.slack.add("Eve Elm")

    read = await pages.looks(eve)

    assert "setup" in read


@pytest.mark.parametrize("how", [How.REFUSED, How.DROPPED, How.SERVER_ERROR])
async def test_what_goes_wrong_is_made_good_the_next_time(pages: Pages, how: How) -> None:
    ada = pages.slack.add("Ada Archer")
    pages.meets(ada)
    pages.slack.faults.plant("views.publish", how)

    await pages.looks(ada)

    assert "Hello Ada Archer" in await pages.looks(ada)


@pytest.mark.parametrize(
    ("label", "says"), [("I would like to mentor", "i would like to mentor"), ("Settings", "settings")]
)
async def test_a_button_of_the_page_says_its_command(pages: Pages, label: str, says: str) -> None:
    ada = pages.slack.add("Ada Archer")
    account = pages.meets(ada)
    await pages.looks(ada)

    heard = read(_press(pages.slack, ada, label), now=MORNING)

    assert isinstance(heard, Act)
    assert isinstance(heard.event, Said)
    assert (heard.event.account, heard.event.text) == (account, says)
    assert isinstance(pages.desk.receive(heard.event), PageShown)


def _opened(person: Person) -> HomeOpened:
    delivery = person.opens_home()
    assert delivery is not None
    heard = read(delivery.payload, now=MORNING)
    assert isinstance(heard, HomeOpened)
    return heard


def _press(slack: Slack, person: Person, label: str) -> Json:
    """What Slack sends when the person presses that button on their page."""
    view = slack.workspace.homes[person.id]
    rows = (block for block in view.blocks if block["type"] == "actions")
    buttons = ((block, each) for block in rows for each in block["elements"])
    block, button = next(pair for pair in buttons if pair[1]["text"]["text"] == label)
    return payloads.action(
        slack.site, slack.workspace, person.user, view, {**button, "block_id": block["block_id"]}
    )


@pytest.mark.parametrize("day", ["2027-04-09", "2027-05-12", "2027-09-20", "2027-10-02", "2027-12-05"])
def test_slack_takes_everybody_s_page_at_any_time_of_the_year(day: str) -> None:
    two = a_pair()
    two.play.until(day)
    for person in (two.ana, two.ben, two.cora):
        view = render.home(page(two.play, person))
        assert wrong_with_view(view) == []
        assert len(view["blocks"]) < 40, "it is to be read on a telephone"
