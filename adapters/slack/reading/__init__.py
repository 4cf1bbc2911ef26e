"""What Slack sends, taken apart until it is an event."""
