"""What every test runs under."""

import structlog
from hypothesis import settings

# The same examples on every machine and in every run, however slow; the nightly run has seeds of its own.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

# Tracebacks as an installation has them: with every variable's value, they would take longer than the tests.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback, colors=False),
    ]
)
