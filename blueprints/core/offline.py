"""Reading without a network: the manifest, the worker that keeps what was read, and the page for what was not.

docs/offline.md tells what a phone keeps, and how to take it back.
"""

from flask import Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.core import bp
from blueprints.core.config import ROOT
from blueprints.core.languages import offered, speaking
from blueprints.core.minify import minify_js
from blueprints.core.pages import public
from blueprints.core.templating import direction
from blueprints.core.wording import WORKERS_SCRIPT, said_by_script

LONGEST_SHORT_NAME = 12
A_DAY = 86_400
WORKERS = {True: "worker.js", False: "no-worker.js"}
ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("maskable-512.png", 512, "maskable"))


@bp.get("/manifest.webmanifest")
def show_manifest() -> ResponseReturnValue:
    """The site as something that a phone can put on its home screen (W3C Web Application Manifest)."""
    name, language = current_app.config["SITE_NAME"], current_app.config["LANGUAGE"]
    manifest = {
        "id": "/",
        "name": name,
        "short_name": short_name(name),
        "lang": language,
        "dir": direction(language),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "categories": ["news"],
        "icons": [
            {
                "src": url_for("static", filename=f"icons/{file}"),
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": purpose,
            }
            for file, side, purpose in ICONS
        ],
    }
    body = current_app.json.dumps(manifest, separators=(",", ":"))
    answer = public(body, "manifest", mimetype="application/manifest+json", seconds=A_DAY)
    answer.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    return answer


@bp.get("/sw.js")
def show_worker() -> Response:
    """The service worker; where OFFLINE_READING is off, one that throws away what the other kept."""
    path = ROOT / "static" / "js" / "worker" / WORKERS[current_app.config["OFFLINE_READING"]]
    said = {language: _said(language) for language in offered()}
    body = f"const WORDS = {current_app.json.dumps(said)}\n{minify_js(path.read_text(encoding='utf-8'))}"
    answer = public(body, "worker", mimetype="text/javascript", seconds=A_DAY)
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; connect-src 'self'"
    return answer


@bp.get("/offline/")
def show_offline() -> ResponseReturnValue:
    """What stands in for a page that the phone does not have; the worker writes in what it has."""
    return public(render_template("core/show_offline.html"), "offline", seconds=A_DAY)


def _said(language: str) -> dict[str, str]:
    with speaking(language):
        return said_by_script(WORKERS_SCRIPT)


def short_name(name: str) -> str:
    """As much of the name as stands under an icon: whole words where they fit, at most 12 characters."""
    if len(name) <= LONGEST_SHORT_NAME:
        return name
    cut = name[: LONGEST_SHORT_NAME + 1]
    return cut.rsplit(" ", 1)[0] if " " in cut.strip() else name[:LONGEST_SHORT_NAME]
