"""The demo edition: our own texts and pictures."""
