"""The rehearsal and its people."""
