"""One issue at the desk: its numbers while it goes out and after, and what the desk does when it stops."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.forms import StaffForm
from blueprints.core.pages import private, wants_fragment
from blueprints.core.wording import gettext, ngettext
from blueprints.newsletter.models import Issue, IssueState
from blueprints.newsletter.sending.halting import cancel, resume
from blueprints.newsletter.sending.uncertain import assume_held, send_held
from blueprints.newsroom import bp
from blueprints.newsroom.loading import editors_only
from blueprints.newsroom.newsletter import names
from blueprints.newsroom.newsletter.numbers import clicks_of, forget_numbers, numbers_of

RULE = "/newsletter/issues/<int:issue_id>/"
OPEN = (IssueState.PLANNED, IssueState.FILLING, IssueState.SENDING, IssueState.HALTED)


@bp.get(RULE)
def show_issue(issue_id: int) -> ResponseReturnValue:
    """What became of its copies, and why."""
    issue = _issue(issue_id)
    numbers, clicks = numbers_of(db.session, issue), clicks_of(db.session, issue)
    page = render_template("newsroom/show_issue.html", issue=issue, numbers=numbers, clicks=clicks, names=names)
    return private(page)


@bp.get(f"{RULE}progress/")
def show_progress(issue_id: int) -> ResponseReturnValue:
    """The numbers alone, for a page that stays open; whoever follows the link sees the whole page."""
    issue = _issue(issue_id)
    if not wants_fragment():
        return redirect(url_for("newsroom.show_issue", issue_id=issue_id))
    numbers = numbers_of(db.session, issue)
    return private(render_template("newsroom/_issue_progress.html", issue=issue, numbers=numbers, names=names))


@bp.post(f"{RULE}resume/")
def resume_issue(issue_id: int) -> ResponseReturnValue:
    """Let what was halted go on."""
    issue = _issue(issue_id)
    if _is_meant() and resume(db.session, issue.id, now()):
        return _done(issue_id, gettext("It goes on within a minute. Whoever was refused gets it too."))
    return redirect(url_for("newsroom.show_issue", issue_id=issue_id), 303)


@bp.route(f"{RULE}cancel/", methods=["GET", "POST"])
def cancel_issue(issue_id: int) -> ResponseReturnValue:
    """Asks once more before an issue is ended, which cannot be taken back."""
    issue, form = _issue(issue_id), StaffForm()
    if issue.state not in OPEN:
        return redirect(url_for("newsroom.show_issue", issue_id=issue_id), 303)
    if request.method == "GET" or not form.validate():
        page = render_template("newsroom/cancel_issue.html", issue=issue, form=form, names=names)
        return private(page, 200 if request.method == "GET" else 422)
    cancel(db.session, issue.id)
    return _done(issue_id, gettext("Ended. Nobody else gets it."))


@bp.post(f"{RULE}held/<ruling>/")
def settle_held(issue_id: int, ruling: str) -> ResponseReturnValue:
    """The desk's word on copies of which nobody knows whether they arrived: send them again, or take them as sent."""
    issue = _issue(issue_id)
    if ruling not in ("send", "assume"):
        abort(404)
    if not _is_meant():
        return redirect(url_for("newsroom.show_issue", issue_id=issue_id), 303)
    if ruling == "send":
        count = send_held(db.session, issue.id, now())
        words = ngettext("%(num)d copy is sent again.", "%(num)d copies are sent again.", count)
    else:
        count = assume_held(db.session, issue.id, now())
        words = ngettext("%(num)d copy is taken as sent.", "%(num)d copies are taken as sent.", count)
    return _done(issue_id, words)


def _issue(issue_id: int) -> Issue:
    editors_only()
    return db.get_or_404(Issue, issue_id or abort(404))


def _is_meant() -> bool:
    """Whether the form's token is right; else the page says what to do."""
    sound = StaffForm().validate()
    if not sound:
        flash(gettext("This page was open for too long. Press the button once more."), "refused")
    return sound


def _done(issue_id: int, words: str) -> ResponseReturnValue:
    db.session.commit()
    forget_numbers(issue_id)
    flash(words, "saved")
    return redirect(url_for("newsroom.show_issue", issue_id=issue_id), 303)
