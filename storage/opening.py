"""Opens the store that a URL names: `memory:`, an SQLite file, a PostgreSQL database."""

from flows.ports import Store
from storage.memory import MemoryStore


def open_store(url: str, *, durable: bool = True) -> Store:
    """The store at `url`, ready for use; StoreError says in one line why there is none.

    Without `durable` an SQLite file does not wait for the disk: for rehearsals.
    """
    if url == "memory:":
        return MemoryStore()
    # imported here: a rehearsal in memory starts without loading the database libraries
    from storage.sql import SqlStore  # noqa: PLC0415

    return SqlStore.open(url, durable=durable)


def in_turn(store: Store) -> Store:
    """The same store for threads that have the same to do, and would only be in each other's way; SQLite and memory take
    one after the other by themselves."""
    # imported here, as above
    from storage.sql import SqlStore  # noqa: PLC0415
    from storage.together import InTurn  # noqa: PLC0415

    return InTurn(store) if isinstance(store, SqlStore) and not store.in_turn else store
