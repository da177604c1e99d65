"""The desk, as its people meet it."""
