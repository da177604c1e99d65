"""Letters by hand at the desk: written, looked at, sent now or later, and taken back until they begin."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.auth.access import signed_in
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.forms import StaffForm
from blueprints.core.pages import private
from blueprints.core.sanitiser import clean_html
from blueprints.core.wording import gettext
from blueprints.newsletter.composing.planning import in_order
from blueprints.newsletter.models import Issue
from blueprints.newsroom import bp, queries
from blueprints.newsroom.forms.digest import LetterForm, SendingForm
from blueprints.newsroom.loading import editors_only
from blueprints.newsroom.local_time import TimeRefusedError, moment_at, zone_label
from blueprints.newsroom.newsletter import letters, names
from blueprints.newsroom.newsletter.arranging import Arrangement, sent_ids
from blueprints.newsroom.newsletter.letters import Writing
from blueprints.newsroom.newsletter.previewing import Shown
from blueprints.newsroom.views.letter_previews import TESTS, frame_of, preview_page, send_test_of

RULE = "/newsletter/letters/<int:issue_id>/"


@bp.route("/newsletter/letters/new/", methods=["GET", "POST"])
def new_letter() -> ResponseReturnValue:
    """An empty letter; sending its form twice makes one."""
    editors_only()
    if request.method == "GET":
        form = _offered(LetterForm(formdata=None, form_key=letters.new_slot()), None)
        return private(_form_page(form, None, Arrangement.showing([])))
    form, arrangement = _offered(LetterForm(), None), _sent()
    known = letters.letter_with_slot(db.session, form.form_key.data or "")
    if known is not None:
        return redirect(url_for("newsroom.edit_letter", issue_id=known.id), 303)
    writing = _writing(form, arrangement)
    if writing is None:
        return private(_form_page(form, None, arrangement), 422)
    issue = letters.begin_letter(db.session, form.form_key.data or letters.new_slot(), signed_in().id, now())
    return _saved(issue, writing)


@bp.route(f"{RULE}edit/", methods=["GET", "POST"])
def edit_letter(issue_id: int) -> ResponseReturnValue:
    """The form of a letter, until it begins to go out."""
    issue = _letter(issue_id)
    if not letters.is_open(issue):
        flash(gettext("This letter can no longer be changed: it went out, or was ended."), "refused")
        return redirect(url_for("newsroom.show_issue", issue_id=issue_id), 303)
    before = Writing.of(issue)
    if request.method == "GET":
        words = {"subject": before.subject, "preheader": before.preheader, "body": before.body}
        form = LetterForm(formdata=None, version=before.version, language=before.language, **words)
        articles = in_order(db.session, before.picks, now())
        return private(_form_page(_offered(form, issue), issue, Arrangement.showing(articles)))
    form, arrangement = _offered(LetterForm(), issue), _sent()
    writing = _writing(form, arrangement)
    conflict = writing is not None and form.version.data != before.version and writing != before
    if writing is None or conflict:
        return private(_form_page(form, issue, arrangement, conflict=conflict), 422)
    return _saved(issue, writing)


@bp.route(f"{RULE}send/", methods=["GET", "POST"])
def send_letter(issue_id: int) -> ResponseReturnValue:
    """Asks once more, and says how many get it; then it goes at once or at its time."""
    issue = _letter(issue_id)
    if not letters.is_open(issue) or not letters.is_ready(issue):
        flash(gettext("A letter needs a subject, and a text or an article, before it can be sent."), "refused")
        return redirect(url_for("newsroom.edit_letter", issue_id=issue_id), 303)
    form = SendingForm() if request.method == "POST" else SendingForm(formdata=None)
    if request.method == "GET" or not _is_planned(form, issue):
        return private(_sending_page(form, issue), 200 if request.method == "GET" else 422)
    db.session.commit()
    flash(gettext("It goes out at its time. Until then it can be changed or taken back."), "saved")
    return redirect(url_for("newsroom.show_issue", issue_id=issue_id), 303)


@bp.post(f"{RULE}hold/")
def hold_letter(issue_id: int) -> ResponseReturnValue:
    """Not at its time after all: a draft again."""
    issue = _letter(issue_id)
    if letters.is_open(issue) and StaffForm().validate():
        issue.send_at = None
        db.session.commit()
        flash(gettext("It stays here until you send it."), "saved")
    return redirect(url_for("newsroom.edit_letter", issue_id=issue_id), 303)


@bp.get(f"{RULE}preview/")
def preview_letter(issue_id: int) -> ResponseReturnValue:
    """A letter as its readers would see it, in frames."""
    issue = _letter(issue_id)
    back = url_for("newsroom.edit_letter", issue_id=issue_id)
    return preview_page("newsroom/preview_letter.html", Shown(issue, issue.picks), back, issue=issue)


@bp.get(f"{RULE}preview/<look>/<form>/")
def frame_letter(issue_id: int, look: str, form: str) -> ResponseReturnValue:
    """The letter itself, for a frame."""
    issue = _letter(issue_id)
    return frame_of(Shown(issue, issue.picks), form, look)


@bp.post(f"{RULE}test/")
@TESTS
def send_letter_test(issue_id: int) -> ResponseReturnValue:
    """A test to one's own address."""
    issue = _letter(issue_id)
    return send_test_of(Shown(issue, list(issue.picks)), url_for("newsroom.preview_letter", issue_id=issue_id))


def _letter(issue_id: int) -> Issue:
    editors_only()
    issue = letters.locked_letter(db.session, issue_id) if request.method == "POST" else db.session.get(Issue, issue_id)
    if issue is None or issue.kind != "manual":
        abort(404)
    return issue


def _offered(form: LetterForm, issue: Issue | None) -> LetterForm:
    form.offer(issue.language if issue else "")
    return form


def _sent() -> Arrangement:
    return Arrangement.sent(in_order(db.session, sent_ids(request.form.getlist("article")), now()), request.form)


def _writing(form: LetterForm, arrangement: Arrangement) -> Writing | None:
    """What was written; None where something is wrong, which the forms then say."""
    if not all([form.validate(), arrangement.is_sound(db.session)]):
        return None
    body = clean_html(form.html()).html
    words = (form.subject.data or "", form.preheader.data or "", body, form.language.data or "")
    return Writing(*words, tuple(arrangement.order))


def _saved(issue: Issue, writing: Writing) -> ResponseReturnValue:
    letters.write_letter(issue, writing, signed_in().id)
    db.session.commit()
    flash(gettext("Saved."), "saved")
    views = {"see": "newsroom.preview_letter", "send": "newsroom.send_letter"}
    view = views.get(request.form.get("action", ""), "newsroom.edit_letter")
    return redirect(url_for(view, issue_id=issue.id), 303)


def _is_planned(form: SendingForm, issue: Issue) -> bool:
    """Whether the form says when, and is of the letter as it stands; then that is written down."""
    moment = now()
    if not form.validate():
        return False
    if form.version.data != Writing.of(issue).version:
        form.send_on.errors = (gettext("The letter was changed meanwhile. Look at it again before you send it."),)
        return False
    if request.form.get("action") == "later":
        try:
            if form.send_on.data is None or form.send_at.data is None:
                raise TimeRefusedError(gettext("Say on which day and at what time."))
            moment = moment_at(form.send_on.data, form.send_at.data, current_app.config["TIMEZONE"])
            if moment <= now():
                raise TimeRefusedError(gettext("This time has passed. Choose a later one, or send now."))
        except TimeRefusedError as refused:
            form.send_on.errors = (str(refused),)
            return False
    issue.send_at = moment
    return True


def _form_page(form: LetterForm, issue: Issue | None, arrangement: Arrangement, *, conflict: bool = False) -> str:
    if issue is not None:
        form.version.data, form.version.raw_data = Writing.of(issue).version, None
    recent = db.session.scalars(queries.recent_articles(now())).all()
    page = {"form": form, "issue": issue, "arrangement": arrangement, "recent": recent, "conflict": conflict}
    return render_template("newsroom/edit_letter.html", **page, names=names)


def _sending_page(form: SendingForm, issue: Issue) -> str:
    form.version.data, form.version.raw_data = Writing.of(issue).version, None
    moment = now()
    readers = letters.readers_of(db.session, issue.language, moment)
    zone = zone_label(current_app.config["TIMEZONE"], moment)
    return render_template("newsroom/send_letter.html", form=form, issue=issue, readers=readers, zone=zone, names=names)
