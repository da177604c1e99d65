"""How the pages behind a secret address answer."""

from flask import Response, render_template

from blueprints.core.pages import private


def secret_page(template: str, status: int = 200, **context: object) -> Response:
    """A page whose address must not be told to anybody.

    `strict-origin` tells no path to whomever the page links to, and unlike `no-referrer` it lets the page's own form
    say where it comes from over plain http too (Fetch §3.2.6), which our origin check wants to hear.
    """
    answer = private(render_template(template, **context), status)
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


def dead_link() -> Response:
    """The same for a link that was used, that expired or was replaced, and for one that never was."""
    return secret_page("auth/_dead_link.html", 410)
