"""A workspace is set up in a modal."""
