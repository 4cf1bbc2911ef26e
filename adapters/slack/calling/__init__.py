"""Slack's Web API, called at its pace; and what is asked of it about people and their files."""
