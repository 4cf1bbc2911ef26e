"""The playground and its people."""
