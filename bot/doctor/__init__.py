"""`shelfmate doctor`, apart from the command itself: looks an installation over, and says what keeps it from working."""
