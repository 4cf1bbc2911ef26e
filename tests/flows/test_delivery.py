"""What goes out now, what waits, what is let go; and what goes together, in which order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from flows.delivery import Defer, Drop, Hold, Send, Verdict, batches, judge, judge_edit
from flows.ids import PersonId, QuestionId, WishId
from flows.model.people import Person
from flows.model.talk import Question, QuestionState, Urgency, Wish, WishState
from flows.places import dm

NEW_YORK = "America/New_York"
NOON = datetime(2027, 3, 1, 17, tzinfo=UTC)
"""In New York."""
NIGHT = NOON + timedelta(hours=10)
NEXT_MORNING = datetime(2027, 3, 2, 13, tzinfo=UTC)
ANA = Person(id=PersonId("ana"), name="Ana", zone=NEW_YORK)
QUESTION = Question(
    id=QuestionId("q"),
    flow="contact",
    kind="contact.due",
    subject="pair",
    audience="ana",
    program="small",
    choices=("yes",),
)


def wish(id: str, urgency: Urgency = Urgency.NOTICE, **fields: Any) -> Wish:
    given: dict[str, Any] = {
        "id": WishId(id),
        "kind": "contact.due",
        "key": "contact.due",
        "place": dm(ANA.id),
        "to": ANA.id,
        "program": "small",
        "about": "pair",
        "urgency": urgency,
        "not_before": NOON,
        "created": NOON,
    }
    return Wish(**(given | fields))


def ids(*taken: tuple[Wish, ...]) -> list[list[str]]:
    return [[one.id for one in batch] for batch in taken]


class TestJudging:
    @pytest.mark.parametrize(
        ("urgency", "now", "reader", "verdict"),
        [
            (Urgency.NOTICE, NOON, ANA, Send()),
            (Urgency.NOTICE, NIGHT, ANA, Defer(NEXT_MORNING)),
            (Urgency.ANSWER, NIGHT, ANA, Send()),
            (Urgency.NOTICE, NOON, replace(ANA, removed_at=NOON), Drop("removed")),
            (Urgency.ANSWER, NOON, replace(ANA, removed_at=NOON), Send()),
            (Urgency.ANSWER, NOON, replace(ANA, paused_until=date(2027, 4, 1)), Send()),
            (
                Urgency.PROMPT,
                NOON,
                replace(ANA, paused_until=date(2027, 3, 4)),
                Defer(datetime(2027, 3, 4, 14, tzinfo=UTC)),
            ),
            (Urgency.PROMPT, NOON, replace(ANA, paused_until=date(2027, 3, 1)), Send()),
            (Urgency.NOTICE, NIGHT, None, Defer(NEXT_MORNING)),
        ],
    )
    def test_by_reader_and_hour(
        self, urgency: Urgency, now: datetime, reader: Person | None, verdict: Verdict
    ) -> None:
        assert judge(wish("w", urgency), now, NEW_YORK, reader, None) == verdict

    def test_what_is_answered_is_not_asked(self) -> None:
        closed = replace(QUESTION, state=QuestionState.CLOSED)
        assert judge(wish("w"), NOON, NEW_YORK, ANA, closed) == Drop("answered")
        assert judge(wish("w"), NOON, NEW_YORK, ANA, QUESTION) == Send()

    def test_what_came_too_late_is_let_go(self) -> None:
        old = wish("w", expires=NOON)
        assert judge(old, NOON, NEW_YORK, ANA, None) == Send()
        assert judge(old, NOON + timedelta(seconds=1), NEW_YORK, ANA, None) == Drop("stale")

    @pytest.mark.parametrize(
        ("original", "verdict"),
        [
            (wish("o", state=WishState.SENT), Send()),
            (wish("o", state=WishState.UNSURE), Hold()),
            (wish("o", state=WishState.WAITING), Drop("not shown")),
            (wish("o", state=WishState.CLAIMED), Hold()),
            (wish("o", state=WishState.DROPPED), Drop("not shown")),
            (None, Drop("not shown")),
        ],
    )
    def test_an_edit_waits_for_its_original(self, original: Wish | None, verdict: Verdict) -> None:
        assert judge_edit(original) == verdict


class TestWhatGoesNow:
    def test_one_message_a_place(self) -> None:
        here, there = wish("a"), wish("b", place="room:pair", to=None)
        assert ids(*batches([here, wish("c"), there])) == [["a"], ["b"]]

    def test_the_days_prompts_go_together_but_notices_alone(self) -> None:
        due = [wish("p1", Urgency.PROMPT), wish("n"), wish("p2", Urgency.PROMPT)]
        assert ids(*batches(due)) == [["p1", "p2"]]
        assert ids(*batches(due[1:])) == [["n"]]

    def test_an_answer_overtakes_also_what_is_on_its_way(self) -> None:
        on_way = wish("first", state=WishState.CLAIMED)
        assert ids(*batches([wish("n"), wish("a", Urgency.ANSWER)], [on_way])) == [["a"]]

    def test_nothing_else_overtakes(self) -> None:
        on_way = wish("first", state=WishState.UNSURE)
        assert batches([wish("n"), wish("p", Urgency.PROMPT)], [on_way]) == ()
        answer_on_way = wish("first", Urgency.ANSWER, state=WishState.CLAIMED)
        assert batches([wish("n"), wish("a", Urgency.ANSWER)], [answer_on_way]) == ()

    def test_another_place_goes_on(self) -> None:
        on_way = wish("first", state=WishState.UNSURE)
        assert ids(*batches([wish("n"), wish("m", place="dm:ben")], [on_way])) == [["m"]]

    def test_what_may_be_out_comes_first_with_all_that_went_with_it(self) -> None:
        unsure = [wish(id, Urgency.PROMPT, state=WishState.UNSURE, sent_with="u1") for id in ("u1", "u2")]
        assert ids(*batches([wish("n"), *unsure])) == [["u1", "u2"]]

    def test_edits_pass_by_but_one_of_a_message_at_a_time(self) -> None:
        edits = [wish(id, Urgency.ANSWER, replaces=of) for id, of in (("e1", "m"), ("e2", "m"), ("e3", "k"))]
        assert sorted(ids(*batches([wish("n"), *edits]))) == [["e1"], ["e3"], ["n"]]
        in_hand = wish("e0", Urgency.ANSWER, replaces="m", state=WishState.UNSURE)
        assert sorted(ids(*batches([wish("n"), *edits], [in_hand]))) == [["e3"], ["n"]]
