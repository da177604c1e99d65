"""Secrets that a person holds and we keep only as a hash."""

import hashlib
import secrets


def new_token() -> str:
    """32 random bytes, written so that they fit an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is kept: with 256 random bits a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
