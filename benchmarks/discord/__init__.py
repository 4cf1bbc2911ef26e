"""Shelfmate on Discord, measured beside a bare discord.py bot."""
