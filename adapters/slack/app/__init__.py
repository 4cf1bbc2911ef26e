"""The Slack app itself: what it may do, the manifest that creates it, and whether it is in order."""
