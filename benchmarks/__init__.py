"""Figures that can be held against others: turns per second, cost as it grows, memory."""
