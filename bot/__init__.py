"""The runner: turns, delivery, clock and commands."""
