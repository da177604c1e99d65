"""The link of a mail that asks: looking changes nothing, the button confirms."""

from flask import render_template
from flask.globals import app_ctx
from flask.typing import ResponseReturnValue

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import private
from blueprints.newsletter import bp
from blueprints.newsletter.readers.links import token_for
from blueprints.newsletter.readers.moving import move
from blueprints.newsletter.readers.signing_up import confirm, wish_to_confirm
from blueprints.newsletter.readers.wishing import answer_aside
from blueprints.newsletter.views.holding import posted


@bp.route("/confirm/<token>/", methods=["GET", "POST"])
def confirm_subscription(token: str) -> ResponseReturnValue:
    """A button that confirms a sign-up or a new address, for scanners of mail follow every link; and what it did."""
    subscriber = wish_to_confirm(db.session, token, now())
    if subscriber is None:
        return private(render_template("newsletter/confirm_subscription.html", subscriber=None), 404)
    moving = subscriber.new_email is not None
    if posted():
        if moving:
            subscriber = move(db.session, subscriber, now())
        else:
            confirm(db.session, subscriber, now())
        db.session.commit()
        answer_aside(app_ctx.app)  # the mail to an old address, if there is one
    context = {"subscriber": subscriber, "done": posted() or (subscriber.is_active and not moving), "moving": moving}
    key = token_for(subscriber.id, subscriber.secret)
    return private(render_template("newsletter/confirm_subscription.html", **context, token=token, key=key))
