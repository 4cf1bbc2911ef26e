"""The playground: a whole program to try in a browser, with people who act by themselves and time that one moves."""
