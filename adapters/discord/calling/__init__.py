"""Discord's REST API, called through discord.py at the pace that Discord allows."""
