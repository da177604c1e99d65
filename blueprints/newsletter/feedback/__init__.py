"""Feedback: what comes back, whom it is about, and what follows from it."""
