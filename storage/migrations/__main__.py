"""Writes the next migration after a change of the tables: python -m storage.migrations "what changes"."""

import sys

from storage.migrating import write_migration

if len(sys.argv) != 2:
    sys.exit('say in a few words what changes: python -m storage.migrations "pairs have a room"')
write_migration(sys.argv[1])
