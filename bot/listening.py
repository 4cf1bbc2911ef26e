"""A socket to listen on; or one line that says why there can be none, and what would help."""

import errno
import socket
from collections.abc import Callable

from bot.bad_input import BadInput, Finding

HIGHEST = 65_535


def listening(host: str, port: int, taken: Callable[[int], str]) -> socket.socket:
    """A socket that listens there; port 0 is any that is free. `taken` says what to do where something else listens on
    that port, given another that may be free. Raises BadInput where there can be none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        said = str(error.strerror or error).partition(" (while")[0]  # where was said already
        why = f"cannot be listened to ({said})"
        raise BadInput(Finding(f"{host} port {port}", "", why, _remedy(error, port, taken))) from error
    # connections take it over. asyncio sets it on sockets that it makes itself alone; without, the body of an answer
    # waits until its headers are acknowledged: 40 ms for every answer
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _remedy(error: OSError, port: int, taken: Callable[[int], str]) -> str:
    if error.errno == errno.EADDRINUSE:
        return taken(port + 1 if port < HIGHEST else 0)
    if error.errno == errno.EACCES:
        return "give one above 1023, such as 8080"
    return "WEB_HOST has to be a name or an address of this machine; leave it out for this machine alone"
