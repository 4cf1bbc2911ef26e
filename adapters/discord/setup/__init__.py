"""A server is set up in modals."""
