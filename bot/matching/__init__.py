"""`shelfmate match`, apart from the command itself: spreadsheets become the two sides of a match, and what it says."""
