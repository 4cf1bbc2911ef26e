"""The tables of where Shelfmate is on platforms: workspaces, and what a place is called there."""

from flows.model import addresses
from storage.tables.columns import Id, Row, Words, options


class WorkspaceRow(Row, table=True):
    __tablename__ = "workspace"
    __table_args__ = options(addresses.Workspace)

    id: Id
    program: Words
    set_up_by: Words
    roles: bool


class AddressRow(Row, table=True):
    __tablename__ = "address"
    __table_args__ = options(addresses.Address)

    id: Id
    place: Words
    workspace: Words
    channel: Words
