"""What is typed into a form is a row before anybody is looked up, and the same row for every address.

Whose address it is, and whether it may be written to, is looked at after the answer: so neither its words nor its time
can tell.
"""

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import delete, or_, select

from blueprints.core.clock import now
from blueprints.core.cron import job
from blueprints.core.database import AnySession, db, writing
from blueprints.core.email_addresses import EmailAddress, EmailRefused, read_email
from blueprints.core.extensions import client_network
from blueprints.core.models import OutboxMail
from blueprints.core.outbox import deliver_soon
from blueprints.newsletter.models import SubscriptionWish
from blueprints.newsletter.readers.limits import A_DAY, address_key, has_room, site_is_full
from blueprints.newsletter.readers.moving import ask_to_move
from blueprints.newsletter.readers.signing_up import sign_up

_aside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="newsletter-wishes")
log = logging.getLogger(__name__)


def note_wish(
    session: AnySession,
    address: EmailAddress,
    language: str,
    moment: datetime,
    *,
    source: str = "",
    cadence: str = "",
    zone: str = "",
    article_id: int | None = None,
    subscriber_id: int | None = None,
) -> None:
    """Take down what the present request asks for; nothing is looked up. The caller commits."""
    session.add(
        SubscriptionWish(
            email=address.ascii or address.written,
            email_norm=address.norm,
            language=language,
            cadence=cadence,
            zone=zone,
            source=source,
            article_id=article_id,
            subscriber_id=subscriber_id,
            address_key=address_key(address.norm),
            network=client_network(),
            asked_at=moment,
        )
    )


def answer_aside(app: Flask) -> Future[None]:
    """Answer what was asked for, beside the request; what fails here is done by cron."""
    return _aside.submit(_answer, app)


@job("newsletter-wishes", every=timedelta(seconds=0))
def answer_wishes() -> str:
    """Mail everybody who asked and may be written to; commits once for each."""
    count = 0
    while _answer_oldest(now()):
        count += 1
    return f"{count} answered"


@job("forget-asked", every=timedelta(hours=1))
def forget_asked() -> str:
    """What the limits need no longer, and what could not be answered within a day, is forgotten."""
    with writing():
        before = now() - A_DAY
        old = or_(SubscriptionWish.mailed_at < before, SubscriptionWish.asked_at < before)
        gone = db.session.scalars(delete(SubscriptionWish).where(old).returning(SubscriptionWish.id)).all()
        db.session.commit()
    return f"{len(gone)} forgotten"


def _answer(app: Flask) -> None:
    with app.app_context():
        try:
            answer_wishes()
            deliver_soon()
        except Exception:
            db.session.rollback()
            log.exception("newsletter wishes")


def _answer_oldest(moment: datetime) -> bool:
    """Answer one; False where none waits, or where the site has mailed as many as it may for now."""
    waiting = select(SubscriptionWish).where(SubscriptionWish.mailed_at.is_(None)).order_by(SubscriptionWish.id)
    with writing():
        wish = db.session.scalar(waiting.limit(1).with_for_update(skip_locked=True))
        if wish is None or site_is_full(db.session, moment):
            db.session.rollback()
            return False
        mail = _mail_for(db.session, wish, moment) if has_room(db.session, wish, moment) else None
        if mail is None:
            db.session.delete(wish)
        else:
            wish.email = wish.email_norm = ""
            wish.mailed_at = moment
        db.session.commit()
    return True


def _mail_for(session: AnySession, wish: SubscriptionWish, moment: datetime) -> OutboxMail | None:
    try:
        address = read_email(wish.email)
    except EmailRefused:  # it was one when it was typed, so only another release of ours would say so
        return None
    if wish.subscriber_id is not None:
        return ask_to_move(session, wish.subscriber_id, address, moment)
    told = {"source": wish.source, "zone": wish.zone, "cadence": wish.cadence}
    return sign_up(session, address, wish.language, wish.article_id, moment, **told)
