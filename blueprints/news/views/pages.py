"""Standing pages."""

from typing import Any

from flask import abort, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.languages import here
from blueprints.core.pages import public
from blueprints.news import bp
from blueprints.news.addresses import url_of
from blueprints.news.forms import EnquiryForm
from blueprints.news.models import Page


@bp.get("/<path:path>")
def show_page(path: str) -> ResponseReturnValue:
    """A standing page such as About, at its path with a slash."""
    page = db.session.scalar(select(Page).where(Page.path == path.strip("/"), Page.published_at <= now()))
    if page is None:
        abort(404)
    if url_of(page) != here(f"/{path}"):
        return redirect(url_of(page), 301)
    form = EnquiryForm(None) if page.takes_enquiries else None
    return public(
        render_template("news/show_page.html", page=page, enquiry_form=form, sent=False), "menu", f"page:{page.id}"
    )


@bp.url_value_preprocessor
def _refuse_nul(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """No address of ours holds NUL, and PostgreSQL cannot be asked about it."""
    if any("\0" in value for value in (values or {}).values() if isinstance(value, str)):
        abort(404)
