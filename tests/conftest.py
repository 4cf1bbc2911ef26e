"""What every test runs under."""

from hypothesis import settings

# The same examples on every machine and in every run, however slow; the nightly run has seeds of its own.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
