"""Whole program years played through."""
