"""Which pairs are the best, and why none are better: arithmetic on a table of scores that knows of nobody."""
