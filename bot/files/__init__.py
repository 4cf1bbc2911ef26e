"""The files that go with messages, made when a message is sent."""
