"""Stylesheets and scripts: one small file per component, joined into few requests, named by content.

`site.css` is all that an article needs, and what other pages begin with; `lists.css` is all that the front page and
lists of articles need, in one request; `more.css` is what the other pages need besides `site.css`; `htmx.js` comes with
the first press that needs it, and `tapped` with the first tap on a gallery or a video. So whoever follows a shared link
pays for the article alone.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from blueprints.core.config import ROOT
from blueprints.core.minify import minify_css, minify_js

STATIC = ROOT / "static"
BUNDLES: dict[str, tuple[str, ...]] = {
    "site.css": ("css/tokens.css", "css/site/*.css", "css/forms/*.css", "css/article/*.css"),
    "lists.css": ("css/tokens.css", "css/site/*.css", "css/shared/page-head.css", "css/lists/*.css"),
    "more.css": ("css/shared/*.css", "css/more/*.css"),
    "tapped.css": ("css/tapped/*.css",),
    "desk.css": ("css/shared/*.css", "css/desk/*.css"),
    "site.js": ("js/site/*.js",),
    "htmx.js": ("vendor/htmx-*.min.js", "js/htmx/*.js"),
    "tapped.js": ("js/tapped/*.js",),
    "desk.js": ("vendor/purify-*.min.js", "vendor/squire-*.js", "js/desk/*.js"),
}
TODAY = re.compile(r"/assets/today/([\w.]+)")  # in a script, a bundle that it brings later
KINDS = {".css": "text/css", ".js": "text/javascript"}


@cache
def bundle(name: str) -> tuple[bytes, str]:
    """The joined bytes of a bundle, and the digest that stands in its address."""
    parts = (_part(path) for pattern in BUNDLES[name] for path in sorted(STATIC.glob(pattern)))
    between = ";\n" if name.endswith(".js") else ""  # a script need not end in a semicolon
    joined = between.join(parts).encode()
    return joined, hashlib.sha256(joined).hexdigest()[:12]


def _part(path: Path) -> str:
    text = path.read_text(encoding="utf-8").strip()
    if path.parent.name == "vendor":
        return text  # as it came, with its licence
    if path.suffix == ".css":
        return minify_css(text)
    return TODAY.sub(lambda found: bundle_path(found[1]), minify_js(text))


def bundle_path(name: str) -> str:
    """The address of a bundle; it changes when a byte of it does."""
    return f"/assets/{bundle(name)[1]}/{name}"
