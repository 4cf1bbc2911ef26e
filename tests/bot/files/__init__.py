"""The files that go with messages, read back by those who did not make them."""
