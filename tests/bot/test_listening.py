"""The socket of the web server: what comes in over it is answered at once."""

import socket

from bot.web_server import listens


def test_an_answer_does_not_wait_for_its_headers_to_be_acknowledged() -> None:
    with listens("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        connection, _ = listener.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
