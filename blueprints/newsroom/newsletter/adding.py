"""One more subscriber by hand: with the mail that asks to confirm, or at once where they agreed already."""

from datetime import datetime

from blueprints.core.database import db
from blueprints.core.wording import gettext
from blueprints.newsletter.models import Form
from blueprints.newsletter.readers.importing import import_people
from blueprints.newsletter.readers.rows import Row
from blueprints.newsletter.readers.signing_up import sign_up
from blueprints.newsletter.readers.suppressing import BY_DESK
from blueprints.newsroom.forms.subscribers import NewSubscriberForm

HOUR, WEEKDAY = 7, 6


def subscribe_by_hand(form: NewSubscriberForm, moment: datetime) -> bool:
    """Do what a sound form asks, and commit; whether it was done. If not, the form says why."""
    if form.agreed.data:
        report = import_people([_row(form)], moment, origin=BY_DESK)
        form.email.errors = (*form.email.errors, *(refusal.words for refusal in report.listed))
        return report.added == 1
    told = {"source": BY_DESK, "cadence": form.cadence.data}
    mail = sign_up(db.session, form.address, form.language.data, None, moment, **told)
    if mail is None:
        db.session.rollback()
        form.email.errors = (gettext("This address is never written to."),)
        return False
    db.session.commit()
    return True


def _row(form: NewSubscriberForm) -> Row:
    return Row(
        line=1,
        email=form.address,
        language=form.language.data,
        cadence=form.cadence.data,
        hour=HOUR,
        weekday=WEEKDAY,
        zone="",
        form=Form.NORMAL,
        choices="",
        consent=form.consent.data or "",
        agreed_at=None,
    )
