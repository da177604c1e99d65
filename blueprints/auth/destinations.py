"""Where a person goes after signing in: only ever to a path of our own."""

from urllib.parse import quote, urlsplit

from blueprints.auth.models import Account
from blueprints.core.languages import here

LONGEST = 2000
PATH_SIGNS = "/%:@!$&'()*+,;=~-._"


def own_path(wanted: str | None) -> str | None:
    """The path and query of an address on this site, built anew; None for anything that might lead elsewhere.

    A browser reads `//`, a backslash or a tab in it as the beginning of another site's address (WHATWG URL §4.4).
    """
    if not wanted or len(wanted) > LONGEST or not wanted.startswith("/"):
        return None
    if "//" in wanted or "\\" in wanted or not wanted.isprintable():
        return None
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc:
        return None
    query = quote(parts.query, safe=PATH_SIGNS + "?")
    return quote(parts.path, safe=PATH_SIGNS) + (f"?{query}" if query else "")


def after_sign_in(account: Account, wanted: str | None) -> str:
    """The page that was asked for, or else the desk for staff and the front page for readers."""
    return own_path(wanted) or here("/desk/" if account.is_staff else "/")
