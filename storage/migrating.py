"""Brings a database's tables up to date at start, and writes the next migration when they change."""

from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text

from flows.ports import StoreError

SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 7_302_112_027
"""PostgreSQL's advisory lock, so that replicas that start together migrate one after another."""


def upgrade(engine: Engine) -> None:
    """Run what migrations are missing, in one transaction."""
    # not serializable: who waited for the lock must see what the one before it did
    level = "READ COMMITTED" if engine.dialect.name == "postgresql" else None
    options = {"isolation_level": level} if level else {}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if level:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        config = config_of(connection)
        scripts = ScriptDirectory.from_config(config)
        stands = MigrationContext.configure(connection).get_current_revision()
        if stands and stands == scripts.get_current_head():
            # what cannot be written to is better known now than at the first turn
            connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
            return
        if stands not in {None, *(script.revision for script in scripts.walk_revisions())}:
            raise StoreError(
                f"database {engine.url.render_as_string(hide_password=True)}: written by a newer Shelfmate "
                f"(its tables are at {stands}, this one knows {scripts.get_current_head()}); install the newer one"
            )
        command.upgrade(config, "head")


def config_of(connection: Connection) -> Config:
    """Alembic's settings, for this connection."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def write_migration(message: str) -> None:
    """Write the migration from the tables as migrations leave them to the tables as they are declared."""
    with TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/tables.db")
        upgrade(engine)
        with engine.connect() as connection:
            config = config_of(connection)
            number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04d}")
        engine.dispose()
