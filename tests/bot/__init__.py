"""Tests of the runner and its commands."""
