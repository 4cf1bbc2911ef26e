"""The stages that the transcripts are played on: in memory, and on Slack in each of its modes."""

from collections.abc import Iterator

import pytest

from adapters.slack.rendering.limits import PAGE
from bot.clock import VirtualClock
from flows.ports import Store
from flows.programs.program import Program
from flows.wording.catalogue import Catalogue
from tests.slack.stage import OnSlack
from tests.slack.theatre import Theatre
from tests.stage import InMemory
from tests.talk import Play

HALF_PAGES = {
    "test_ct_04_a_draft_is_kept_recalled_once_and_resumed_where_it_was_left": 2,
    "test_ct_04_a_form_sent_after_midnight_of_the_last_day_is_refused_with_the_date": 1,
}
"""Slack holds back a page that is half filled in: where somebody sends so few answers, so few are asked at a time."""


class Theatres:
    """Those that were needed so far."""

    def __init__(self) -> None:
        self.built: dict[str, Theatre] = {}

    def one(self, mode: str) -> Theatre:
        """Built when it is first played in."""
        if mode not in self.built:
            self.built[mode] = Theatre.built(socket_mode=mode == "sockets")
        return self.built[mode]


@pytest.fixture(scope="session")
def theatres() -> Iterator[Theatres]:
    """For all plays of this process."""
    theatres = Theatres()
    yield theatres
    for theatre in theatres.built.values():
        theatre.close()


@pytest.fixture(autouse=True, params=["memory", "sockets", "requests"])
def stage(
    request: pytest.FixtureRequest, theatres: Theatres, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Where this play is played."""
    if request.param == "memory":
        monkeypatch.setattr(Play, "staged", InMemory.staged)
        yield
        return
    theatre, fields = theatres.one(request.param), HALF_PAGES.get(request.node.originalname, PAGE)
    stages: list[OnSlack] = []

    def staged(store: Store, clock: VirtualClock, catalogue: Catalogue, program: Program) -> OnSlack:
        for stage in stages:
            stage.close()
        stages[:] = [OnSlack.staged(theatre, store, clock, catalogue, program, fields=fields)]
        return stages[0]

    monkeypatch.setattr(Play, "staged", staged)
    yield
    for stage in stages:
        stage.close()
