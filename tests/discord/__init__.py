"""A Discord on a loopback port, as strict as Discord's documentation: what the adapter's tests play on."""
