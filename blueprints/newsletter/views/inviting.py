"""What the newsletter is, for those who do not have it yet; and how other places can offer it."""

import re
from collections.abc import Sequence

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.core.database import LARGEST_ID, db
from blueprints.core.languages import asked_language, here
from blueprints.core.pages import public
from blueprints.news.addresses import full_url
from blueprints.newsletter import bp
from blueprints.newsletter.archive.shelf import issue_path, public_issue, sample_of, shelf
from blueprints.newsletter.models import Issue
from blueprints.newsletter.readers.qr import qr_svg
from blueprints.newsletter.readers.signing_up import CONSENT

ISSUES_SHOWN = 5
FROM_ISSUE = re.compile(r"[1-9][0-9]{0,9}")


@bp.app_context_processor
def _words() -> dict[str, object]:
    return {"newsletter_consent": CONSENT, "issue_path": issue_path}


@bp.get("/")
def show_newsletter() -> ResponseReturnValue:
    """What one gets, how often, a sample, and the latest issues; what sent the reader here stands in `from`."""
    sender = request.args.get("from", "")
    passed_on = _passed_on(sender)
    issues = _issues(asked_language()) or _issues("")
    page = render_template(
        "newsletter/show_newsletter.html",
        issues=issues,
        sample=sample_of(issues),
        passed_on=passed_on,
        place="friend" if passed_on else "qr" if sender == "qr" else "page",
    )
    return public(page, "newsletter", "menu")


@bp.get("/embed/")
def show_embed() -> ResponseReturnValue:
    """A plain form for other sites, to copy."""
    address = full_url(here("/newsletter/join/"))
    code = render_template("newsletter/_embedded_form.html", address=address)
    return public(render_template("newsletter/show_embed.html", code=code), "newsletter", "menu")


@bp.get("/qr/")
def show_qr() -> ResponseReturnValue:
    """A page to print and hang up, with a code that telephones read."""
    return public(render_template("newsletter/show_qr.html", address=full_url(here("/newsletter/"))), "menu")


@bp.get("/qr.svg")
def show_qr_code() -> Response:
    """The code alone, for posters of one's own."""
    words = current_app.config["SITE_NAME"]
    return public(qr_svg(full_url(f"{here('/newsletter/')}?from=qr"), words), mimetype="image/svg+xml")


def _issues(language: str) -> Sequence[Issue]:
    return shelf(db.session, language, None, ISSUES_SHOWN).issues


def _passed_on(sender: str) -> Issue | None:
    """The issue that a friend passed on, if the address names one that went out."""
    number = int(sender) if FROM_ISSUE.fullmatch(sender) else 0
    return public_issue(db.session, number) if 0 < number <= LARGEST_ID else None
