"""The stages that the transcripts are played on: in memory, on Slack in each of its modes, on Discord, and across."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from bot.clock import VirtualClock
from flows.ports import Store
from flows.programs.program import Program
from flows.wording.catalogue import Catalogue
from tests.across import Across
from tests.discord.stage import OnDiscord
from tests.discord.theatre import Theatre as DiscordTheatre
from tests.slack.stage import OnSlack
from tests.slack.theatre import Theatre as SlackTheatre
from tests.stage import InMemory, Stage, Staging
from tests.talk import Play

HALF_PAGES = {
    "test_ct_04_a_draft_is_kept_recalled_once_and_resumed_where_it_was_left": 2,
    "test_ct_04_a_form_sent_after_midnight_of_the_last_day_is_refused_with_the_date": 1,
}
"""A platform holds back a page that is half filled in: where somebody sends so few answers, so few are asked at a time."""

IN_MEMORY: dict[str, Staging] = {"memory": InMemory.staged, "memories": Across.memories}


class Theatres:
    """Those that were needed so far."""

    def __init__(self) -> None:
        self._slack: dict[str, SlackTheatre] = {}
        self._discord: DiscordTheatre | None = None

    def staging(self, platform: str) -> Callable[..., OnSlack | OnDiscord | Across]:
        """Sets plays up on a platform, in a theatre that is built when it is first played in; or `across` two."""
        if platform == "across":
            return partial(
                Across.staged, {"slack": self.staging("sockets"), "discord": self.staging("discord")}
            )
        if platform == "discord":
            self._discord = self._discord or DiscordTheatre.built()
            return partial(OnDiscord.staged, self._discord)
        if platform not in self._slack:
            self._slack[platform] = SlackTheatre.built(socket_mode=platform == "sockets")
        return partial(OnSlack.staged, self._slack[platform])

    def close(self) -> None:
        """No more plays."""
        for theatre in (*self._slack.values(), self._discord):
            if theatre is not None:
                theatre.close()


@pytest.fixture(scope="session")
def theatres() -> Iterator[Theatres]:
    """For all plays of this process."""
    theatres = Theatres()
    yield theatres
    theatres.close()


@pytest.fixture(autouse=True, params=["memory", "memories", "sockets", "requests", "discord", "across"])
def stage(
    request: pytest.FixtureRequest, theatres: Theatres, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Where this play is played."""
    if request.param in IN_MEMORY:
        monkeypatch.setattr(Play, "staged", IN_MEMORY[request.param])
        yield
        return
    begins, half = theatres.staging(request.param), HALF_PAGES.get(request.node.originalname)
    fewer = {"fields": half} if half else {}
    stages: list[OnSlack | OnDiscord | Across] = []

    def staged(store: Store, clock: VirtualClock, catalogue: Catalogue, program: Program) -> Stage:
        for stage in stages:
            stage.close()
        stages[:] = [begins(store, clock, catalogue, program, **fewer)]
        return stages[0]

    monkeypatch.setattr(Play, "staged", staged)
    yield
    for stage in stages:
        stage.close()
