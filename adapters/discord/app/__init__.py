"""The Discord application itself: what it may do in a server, the link that invites it, and whether it is in order."""
