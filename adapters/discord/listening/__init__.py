"""What comes in is answered: saved first, then acknowledged, and shown to whoever did it."""
