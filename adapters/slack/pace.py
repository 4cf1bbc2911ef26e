"""Pace: no call goes out sooner than Slack's limits allow, and whoever came first goes first."""
