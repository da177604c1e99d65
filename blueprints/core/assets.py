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
from blueprints.core.tokens import Tokens

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
LAYERS = ("base", "layout", "component", "page")
LAYER = re.compile(r"@layer (\w+)\{(.*)\}", re.DOTALL)  # a stylesheet of ours, which is one layer
KINDS = {".css": "text/css", ".js": "text/javascript"}


@cache
def bundle(name: str) -> tuple[bytes, str]:
    """The joined bytes of a bundle, and the digest that stands in its address."""
    parts = [_part(path) for pattern in BUNDLES[name] for path in sorted(STATIC.glob(pattern))]
    # A script need not end in a semicolon.
    joined = (_layered(parts) if name.endswith(".css") else ";\n".join(parts)).encode()
    return joined, hashlib.sha256(joined).hexdigest()[:12]


def _layered(parts: list[str]) -> str:
    """The same rules with each layer opened once: where rules stand matters within a layer, not between two."""
    found = [(LAYER.fullmatch(part), part) for part in parts]
    bare = [part for match, part in found if not match]
    layers = {layer: "".join(match[2] for match, _ in found if match and match[1] == layer) for layer in LAYERS}
    return "".join(bare + [f"@layer {layer}{{{rules}}}" for layer, rules in layers.items() if rules])


def _part(path: Path) -> str:
    text = path.read_text(encoding="utf-8").strip()
    if path.parent.name == "vendor":
        return text  # as it came, with its licence
    if path.suffix == ".css":
        return minify_css(tokens().spend(text))
    return TODAY.sub(lambda found: bundle_path(found[1]), minify_js(text))


@cache
def tokens() -> Tokens:
    """What our stylesheets define; one bundle spends what another defines."""
    return Tokens(path.read_text(encoding="utf-8") for path in sorted(STATIC.glob("css/**/*.css")))


def bundle_path(name: str) -> str:
    """The address of a bundle; it changes when a byte of it does."""
    return f"/assets/{bundle(name)[1]}/{name}"
