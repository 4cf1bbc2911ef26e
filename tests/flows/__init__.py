"""The core, held to its word without any I/O."""
