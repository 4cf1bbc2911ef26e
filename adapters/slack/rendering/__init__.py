"""What Shelfmate says, as Slack's blocks and inputs, within Slack's limits."""
