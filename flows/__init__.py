"""The conversation core: what is decided. Pure functions over frozen values, no I/O of any kind."""
