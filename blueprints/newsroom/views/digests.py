"""The next digest at the desk: its order, what stays out, its envelope and note; and how it looks."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.auth.access import signed_in
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import private
from blueprints.core.wording import gettext
from blueprints.newsletter.composing.planning import (
    Decision,
    Upcoming,
    decide,
    in_order,
    may_hold,
    picks_for,
    upcoming,
)
from blueprints.newsroom import bp, queries
from blueprints.newsroom.forms.digest import DigestForm
from blueprints.newsroom.loading import editors_only
from blueprints.newsroom.newsletter import names
from blueprints.newsroom.newsletter.arranging import Arrangement, sent_ids
from blueprints.newsroom.newsletter.previewing import Shown, default_envelope
from blueprints.newsroom.views.letter_previews import TESTS, frame_of, preview_page, send_test_of

RULE = "/newsletter/digests/<kind>/<language>/"


@bp.route(RULE, methods=["GET", "POST"])
def edit_digest(kind: str, language: str) -> ResponseReturnValue:
    """The form of the next digest; an earlier tab does not overwrite a later one unseen."""
    digest = _digest(kind, language)
    before = Decision.of(digest.issue)
    if request.method == "GET":
        words = {"subject": before.subject, "preheader": before.preheader, "note": before.note}
        form = DigestForm(formdata=None, version=before.version, **words)
        return private(_form_page(form, digest, Arrangement.showing(digest.articles)))
    form, arrangement = DigestForm(), _sent(digest)
    decision = _decision(form, digest, arrangement)
    conflict = decision is not None and form.version.data != before.version and decision != before
    if decision is None or conflict:
        return private(_form_page(form, digest, arrangement, conflict=conflict), 422)
    decide(db.session, digest, decision, signed_in().id, now())
    db.session.commit()
    flash(gettext("Saved. It holds for all copies that are made from now on."), "saved")
    view = "newsroom.preview_digest" if request.form.get("action") == "see" else "newsroom.edit_digest"
    return redirect(url_for(view, kind=kind, language=language), 303)


@bp.get(f"{RULE}preview/")
def preview_digest(kind: str, language: str) -> ResponseReturnValue:
    """The next digest as its readers would see it, in frames."""
    digest = _digest(kind, language)
    back = url_for("newsroom.edit_digest", kind=kind, language=language)
    return preview_page("newsroom/preview_digest.html", Shown.upcoming(digest), back, digest=digest)


@bp.get(f"{RULE}preview/<look>/<form>/")
def frame_digest(kind: str, language: str, look: str, form: str) -> ResponseReturnValue:
    """The letter itself, for a frame."""
    return frame_of(Shown.upcoming(_digest(kind, language)), form, look)


@bp.post(f"{RULE}test/")
@TESTS
def send_digest_test(kind: str, language: str) -> ResponseReturnValue:
    """A test of the next digest to one's own address."""
    back = url_for("newsroom.preview_digest", kind=kind, language=language)
    return send_test_of(Shown.upcoming(_digest(kind, language)), back)


def _digest(kind: str, language: str) -> Upcoming:
    editors_only()
    digest = upcoming(db.session, kind, language, now())
    if digest is None:
        abort(404)
    return digest


def _sent(digest: Upcoming) -> Arrangement:
    """The rows that a browser sent, of those that readers can see."""
    articles = in_order(db.session, sent_ids(request.form.getlist("article")), now())
    return Arrangement.sent(articles, request.form)


def _decision(form: DigestForm, digest: Upcoming, arrangement: Arrangement) -> Decision | None:
    """What was decided; None where something is wrong, which the forms then say."""
    moment = now()
    sound, well = form.validate(), arrangement.is_sound(db.session)
    added = arrangement.added
    if added is not None and not may_hold(db.session, digest, added.id, moment):
        arrangement.refuse(gettext("This is not new to those who get this digest, or in another language."))
    if not sound or not well or arrangement.form.errors:
        return None
    back = set(sent_ids(request.form.getlist("back")))
    before = digest.issue.dropped if digest.issue else []
    order = arrangement.order
    dropped = [number for number in dict.fromkeys([*before, *arrangement.left_out]) if number not in {*back, *order}]
    picks = picks_for(db.session, digest, order, dropped, moment)
    return Decision(picks, tuple(dropped), form.subject.data or "", form.preheader.data or "", form.note.data or "")


def _form_page(form: DigestForm, digest: Upcoming, arrangement: Arrangement, *, conflict: bool = False) -> str:
    moment = now()
    form.version.data, form.version.raw_data = Decision.of(digest.issue).version, None
    return render_template(
        "newsroom/edit_digest.html",
        form=form,
        digest=digest,
        arrangement=arrangement,
        defaults=default_envelope(digest, moment),
        recent=db.session.scalars(queries.recent_articles(moment)).all(),
        names=names,
        conflict=conflict,
    )
