"""Passwords: argon2id by OWASP's parameters, and no difference between a wrong one and a stranger."""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from werkzeug.exceptions import TooManyRequests

from blueprints.core.wording import gettext, ngettext

SHORTEST, LONGEST = 12, 128
FEWEST_DIFFERENT = 5
AT_ONCE = 2  # each costs 19 MiB and about 36 ms of one core
LONGEST_WAIT = 5.0  # seconds, then 429

# OWASP Password Storage Cheat Sheet: m=19 MiB, t=2, p=1.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_places = threading.BoundedSemaphore(AT_ONCE)
_nobodys_hash = _hasher.hash("nobody has this password")


def fault_of(password: str, *known: str) -> str | None:
    """What is wrong with a new password, in words for the one who chose it; `known` is what anybody can guess."""
    if not SHORTEST <= len(password) <= LONGEST:
        bounds = {"shortest": SHORTEST, "longest": LONGEST}
        return ngettext(
            "This has %(num)d character. A password has %(shortest)d to %(longest)d.",
            "This has %(num)d characters. A password has %(shortest)d to %(longest)d.",
            len(password),
            **bounds,
        )
    if len(set(password)) < FEWEST_DIFFERENT:
        return gettext("Use at least %(fewest)d different characters.", fewest=FEWEST_DIFFERENT)
    if password.casefold() in {word.casefold() for word in known}:
        return gettext("This is too easy to guess: it is your own name or address.")
    return None


def hash_password(password: str) -> str:
    """The hash to keep of a password that fault_of finds nothing wrong with."""
    with _place():
        return _hasher.hash(_one_form(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether this is the password; as much work is done when there is no hash."""
    if len(password) > LONGEST:
        return False
    with _place():
        try:
            _hasher.verify(password_hash or _nobodys_hash, _one_form(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _one_form(password: str) -> bytes:
    """A phone and a desk may write the same letters in two ways (NIST SP 800-63B §5.1.1.2)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=LONGEST_WAIT):
        raise TooManyRequests(retry_after=5)
    try:
        yield
    finally:
        _places.release()
