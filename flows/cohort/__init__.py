"""A cohort through its year: the calls, the match, who waits, the report."""
