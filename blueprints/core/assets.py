"""Stylesheets and scripts: one small file per component, joined into one request, named by content."""

import hashlib
import re
from functools import cache
from pathlib import Path

from blueprints.core.config import ROOT

STATIC = ROOT / "static"
FIRST = ("vendor", "tokens.css", "base.css")
BUNDLES: dict[str, tuple[str, ...]] = {
    "site.css": ("css/tokens.css", "css/site/*.css"),
    "desk.css": ("css/desk/*.css",),
    "site.js": ("vendor/htmx-*.min.js", "js/site/*.js"),
    "desk.js": ("vendor/purify-*.min.js", "vendor/squire-*.js", "js/desk/*.js"),
}
COMMENT = re.compile(rb"/\*.*?\*/\n?", re.DOTALL)
KINDS = {".css": "text/css", ".js": "text/javascript"}


@cache
def bundle(name: str) -> tuple[bytes, str]:
    """The joined bytes of a bundle, and the digest that stands in its address."""
    paths = [path for pattern in BUNDLES[name] for path in sorted(STATIC.glob(pattern))]
    between = b";\n" if name.endswith(".js") else b"\n"  # a script need not end in a semicolon
    joined = between.join(path.read_bytes().rstrip() for path in paths) + b"\n"
    if name.endswith(".css"):
        joined = COMMENT.sub(b"", joined)  # they are for us, and a reader pays for each byte
    return joined, hashlib.sha256(joined).hexdigest()[:12]


def bundle_path(name: str) -> str:
    """The address of a bundle; it changes when a byte of it does."""
    return f"/assets/{bundle(name)[1]}/{name}"


@cache
def file_version(path: str) -> str:
    """A short digest of one static file, for its address."""
    return hashlib.sha256((STATIC / Path(path)).read_bytes()).hexdigest()[:12]
