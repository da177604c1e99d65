"""Issues to read on the web."""

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.languages import asked_language, here
from blueprints.core.pages import public
from blueprints.news.views.listing import asked_cursor
from blueprints.newsletter import bp
from blueprints.newsletter.archive import feed
from blueprints.newsletter.archive.shelf import contents_of, issue_address, public_issue, shelf

IN_FEED = 15


@bp.get("/issues/")
def list_issues() -> ResponseReturnValue:
    """The issues that went out, the newest first."""
    page = shelf(db.session, asked_language(), asked_cursor())
    return public(render_template("newsletter/list_issues.html", page=page), "newsletter", "menu")


@bp.get("/issues/feed/")
def show_issue_feed() -> Response:
    """The newest issues, for feed readers."""
    newest = shelf(db.session, asked_language(), None, IN_FEED)
    contents = [contents_of(db.session, issue, now()) for issue in newest.issues]
    body = feed.issue_feed(here("/newsletter/issues/"), contents)
    return public(body, "newsletter", "feed", mimetype=f"{feed.MIMETYPE}; charset=utf-8")


@bp.get("/issues/<int:number>/")
def show_issue(number: int) -> ResponseReturnValue:
    """An issue on the web, without anything of who got it; only what went out."""
    issue = public_issue(db.session, number)
    if issue is None:
        abort(404)
    contents = contents_of(db.session, issue, now())
    page = render_template("newsletter/show_issue.html", contents=contents, address=issue_address(issue))
    return public(page, "newsletter", "menu", "feed")
