"""Leaving: at once by one press, then one question; and coming back, or staying with less."""

from datetime import timedelta
from typing import cast

from flask import Flask, render_template
from flask.globals import app_ctx
from flask.typing import ResponseReturnValue

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.email_addresses import read_email
from blueprints.core.extensions import limiter
from blueprints.core.languages import current_language
from blueprints.core.pages import private
from blueprints.core.security import takes_foreign_posts
from blueprints.newsletter import bp
from blueprints.newsletter.forms import LeavingForm, ReturnForm, Why
from blueprints.newsletter.models import Subscriber
from blueprints.newsletter.readers.choosing import change, rest_until, weekly
from blueprints.newsletter.readers.links import issue_of
from blueprints.newsletter.readers.signing_up import come_back, leave, may_return
from blueprints.newsletter.readers.suppressing import is_suppressed, release_for_reader
from blueprints.newsletter.readers.wishing import answer_aside, note_wish
from blueprints.newsletter.views.holding import holder, posted

A_MONTH = timedelta(days=30)
# A mail program in a browser sends the one click from its own site; the link itself is the secret.
bp.record(lambda state: takes_foreign_posts(cast(Flask, state.app), "newsletter.unsubscribe"))


@bp.route("/unsubscribe/<token>/", methods=["GET", "POST"])
def unsubscribe(token: str) -> ResponseReturnValue:
    """GET shows a button; POST acts at once, also for a mail program's one click (RFC 8058); twice is fine."""
    subscriber = holder(token)
    if posted():
        leave(db.session, subscriber, now(), issue_of(token))
        db.session.commit()
    return _page(subscriber, token)


@bp.post("/unsubscribe/<token>/why/")
def tell_why(token: str) -> ResponseReturnValue:
    """Keep the answer to the one question; no answer is one too."""
    subscriber, form = holder(token), LeavingForm()
    why = form.why.data if form.validate() else ""
    if why and not subscriber.is_active:
        subscriber.left_why = why
        db.session.commit()
    return _page(subscriber, token, told=True)


@bp.post("/again/<token>/")
@limiter.limit("10/minute")
def return_to_letters(token: str) -> ResponseReturnValue:
    """Come back at once from a leaving that was a mistake, or stay with less; later a mail asks once more."""
    subscriber, form, moment = holder(token), ReturnForm(), now()
    less = (form.less.data or "") if form.validate() else ""
    if may_return(subscriber, moment) and not is_suppressed(db.session, subscriber.email_norm):
        come_back(db.session, subscriber, moment)
    if not subscriber.is_active:
        return _ask_again(subscriber)
    if less == "weekly":
        change(db.session, subscriber, weekly, moment)
    elif less == "pause":
        rest_until(db.session, subscriber, moment + A_MONTH, moment)
    db.session.commit()
    page = render_template("newsletter/return_to_letters.html", subscriber=subscriber, key=token, less=less)
    return private(page)


def _ask_again(subscriber: Subscriber) -> ResponseReturnValue:
    """By their own link they say that the address lives and is theirs, so the mail that asks may be sent to it."""
    if release_for_reader(db.session, subscriber.email_norm):
        address = read_email(subscriber.email)
        note_wish(db.session, address, current_language(), now(), source="again")
    db.session.commit()
    answer_aside(app_ctx.app)
    return private(render_template("newsletter/return_to_letters.html", subscriber=subscriber, key="", less=""))


def _page(subscriber: Subscriber, token: str, *, told: bool = False) -> ResponseReturnValue:
    moment, form = now(), LeavingForm(None, why=subscriber.left_why)
    context = {"subscriber": subscriber, "key": token, "form": form, "told": told, "Why": Why}
    context["may_return"] = may_return(subscriber, moment)
    return private(render_template("newsletter/unsubscribe.html", **context))
