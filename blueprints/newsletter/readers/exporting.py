"""Exporting: all subscribers as a table for spreadsheets, or all that is kept about one of them, as the law demands."""

import codecs
import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from blueprints.core.database import AnySession, db
from blueprints.newsletter.models import CHOOSABLE, Delivery, Issue, MailEvent, Subscriber, SubscriberEvent, chosen_in
from blueprints.newsletter.readers.suppressing import is_suppressed
from blueprints.newsletter.readers.tables import guarded
from blueprints.newsletter.readers.wishes import Wishes

SLICE = 2000
PLAIN = (
    *(Subscriber.email, Subscriber.state, Subscriber.language, Subscriber.cadence, Subscriber.hour),
    *(Subscriber.weekday, Subscriber.zone, Subscriber.form),
)
AGREED = (
    *(Subscriber.source, Subscriber.consent, Subscriber.asked_at, Subscriber.confirmed_at),
    *(Subscriber.paused_until, Subscriber.unsubscribed_at),
)
COLUMNS = (*(column.key for column in PLAIN), *CHOOSABLE, *(column.key for column in AGREED))


def export_people(state: str | None = None) -> Iterator[bytes]:
    """A table of all subscribers, or of those in one state, with what they chose and how they agreed, piece by piece.

    In UTF-8 with a byte order mark, which Excel needs. `import_people` reads it again.
    """
    wishes = Wishes(CHOOSABLE)
    yield codecs.BOM_UTF8 + _table([COLUMNS])
    last = 0
    while rows := db.session.execute(_after(last, state)).all():
        last = rows[-1].id
        db.session.commit()  # no snapshot is held open while somebody's line is slow
        yield _table([_cells(row, wishes) for row in rows])


def export_person(session: AnySession, subscriber: Subscriber) -> bytes:
    """All that is kept about somebody, as JSON: the subscription, what happened to it, every copy with the mail
    server's reply, and what came back."""
    told = {
        "subscription": _subscription(session, subscriber),
        "history": _history(session, subscriber.id),
        "deliveries": _deliveries(session, subscriber.id),
        "returned": _returned(session, subscriber.id),
    }
    return json.dumps(told, ensure_ascii=False, indent=2, default=_plain).encode() + b"\n"


def _after(last: int, state: str | None) -> Any:
    people = select(Subscriber.id, *PLAIN, Subscriber.choices, *AGREED).where(Subscriber.id > last)
    people = people.where(Subscriber.state == state) if state else people
    return people.order_by(Subscriber.id).limit(SLICE)


def _cells(row: Any, wishes: Wishes) -> list[str]:
    chosen = chosen_in(row.choices)
    wished = [wishes.told(kind, chosen.get(kind, ())) for kind in CHOOSABLE]
    return [
        *(_plain(getattr(row, column.key)) for column in PLAIN),
        *wished,
        *(_plain(getattr(row, column.key)) for column in AGREED),
    ]


def _table(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return "" if value is None else str(value)


def _subscription(session: AnySession, subscriber: Subscriber) -> dict[str, Any]:
    wishes = Wishes(CHOOSABLE)
    plain = ("email", "new_email", "state", "language", "cadence", "hour", "weekday", "zone", "form", "source")
    moments = (*("asked_at", "confirmed_at", "paused_until", "unsubscribed_at", "last_at", "next_at", "confirm_until"),)
    return {
        **{name: getattr(subscriber, name) for name in plain},
        "choices": {kind: wishes.told(kind, ids) for kind, ids in subscriber.chosen.items()},
        "consent": subscriber.consent,
        "signed_up_at_article": subscriber.article_id,
        "left_why": subscriber.left_why,
        **{name: getattr(subscriber, name) for name in moments},
        "sent_up_to_article_number": subscriber.watermark,
        "never_written_to": is_suppressed(session, subscriber.email_norm),
    }


def _history(session: AnySession, subscriber_id: int) -> list[dict[str, Any]]:
    columns = (SubscriberEvent.kind, SubscriberEvent.detail, SubscriberEvent.happened_at)
    lines = select(*columns).where(SubscriberEvent.subscriber_id == subscriber_id).order_by(SubscriberEvent.id)
    return [dict(row) for row in session.execute(lines).mappings()]


def _deliveries(session: AnySession, subscriber_id: int) -> list[dict[str, Any]]:
    columns = (
        *(Delivery.issue_id, Issue.kind, Issue.language, Issue.title, Delivery.state, Delivery.attempts),
        *(Delivery.code, Delivery.reply, Delivery.queue_id, Delivery.sent_at),
    )
    copies = select(*columns).join(Issue, Issue.id == Delivery.issue_id).where(Delivery.subscriber_id == subscriber_id)
    return [dict(row) for row in session.execute(copies.order_by(Delivery.issue_id)).mappings()]


def _returned(session: AnySession, subscriber_id: int) -> list[dict[str, Any]]:
    columns = (MailEvent.kind, MailEvent.issue_id, MailEvent.status, MailEvent.detail, MailEvent.happened_at)
    back = select(*columns).where(MailEvent.subscriber_id == subscriber_id)
    return [dict(row) for row in session.execute(back.order_by(MailEvent.happened_at, MailEvent.id)).mappings()]
