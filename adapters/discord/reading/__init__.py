"""What Discord sends, taken apart until it is an event."""
