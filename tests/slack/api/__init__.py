"""The Web API: each method as its page in Slack's documentation tells it."""
