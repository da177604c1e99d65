"""The checks before every request and the headers on every answer, in one place."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from blueprints.core.database import LARGEST_ID, begin_reading, begin_writing

SAFE = ("GET", "HEAD", "OPTIONS")
LARGEST_FORM = 256 << 10
LARGEST_UPLOAD = 12 << 20
LONGEST_QUERY = 32 << 10
SHARE_HOSTS = (  # with those that they redirect telephones to, since form-action follows redirects
    "https://wa.me https://api.whatsapp.com https://www.facebook.com https://m.facebook.com https://x.com https://t.me"
)
PERMISSIONS = "camera=(), microphone=(), geolocation=(), browsing-topics=()"
# The players that a reader's tap on a video may put into the page (static/js/site/embed.js); before it, nothing asks
# them for anything. They are exact hosts, and those that promise to set no cookie where there is such a one.
PLAYER_HOSTS = "https://www.youtube-nocookie.com https://player.vimeo.com https://geo.dailymotion.com"
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


def init_security(app: Flask) -> None:
    """Put the checks in front of every view, and the headers behind it."""
    app.extensions["uploads"], app.extensions["foreign_posts"] = set(), set()
    app.extensions["framing"], app.extensions["framed"] = set(), set()
    app.url_value_preprocessor(_refuse_impossible_numbers)
    app.before_request(_limit_query)
    app.before_request(_limit_body)
    app.before_request(_check_host)
    app.before_request(_check_origin)
    app.before_request(_choose_transaction)
    app.after_request(_set_headers)
    app.teardown_request(_forget_transaction)


def trust_proxies(app: Flask) -> None:
    """Believe so many proxies in front of all else, the page cache too: a page by https has a header more."""
    hops = app.config["TRUSTED_PROXIES"]
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]


def takes_uploads(app: Flask, *endpoints: str) -> None:
    """Let these views take bodies of 12 MB; all others take 256 KB."""
    app.extensions["uploads"].update(endpoints)


def takes_foreign_posts(app: Flask, *endpoints: str) -> None:
    """Let pages of other sites post to these views. They must do the same whoever asks: no cookie, no session."""
    app.extensions["foreign_posts"].update(endpoints)


def shows_in_frames(app: Flask, pages: Collection[str], framed: Collection[str]) -> None:
    """Let these pages of ours show those views of ours in frames, as the desk does with letters; nobody else may."""
    app.extensions["framing"].update(pages)
    app.extensions["framed"].update(framed)


def _refuse_impossible_numbers(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """No row can have such a number, and databases cannot even be asked about it."""
    if any(isinstance(value, int) and value > LARGEST_ID for value in (values or {}).values()):
        abort(404)


def _limit_query() -> None:
    """Refuse what is longer than anything that a page of ours asks for."""
    if len(request.query_string) > LONGEST_QUERY:
        abort(414)


def _limit_body() -> None:
    upload = request.endpoint in current_app.extensions["uploads"]
    request.max_content_length = LARGEST_UPLOAD if upload else LARGEST_FORM
    request.max_form_memory_size = 2 << 20
    if (request.content_length or 0) > request.max_content_length:
        abort(413)


def _check_host() -> None:
    """Answer only under our own name, so that nobody can put theirs into our links or caches."""
    if request.endpoint in ("core.show_health", "core.show_readiness"):
        return
    own = urlsplit(current_app.config["SITE_URL"]).netloc
    name = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    if request.host != own and not (name in LOOPBACK and not current_app.config["SITE_URL_GIVEN"]):
        abort(421)


def _check_origin() -> None:
    """Refuse a state change that another site's page sends; a browser always says where it comes from."""
    if request.method in SAFE or request.endpoint in current_app.extensions["foreign_posts"]:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        allowed = site in ("same-origin", "none")
    elif origin is not None:
        allowed = origin in (current_app.config["SITE_URL"], request.host_url.rstrip("/"))
    else:
        allowed = current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
    if not allowed:
        abort(403)


def _choose_transaction() -> None:
    if request.method in SAFE:
        begin_reading()
    else:
        begin_writing()


def _forget_transaction(error: BaseException | None) -> None:
    """The thread's next reader, such as the page cache, must not take the writer's lock."""
    begin_reading()


def _set_headers(answer: Response) -> Response:
    headers = answer.headers
    page = answer.mimetype == "text/html" and not _is_swapped_in()
    headers.setdefault(
        "Content-Security-Policy", _policy(answer) if page else "default-src 'none'; frame-ancestors 'none'"
    )
    headers["X-Content-Type-Options"] = "nosniff"
    if page:  # what only a document obeys; on a picture it costs half a kilobyte
        headers["X-Frame-Options"] = "SAMEORIGIN" if _may_be_framed() else "DENY"
        headers["Permissions-Policy"] = PERMISSIONS
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Cache-Control", "private, no-store")
    if request.is_secure or current_app.config["SITE_URL"].startswith("https://"):
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return answer


def _may_be_framed() -> bool:
    return request.endpoint in current_app.extensions["framed"]


def _is_swapped_in() -> bool:
    """Whether htmx posts: the answer is part of a page that has its own headers. GET answers never vary by it."""
    return request.method == "POST" and request.headers.get("HX-Request") == "true"


def _policy(answer: Response) -> str:
    """What the page may load; players of other sites only where it shows a video."""
    media = urlsplit(current_app.config["MEDIA_URL"])
    pictures = f"'self' {media.scheme}://{media.netloc}" if media.netloc else "'self'"
    players = f"frame-src {PLAYER_HOSTS}; " if b'class="embed' in answer.get_data() else ""
    players = "frame-src 'self'; " if request.endpoint in current_app.extensions["framing"] else players
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src {pictures}; connect-src 'self'; "
        f"{players}manifest-src 'self'; worker-src 'self'; form-action 'self' {SHARE_HOSTS}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
