"""Platforms: their events in, our messages out."""
