"""Becoming a mentee or a mentor: the application, the roster, the decision, the mentors' list."""
