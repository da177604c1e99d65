"""Taking an address, from our own forms and from those of other sites."""

from typing import cast

from flask import Flask, abort, redirect, render_template, request, url_for
from flask.globals import app_ctx
from flask.typing import ResponseReturnValue

from blueprints.core.clock import now
from blueprints.core.database import begin_reading, db
from blueprints.core.extensions import limiter
from blueprints.core.languages import current_language
from blueprints.core.pages import private, wants_fragment
from blueprints.core.security import takes_foreign_posts
from blueprints.newsletter import bp
from blueprints.newsletter.forms import JoinForm, SubscribeForm
from blueprints.newsletter.readers.wishing import answer_aside, note_wish

PACE = limiter.shared_limit("6/minute;60/hour", scope="newsletter-sign-up")
bp.record(lambda state: takes_foreign_posts(cast(Flask, state.app), "newsletter.join"))


@bp.post("/subscribe/")
@PACE
def subscribe() -> ResponseReturnValue:
    """Take an address; the answer is the same whether it was new, known, asked a moment ago or a machine's."""
    form = SubscribeForm()
    good = form.validate()
    if good and not form.website.data:
        note_wish(
            db.session,
            form.address,
            current_language(),
            now(),
            source=form.source,
            cadence=form.cadence.data,
            zone=form.known_zone,
            article_id=form.article.data,
        )
        db.session.commit()
        answer_aside(app_ctx.app)
    fragment = wants_fragment()
    place = (form.place.data if fragment and not form.place.errors else "") or "page"
    return _answer("newsletter/_subscribed.html" if fragment else "newsletter/subscribe.html", form, good, place)


@bp.get("/join/")
def show_join() -> ResponseReturnValue:
    """Where a page of another site leads whose form was not sent."""
    return redirect(url_for("newsletter.show_newsletter"))


@bp.post("/join/")
@PACE
def join() -> ResponseReturnValue:
    """Take an address from another site's form, and answer with a page of ours.

    It reads no cookie and no session, so that there is nothing a foreign page could do in somebody's name; and it takes
    only what a reader sees happen, which is a new page, and nothing that a script sends behind their back.
    """
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        abort(403)
    form = JoinForm()
    good = form.validate()
    if good and not form.website.data:
        note_wish(db.session, form.address, current_language(), now(), source="embed")
        db.session.commit()
        answer_aside(app_ctx.app)
    return _answer("newsletter/subscribe.html", form, good, "embed")


def _answer(template: str, form: JoinForm | SubscribeForm, good: bool, place: str) -> ResponseReturnValue:
    begin_reading()
    subscription = {"form": form, "done": good, "place": place}
    return private(render_template(template, subscription=subscription), 200 if good else 422)
