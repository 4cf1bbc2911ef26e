"""The playground as people meet it: its pages, its sockets, and whole years of it in a real browser."""
