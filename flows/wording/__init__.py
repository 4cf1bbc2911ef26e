"""Words as data: every sentence stands in a file by language, and is filled in here."""
