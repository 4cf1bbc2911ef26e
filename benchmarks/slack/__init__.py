"""Slack's figures: presses beside a bare bolt app, and a fan-out beside the least time that Slack's limits allow."""
