"""Tests that read like a play: they say, we say."""
