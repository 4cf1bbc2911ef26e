"""The rehearsal as a simulation test: the same year with and without faults."""
