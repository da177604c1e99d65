"""Sending: the ledger's moves, who may make them, and the way to the mail server."""
