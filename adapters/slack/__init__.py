"""Slack: what happens there becomes events, and what Shelfmate says becomes Block Kit."""
