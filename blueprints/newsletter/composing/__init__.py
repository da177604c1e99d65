"""Composing: whose turn it is, what is new to them, and one rendering for all to whom the same is new."""
