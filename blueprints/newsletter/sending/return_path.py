"""The envelope sender of each copy says whose it is (VERP), so that no bounce needs guessing, and a MAC proves it."""

import base64
import hashlib
import hmac
import re

MAC_BYTES = 10
SIGNED = re.compile(r"[^@+]*\+([1-9][0-9]{0,9})-([1-9][0-9]{0,9})-([a-z2-7]{16})@.*", re.IGNORECASE)


def return_path(bounce_address: str, issue_id: int, subscriber_id: int, secret: bytes) -> str:
    """`bounces+12-345-<mac>@example.org` from `bounces@example.org`; its case may be lost on the way."""
    local, _, domain = bounce_address.rpartition("@")
    return f"{local}+{issue_id}-{subscriber_id}-{_mac(issue_id, subscriber_id, secret)}@{domain}"


def numbers_in(address: str) -> tuple[int, int] | None:
    """The issue and the subscriber that an address names, before anything is proved; None where it is not ours."""
    found = SIGNED.fullmatch(address.strip())
    return (int(found.group(1)), int(found.group(2))) if found else None


def is_genuine(address: str, secret: bytes) -> bool:
    """Whether this address was made by us for the subscriber with this secret."""
    found = SIGNED.fullmatch(address.strip())
    return found is not None and hmac.compare_digest(
        _mac(int(found.group(1)), int(found.group(2)), secret), found.group(3).lower()
    )


def _mac(issue_id: int, subscriber_id: int, secret: bytes) -> str:
    mac = hmac.digest(secret, b"return path %d %d" % (issue_id, subscriber_id), hashlib.sha256)[:MAC_BYTES]
    return base64.b32encode(mac).decode().lower()
