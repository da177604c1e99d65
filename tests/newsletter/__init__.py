"""The newsletter: every reader exactly once."""
