"""What the previews of digests and letters share: the page with its frames, the frame, and the test."""

from typing import Any, cast

from flask import Flask, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.auth.access import signed_in
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.extensions import limiter
from blueprints.core.forms import StaffForm
from blueprints.core.pages import private
from blueprints.core.security import shows_in_frames
from blueprints.core.wording import gettext
from blueprints.newsletter.models import Form
from blueprints.newsroom import bp
from blueprints.newsroom.newsletter import names
from blueprints.newsroom.newsletter.previewing import LOOKS, Preview, Shown, framed, test_outcome

TESTS = limiter.shared_limit("10/minute;60/hour", scope="letter-tests")
FRAMED = ("newsroom.frame_digest", "newsroom.frame_letter")
bp.record(
    lambda state: shows_in_frames(
        cast(Flask, state.app), ("newsroom.preview_digest", "newsroom.preview_letter"), FRAMED
    )
)
NOTHING = Preview("", "", "", "")


def preview_page(template: str, shown: Shown, back: str, **context: Any) -> ResponseReturnValue:
    """The page that shows a letter in one of its forms."""
    form = _form(request.args.get("form", ""))
    preview = NOTHING if _is_empty(shown) else shown.preview(db.session, form, now())
    page = render_template(
        template,
        shown=shown,
        preview=preview,
        form=form,
        back=back,
        names=names,
        is_empty=_is_empty(shown),
        own_address=signed_in().email or "",
        **context,
    )
    return private(page)


def frame_of(shown: Shown, form: str, look: str) -> ResponseReturnValue:
    """The letter alone."""
    if look not in LOOKS or form not in (Form.NORMAL, Form.FULL):
        abort(404)
    html = "" if _is_empty(shown) else shown.preview(db.session, form, now()).html
    return framed(html, look)


def send_test_of(shown: Shown, back: str) -> ResponseReturnValue:
    """Send a test to whoever asks, and say how that went on the page that they came from."""
    form, address = _form(request.form.get("form", "")), signed_in().email or ""
    if not StaffForm().validate():
        flash(gettext("This page was open for too long. Press the button once more."), "refused")
    elif _is_empty(shown):
        flash(gettext("There is nothing in it yet."), "refused")
    else:
        went, words = test_outcome(db.session, shown, form, address, now())
        flash(words, "saved" if went else "refused")
    return redirect(f"{back}?form={form}", 303)


def _form(asked: str) -> str:
    return asked if asked in list(Form) else Form.NORMAL


def _is_empty(shown: Shown) -> bool:
    return not shown.ids and not (shown.issue.body or shown.issue.subject)
