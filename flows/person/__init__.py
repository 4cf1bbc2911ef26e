"""A person with Shelfmate: arriving, asking, pausing, taking their data away, leaving."""
