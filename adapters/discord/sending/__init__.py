"""Where messages go, how they come to stand there, and how they are found again."""
