"""Writing to the desk from under a standing page."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.database import LARGEST_ID, db
from blueprints.core.extensions import limiter
from blueprints.core.outbox import deliver_soon
from blueprints.core.pages import private, wants_fragment
from blueprints.news import bp
from blueprints.news.enquiries import send_enquiry
from blueprints.news.forms import EnquiryForm
from blueprints.news.models import Page


@bp.post("/pages/<int:page_id>/enquiries/")
@limiter.limit("10/minute;120/hour")
def post_enquiry(page_id: int) -> ResponseReturnValue:
    """Mail the desk, and thank the reader; a machine that took the bait is thanked too."""
    page, form = _asked_page(page_id), EnquiryForm()
    sound = form.validate()
    if sound and not form.website.data:
        send_enquiry(db.session, page, form.enquiry(), now())
        db.session.commit()
        deliver_soon()
    template = "news/_enquiry.html" if wants_fragment() else "news/show_page.html"
    return private(render_template(template, page=page, enquiry_form=form, sent=sound), 200 if sound else 422)


def _asked_page(page_id: int) -> Page:
    if page_id > LARGEST_ID:
        abort(404)
    asked = select(Page).where(Page.id == page_id, Page.takes_enquiries, Page.published_at <= now())
    return db.session.scalar(asked) or abort(404)
