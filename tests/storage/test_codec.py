"""Whatever a record holds, the row brings it back: for every type of record and every value a flow can say."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import messages
from flows.model.registry import RECORDS
from storage.codec import POSTGRESQL, SQLITE, Codec, Dialect

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
WHOLE = st.integers(-(2**63), 2**63 - 1)
MOMENT = st.datetimes(timezones=st.just(UTC))
SIMPLE = TEXT | WHOLE | st.builds(messages.On) | st.builds(messages.At, at=MOMENT) | st.builds(messages.Ref)
NUMBER = st.none() | st.floats(allow_nan=False, allow_infinity=False)


def figures(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The rows under one heading of a report."""
    row = st.builds(messages.Figure, label=value, says=value, number=NUMBER, of=NUMBER)
    return st.lists(row, max_size=2).map(tuple)


VALUE: st.SearchStrategy[Any] = st.recursive(
    SIMPLE | st.builds(messages.Profile),
    lambda value: st.one_of(
        st.builds(messages.Say, key=TEXT, values=st.dictionaries(TEXT, value, max_size=3)),
        st.builds(messages.Several, items=st.lists(value, max_size=3).map(tuple), points=st.booleans()),
        st.builds(messages.Facts, rows=st.lists(st.tuples(value, value), max_size=2).map(tuple)),
        st.builds(messages.Phrase, texts=st.dictionaries(TEXT, TEXT, max_size=2)),
        st.builds(messages.Invitation, at=MOMENT, stamp=MOMENT, summary=value, details=value, where=value),
        st.builds(
            messages.Figures,
            title=value,
            groups=st.lists(st.tuples(value, figures(value)), max_size=2).map(tuple),
        ),
    ),
    max_leaves=6,
)
VALUES = st.dictionaries(TEXT, VALUE, max_size=3)
SAY = st.builds(messages.Say, key=TEXT, values=VALUES)
FILLED = st.dictionaries(TEXT, st.lists(TEXT, max_size=2).map(tuple), max_size=3)
ASKED = st.builds(
    messages.Field,
    key=TEXT,
    label=VALUE,
    help=VALUE,
    options=st.lists(st.builds(messages.Option, key=TEXT, label=VALUE), max_size=2).map(tuple),
)
FORM = st.builds(messages.Form, title=VALUE, fields=st.lists(ASKED, max_size=3).map(tuple))
ANSWER = st.one_of(
    st.builds(messages.Word, said=SAY),
    st.builds(messages.Outcome, said=SAY),
    st.builds(messages.OpenForm, form=FORM, filled=FILLED, errors=VALUES),
)
SPANS = st.lists(st.builds(messages.Span, text=TEXT, link=TEXT, at=MOMENT | st.none()), max_size=2).map(tuple)
BLOCK = st.one_of(
    st.builds(messages.Paragraph, SPANS),
    st.builds(messages.Points, st.lists(SPANS, max_size=2).map(tuple)),
    st.builds(messages.FactRows, st.lists(st.tuples(TEXT, SPANS), max_size=2).map(tuple)),
    st.builds(messages.Attachment, TEXT, st.binary(max_size=40), TEXT),
)
PART = st.builds(
    messages.Part,
    kind=TEXT,
    blocks=st.lists(BLOCK, max_size=3).map(tuple),
    buttons=st.lists(st.builds(messages.Button), max_size=2).map(tuple),
)
BY_HINT: list[tuple[Any, st.SearchStrategy[Any]]] = [
    (tuple[messages.Part, ...], st.lists(PART, max_size=2).map(tuple)),
    (messages.Say, SAY),
    (messages.Say | None, SAY | st.none()),
    (tuple[messages.Say, ...], st.lists(SAY, max_size=3).map(tuple)),
    (messages.Values, VALUES),
    (Mapping[str, tuple[str, ...]], FILLED),
    (messages.Answer | None, ANSWER | st.none()),
    (datetime, MOMENT),
    (datetime | None, MOMENT | st.none()),
    (str, TEXT),
    (int, WHOLE),
]


def kept(record: type[Any]) -> st.SearchStrategy[Any]:
    """Records of this type with anything in them that their fields allow."""
    hints = get_type_hints(record)
    made = {
        name: next((how for known, how in BY_HINT if known == hint), None) for name, hint in hints.items()
    }
    return st.builds(record, **{name: how for name, how in made.items() if how is not None})


st.register_type_strategy(str, TEXT)


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRESQL], ids=["sqlite", "postgresql"])
@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
@settings(max_examples=40)
@given(data=st.data())
def test_a_row_brings_its_record_back(record: type[Any], dialect: Dialect, data: st.DataObject) -> None:
    codec = Codec(record, dialect)
    before = data.draw(kept(record))
    after = codec.record(codec.row(before))
    assert after == before
    assert {name: type(getattr(after, name)) for name in codec.columns} == {
        name: type(getattr(before, name)) for name in codec.columns
    }


def test_sqlite_keeps_moments_in_an_order_that_text_has() -> None:
    into, _ = SQLITE.datetime
    moments = [
        datetime(2027, 1, 1, 0, 0, second, micro, UTC) for second in (0, 9, 10) for micro in (0, 5, 999_999)
    ]
    assert sorted(map(into, moments)) == list(map(into, moments))
