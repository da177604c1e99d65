"""Site-wide routes: health, robots, joined assets and pictures."""

import re
from datetime import timedelta

from flask import Response, abort, current_app, redirect, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from blueprints.core import bp
from blueprints.core.assets import BUNDLES, KINDS, bundle, bundle_path
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.languages import offered, root_of
from blueprints.core.pages import A_YEAR, as_picture, private, public
from blueprints.core.renditions import media_folder

RENDITION = re.compile(r"[0-9a-f]{2}/[0-9a-f]{18}-(\d{1,4})\.(jpg|webp|avif)")


@bp.get("/healthz")
def show_health() -> ResponseReturnValue:
    """The process answers; nothing else is touched."""
    return private("ok")


@bp.get("/readyz")
def show_readiness() -> ResponseReturnValue:
    """The database answers."""
    db.session.execute(text("SELECT 1"))
    return private("ok")


@bp.get("/robots.txt")
def show_robots() -> ResponseReturnValue:
    """What crawlers may read, and where the sitemap is."""
    closed = ("/desk/", "/search/", "/articles/", "/newsletter/manage/")
    paths = (root_of(language) + path for language in offered() for path in closed)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths), ""]
    lines.append(f"Sitemap: {current_app.config['SITE_URL']}/sitemap.xml\n")
    return public("\n".join(lines), "robots", mimetype="text/plain")


@bp.get("/.well-known/security.txt")
def show_security_contact() -> ResponseReturnValue:
    """Whom to tell of a weakness (RFC 9116); its end moves on from day to day, and is never a year away."""
    site, end = current_app.config["SITE_URL"], now().date() + timedelta(days=300)
    lines = (
        f"Contact: {current_app.config['SECURITY_CONTACT']}",
        f"Expires: {end:%Y-%m-%d}T00:00:00Z",
        f"Preferred-Languages: {current_app.config['LANGUAGE']}",
        f"Canonical: {site}/.well-known/security.txt",
    )
    return public("\n".join(lines) + "\n", "robots", mimetype="text/plain")


@bp.get("/security.txt")
def show_security_contact_elsewhere() -> ResponseReturnValue:
    """Where it was before RFC 9116."""
    return redirect("/.well-known/security.txt", 301)


@bp.get("/assets/<digest>/<name>")
def show_bundle(digest: str, name: str) -> ResponseReturnValue:
    """A joined stylesheet or script; an old digest leads to today's."""
    if name not in BUNDLES:
        abort(404)
    body, current = bundle(name)
    if digest != current:
        return redirect(bundle_path(name))
    answer = public(body, "assets", mimetype=KINDS[name[name.rindex(".") :]], seconds=A_YEAR)
    answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'"
    return answer


@bp.get("/media/<path:path>")
def show_picture(path: str) -> Response:
    """One rendition of a picture, in a sandbox of its own; any other size is unknown."""
    found = RENDITION.fullmatch(path)
    if not found:
        abort(404)
    return as_picture(send_from_directory(media_folder(), path, max_age=A_YEAR))


@bp.get("/favicon.ico")
def show_favicon() -> ResponseReturnValue:
    """The icon, for those who ask without reading the page."""
    return redirect(url_for("static", filename="icons/icon-32.png"), 301)
