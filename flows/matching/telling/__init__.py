"""What a match says: why these two, why nobody for somebody, and how good the whole is."""
