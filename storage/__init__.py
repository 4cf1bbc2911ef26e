"""What is remembered: tables, migrations, and the in-memory twin."""
