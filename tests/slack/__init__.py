"""A Slack on a loopback port, as strict as Slack's documentation: what the adapter's tests play on."""
