"""Programs as data: one file a program, read into frozen, validated values."""
