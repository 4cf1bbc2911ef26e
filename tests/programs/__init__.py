"""The programs' own rows, each as a play."""
