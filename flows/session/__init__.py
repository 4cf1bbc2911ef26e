"""Sessions: a coordinator posts one, people sign up, are reminded, and say afterwards how it was."""
