"""A message on its way to where it stands: the conversation, its posts and files, and what came of it."""
