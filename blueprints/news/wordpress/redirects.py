"""Old addresses: every link that WordPress gave a thing leads to where it lives now."""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from blueprints.core.database import AnySession
from blueprints.core.models import Picture
from blueprints.news.addresses import Addressable, url_of
from blueprints.news.editing import leave_redirect
from blueprints.news.models import Target
from blueprints.news.wordpress.markup import addresses

LONGEST = 1000
# WordPress without pretty addresses names a thing by one of these.
NAMING_QUERIES = re.compile(r"(?:p|page_id|attachment_id|cat|tag|author)=[^&]+")


def old_path(address: str) -> str:
    """The path as our server sees it, decoded and with single slashes, with the query if that names the thing."""
    parts = addresses.split(address)
    path = re.sub(r"/{2,}", "/", f"/{unquote(parts.path)}")
    naming = NAMING_QUERIES.search(parts.query)
    return f"{path}?{naming[0]}" if naming else path


def redirect(session: AnySession, old: Iterable[str], target: Target, thing: Addressable | Picture) -> None:
    """Let each of these old addresses lead to a thing, but for the address that it has anyway."""
    ours = "" if isinstance(thing, Picture) else url_of(thing)
    for path in dict.fromkeys(old_path(address) for address in old if address):
        if path not in ("/", ours) and len(path) <= LONGEST:
            leave_redirect(session, path, target, thing.id)
