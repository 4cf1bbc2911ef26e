"""The server's roles Mentor, Mentee and Alumni: whose are looked at when, and how they are given and taken."""
