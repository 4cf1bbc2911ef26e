"""A pair from its introduction to its goodbye."""
