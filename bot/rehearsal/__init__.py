"""A whole program year in virtual time, with simulated people who act only on what they are shown."""
