"""The newsletter at the desk: what goes out next, what is in hand or stopped, what went, and how it grows."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import private
from blueprints.newsletter.composing.planning import upcoming_digests
from blueprints.newsroom import bp
from blueprints.newsroom.loading import asked_number, editors_only
from blueprints.newsroom.newsletter import growth, names, queries


@bp.get("/newsletter/")
def show_newsletter() -> ResponseReturnValue:
    """Everything at a glance."""
    editors_only()
    moment, before = now(), asked_number("before")
    past = db.session.scalars(queries.past_issues(before)).all()
    days = growth.growth(db.session, current_app.config["TIMEZONE"], moment)
    page = render_template(
        "newsroom/show_newsletter.html",
        digests=upcoming_digests(db.session, moment) if before is None else [],
        in_hand=db.session.scalars(queries.issues_in_hand()).all() if before is None else [],
        past=past[: queries.PAGE],
        after=past[queries.PAGE - 1].id if len(past) > queries.PAGE else None,
        is_first=before is None,
        days=days,
        drawing=growth.drawing_of(days),
        names=names,
        size=(growth.WIDTH, growth.HEIGHT, growth.BARS),
    )
    return private(page)
