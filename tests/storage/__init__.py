"""What is remembered: one contract, three stores."""
