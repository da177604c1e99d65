"""What the pages behind a reader's own link share: whose it is, and a page that helps where it is nobody's."""

from flask import abort, make_response, render_template, request

from blueprints.core.database import db
from blueprints.core.pages import private
from blueprints.newsletter.models import Subscriber
from blueprints.newsletter.readers.links import holder_of


def holder(token: str) -> Subscriber:
    """The subscriber whose link this is; else a page that says so and tells nothing more."""
    subscriber = holder_of(db.session, token)
    if subscriber is None:
        abort(make_response(private(render_template("newsletter/_dead_link.html"), 404)))
    return subscriber


def posted() -> bool:
    """Whether a button was pressed; looking changes nothing."""
    return request.method == "POST"
