"""Tables of subscribers at the desk, for admins: bringing many in, giving all out, and addresses never written to."""

from typing import cast

from flask import Flask, Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from blueprints.core.clock import now
from blueprints.core.database import begin_reading, db
from blueprints.core.forms import StaffForm
from blueprints.core.kept_counts import forget_count
from blueprints.core.pages import private
from blueprints.core.security import takes_uploads
from blueprints.core.wording import gettext
from blueprints.newsletter.models import SubscriberState
from blueprints.newsletter.readers.exporting import export_people
from blueprints.newsletter.readers.importing import ImportReport, import_people, read_rows
from blueprints.newsletter.readers.rows import WORDS
from blueprints.newsletter.readers.suppressing import BY_DESK, reason_of, release, suppress
from blueprints.newsletter.readers.tables import NotATable
from blueprints.newsroom import bp
from blueprints.newsroom.forms.subscribers import EmailForm, ImportForm
from blueprints.newsroom.loading import admins_only
from blueprints.newsroom.newsletter import names, queries
from blueprints.newsroom.newsletter.people import close_address, open_address, subscriber_with

bp.record(lambda state: takes_uploads(cast(Flask, state.app), "newsroom.import_subscribers"))


@bp.route("/subscribers/import/", methods=["GET", "POST"])
def import_subscribers() -> ResponseReturnValue:
    """A table of people who agreed elsewhere: checked first, in a window of its own, then brought in."""
    admins_only()
    form = ImportForm()
    if request.method == "GET":
        return private(_import_page(form, None))
    only_checked = request.form.get("action") != "import"
    report = _report(form, only_checked=only_checked) if form.validate() else None
    return private(_import_page(form, report, only_checked=only_checked), 422 if form.errors else 200)


@bp.post("/subscribers/export/")
def export_subscribers() -> ResponseReturnValue:
    """All subscribers, or those in a state, as a table for spreadsheets; piece by piece, however many they are.

    It is a form's button: nobody is led to it by a link, and the page cache holds the whole of what a link brings.
    """
    admins_only()
    if not StaffForm().validate():
        flash(gettext("This page was open for too long. Press the button once more."), "refused")
        return redirect(url_for("newsroom.list_subscribers"), 303)
    db.session.rollback()
    begin_reading()
    asked = request.form.get("state", "")
    state = asked if asked in list(SubscriberState) else None
    answer = Response(stream_with_context(export_people(state)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="subscribers{"-" + state if state else ""}.csv"'
    return answer


@bp.route("/subscribers/suppressed/", methods=["GET", "POST"])
def list_suppressions() -> ResponseReturnValue:
    """How many addresses are never written to, and why; one more, or one less."""
    admins_only()
    form = EmailForm()
    if request.method == "GET" or not form.validate():
        found = db.session.execute(queries.suppressions_by_reason()).all()
        page = render_template("newsroom/list_suppressions.html", form=form, found=found, names=names)
        return private(page, 422 if form.errors else 200)
    words = _release(form) if request.form.get("action") == "release" else _suppress(form)
    db.session.commit()
    flash(words, "saved")
    return redirect(url_for("newsroom.list_suppressions"), 303)


def _report(form: ImportForm, *, only_checked: bool) -> ImportReport | None:
    """What became of the table; None where it is none, which the form then says."""
    name = form.table.data.filename or ""
    try:
        rows = read_rows(form.table.data.stream, form.consent.data or "")
        report = import_people(rows, now(), origin=name[:200], dry_run=only_checked)
    except NotATable as refused:
        form.table.errors = (str(refused),)
        return None
    for count in ("subscriber-states", "newsletter-audiences"):
        forget_count(count)
    return report


def _import_page(form: ImportForm, report: ImportReport | None, *, only_checked: bool = True) -> str:
    page = {"form": form, "report": report, "only_checked": only_checked, "words": WORDS}
    return render_template("newsroom/import_subscribers.html", **page)


def _suppress(form: EmailForm) -> str:
    subscriber = subscriber_with(db.session, form.address.norm)
    if subscriber is not None:
        close_address(db.session, subscriber, now())
    else:
        suppress(db.session, form.address.norm, BY_DESK, now())
    return gettext("This address is never written to from now on.")


def _release(form: EmailForm) -> str:
    if reason_of(db.session, form.address.norm) is None:
        return gettext("This address was not on the list.")
    subscriber = subscriber_with(db.session, form.address.norm)
    if subscriber is not None:
        open_address(db.session, subscriber, now())
    else:
        release(db.session, form.address.norm)
    return gettext("This address may be written to again.")
