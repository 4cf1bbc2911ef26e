"""The platforms that the settings name: each is put together in a module of its own."""
