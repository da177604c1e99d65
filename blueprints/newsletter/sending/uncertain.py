"""Copies of which nobody knows whether the mail server took them: what becomes of them after the grace time.

First the relay's log is asked, where there is one on this machine; where it does not know, the setting UNCERTAIN
decides: the same bytes again, the desk's word, or the assumption that it was sent.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import Update, and_, func, null, select, update

from blueprints.core.clock import now
from blueprints.core.database import AnySession, db, writing
from blueprints.newsletter.models import Delivery, DeliveryState, Edition, Issue, IssueState, Run, Subscriber
from blueprints.newsletter.sending.ledger import GRACE
from blueprints.newsletter.sending.relay_log import Answer, RelayLog

BATCH = 500
WITNESSES = 3
PATIENCE = timedelta(hours=6)  # so long a relay with a full queue may take to tell
# That the moment is set is true of all of these, and tells the database that its small index of them is enough.
IN_DOUBT = Delivery.uncertain_at.is_not(None)
IS_UNCERTAIN = and_(Delivery.state == DeliveryState.UNCERTAIN, IN_DOUBT)
IS_HELD = and_(Delivery.state == DeliveryState.HELD, IN_DOUBT)


class Ruling(StrEnum):
    """What was found or decided: the log has it, or not, or may yet tell; send again, ask the desk, assume, give up."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    ASK_AGAIN = "ask again"
    RESEND = "resend"
    HOLD = "hold"
    ASSUME = "assume"
    DROP = "drop"


STATES = {
    Ruling.CONFIRMED: (DeliveryState.SENT, "the relay's log says that it was taken"),
    Ruling.REFUTED: (DeliveryState.WAITING, "the relay's log says that it was not taken"),
    Ruling.ASK_AGAIN: (DeliveryState.UNCERTAIN, "the relay's log does not say yet whether it was taken"),
    Ruling.RESEND: (DeliveryState.WAITING, "nobody knows whether it was taken, so it is sent again"),
    Ruling.HOLD: (DeliveryState.HELD, "nobody knows whether it was taken; the desk decides"),
    Ruling.ASSUME: (DeliveryState.SENT, "nobody knows whether it was taken; it is assumed"),
    Ruling.DROP: (DeliveryState.SKIPPED, "nobody knows whether it was taken, and the issue was ended"),
}


@dataclass(frozen=True)
class Doubt:
    """A copy that may have arrived, in doubt from `uncertain_at` on; it was not tried before `since`."""

    issue_id: int
    subscriber_id: int
    to_seq: int
    run_id: int | None
    is_cancelled: bool
    since: datetime
    uncertain_at: datetime | None


def settle_due() -> Counter[Ruling]:
    """Decide on all whose grace time is over; how many of each. It reads a batch, lets go of the database while it
    reads the log, and commits each batch; cut anywhere, the next run goes on."""
    moment, told = now(), Counter[Ruling]()
    path = current_app.config["RELAY_LOG"]
    log = RelayLog(Path(path)) if path else None
    while doubts := due_doubts(db.session, moment, BATCH):
        witnesses = witnesses_of(db.session, doubts) if log else {}
        db.session.commit()
        answers = ask(log, doubts, witnesses, moment) if log else {}
        rulings = [(doubt, ruling(doubt, answers, current_app.config["UNCERTAIN"], moment)) for doubt in doubts]
        with writing():
            told.update(each for doubt, each in rulings if settle(db.session, doubt, each, moment))
            db.session.commit()
    db.session.commit()
    return told


def due_doubts(session: AnySession, moment: datetime, count: int) -> Sequence[Doubt]:
    """Uncertain copies whose grace time is over, the oldest first."""
    rows = session.execute(
        select(
            Delivery.issue_id,
            Delivery.subscriber_id,
            Edition.to_seq,
            Delivery.run_id,
            Issue.state == IssueState.CANCELLED,
            func.coalesce(Run.started_at, Issue.created_at, type_=Issue.created_at.type),
            Delivery.uncertain_at,
        )
        .join(Edition, Edition.id == Delivery.edition_id)
        .join(Issue, Issue.id == Delivery.issue_id)
        .outerjoin(Run, Run.id == Delivery.run_id)
        .where(IS_UNCERTAIN, Delivery.not_before <= moment)
        .order_by(Delivery.not_before)
        .limit(count)
    )
    return [Doubt(*row) for row in rows]


def witnesses_of(session: AnySession, doubts: Sequence[Doubt]) -> dict[int, list[str]]:
    """For each run, Message-IDs of copies that it surely sent. A log that knows none of them is not its relay's: on
    several machines each has its own, and only one can say that a copy was not taken. One machine needs no proof."""
    if session.get_bind().dialect.name == "sqlite":
        return {}
    return {
        run_id: [
            message_id(issue, reader)
            for issue, reader in session.execute(
                select(Delivery.issue_id, Delivery.subscriber_id)
                .where(Delivery.run_id == run_id, Delivery.state == DeliveryState.SENT, Delivery.queue_id != "")
                .limit(WITNESSES)
            )
        ]
        for run_id in {doubt.run_id for doubt in doubts if doubt.run_id is not None}
    }


def ask(
    log: RelayLog, doubts: Sequence[Doubt], witnesses: dict[int, list[str]], moment: datetime
) -> dict[tuple[int, int], Answer]:
    """What the log says of each copy."""
    names = {(doubt.issue_id, doubt.subscriber_id): message_id(doubt.issue_id, doubt.subscriber_id) for doubt in doubts}
    known = [name for several in witnesses.values() for name in several]
    said = log.ask([*names.values(), *known], min(doubt.since for doubt in doubts), moment)
    answers = {key: said[name] for key, name in names.items()}
    for doubt in doubts:
        key = doubt.issue_id, doubt.subscriber_id
        seen = [said[name] is Answer.ACCEPTED for name in witnesses.get(doubt.run_id or 0, ())]
        if answers[key] is Answer.NOT_ACCEPTED and doubt.run_id in witnesses and not any(seen):
            answers[key] = Answer.UNKNOWN
    return answers


def ruling(doubt: Doubt, answers: dict[tuple[int, int], Answer], setting: str, moment: datetime) -> Ruling:
    """What is decided: by the log, or by the setting `resend`, `hold` or `assume`."""
    match answers.get((doubt.issue_id, doubt.subscriber_id), Answer.UNKNOWN):
        case Answer.ACCEPTED:
            return Ruling.CONFIRMED
        case Answer.NOT_ACCEPTED:
            return Ruling.REFUTED
        case Answer.OPEN if doubt.uncertain_at is not None and moment - doubt.uncertain_at < PATIENCE:
            return Ruling.ASK_AGAIN
    return Ruling.DROP if doubt.is_cancelled and setting != "assume" else Ruling(setting)


def settle(session: AnySession, doubt: Doubt, decided: Ruling, moment: datetime) -> bool:
    """Write down what was decided, unless another did; the watermark moves with what is taken as sent. The caller
    commits."""
    state, words = STATES[decided]
    if decided is Ruling.REFUTED and doubt.is_cancelled:
        state = DeliveryState.SKIPPED
    one = update(Delivery).where(
        Delivery.issue_id == doubt.issue_id, Delivery.subscriber_id == doubt.subscriber_id, IS_UNCERTAIN
    )
    if session.scalar(_becoming(one, state, words, moment).returning(Delivery.issue_id)) is None:
        return False
    if state is DeliveryState.SENT:
        served = update(Subscriber).where(Subscriber.id == doubt.subscriber_id, Subscriber.watermark < doubt.to_seq)
        session.execute(served.values(watermark=doubt.to_seq).execution_options(synchronize_session=False))
    return True


def send_held(session: AnySession, issue_id: int, moment: datetime) -> int:
    """The desk's word on an issue: send again what is held; how many. The caller commits."""
    held = update(Delivery).where(Delivery.issue_id == issue_id, IS_HELD)
    sending = _becoming(held, DeliveryState.WAITING, "the desk said: send it again", moment)
    return len(session.scalars(sending.returning(Delivery.subscriber_id)).all())


def assume_held(session: AnySession, issue_id: int, moment: datetime) -> int:
    """The desk's word on an issue: take what is held as sent; how many. The caller commits."""
    held = update(Delivery).where(Delivery.issue_id == issue_id, IS_HELD)
    assuming = _becoming(held, DeliveryState.SENT, "the desk said: it was sent", moment)
    readers = session.execute(assuming.returning(Delivery.subscriber_id, Delivery.edition_id)).all()
    editions = session.execute(select(Edition.id, Edition.to_seq).where(Edition.issue_id == issue_id))
    news = {edition_id: to_seq for edition_id, to_seq in editions}
    for subscriber_id, edition_id in readers:
        served = update(Subscriber).where(
            Subscriber.id == subscriber_id, Subscriber.watermark < news.get(edition_id, 0)
        )
        session.execute(served.values(watermark=news.get(edition_id, 0)).execution_options(synchronize_session=False))
    return len(readers)


def message_id(issue_id: int, subscriber_id: int) -> str:
    """The Message-ID of a copy, however often it was tried."""
    domain = urlsplit(current_app.config["SITE_URL"]).hostname or "localhost"
    return f"<digest-{issue_id}-{subscriber_id}@{domain}>"


def _becoming(these: Update, state: DeliveryState, words: str, moment: datetime) -> Update:
    values = these.values(
        state=state,
        reply=words,
        not_before={DeliveryState.WAITING: moment, DeliveryState.UNCERTAIN: moment + GRACE}.get(state, null()),
        sent_at=moment if state is DeliveryState.SENT else null(),
    )
    return values.execution_options(synchronize_session=False)
