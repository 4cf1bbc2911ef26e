"""The runner: turns, delivery, clock, commands."""
