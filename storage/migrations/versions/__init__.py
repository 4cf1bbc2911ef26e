"""The steps, in order; generated, and never changed afterwards."""
