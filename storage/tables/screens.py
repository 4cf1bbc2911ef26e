"""The table of what stands on screens that Shelfmate keeps itself."""

from datetime import datetime

from flows.model import screens
from storage.tables.columns import Id, Json, MaybeWords, Row, Whole, Words, options


class PostRow(Row, table=True):
    __tablename__ = "post"
    __table_args__ = options(screens.Post)

    id: Id
    place: Words
    nth: Whole
    at: datetime
    parts: Json
    edited: bool
    author: MaybeWords
