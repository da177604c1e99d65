"""Readers: signing up, their links, leaving."""
