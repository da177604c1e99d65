"""Stopping an issue, and what the desk does about it: let it go on, or end it."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import Select, case, delete, exists, null, or_, select, update

from blueprints.core.clock import now
from blueprints.core.database import AnySession, db, writing
from blueprints.core.languages import speaking
from blueprints.core.mail import compose
from blueprints.newsletter.models import DIGESTS, Delivery, DeliveryState, FeedbackKind, Issue, IssueState, MailEvent
from blueprints.newsletter.sending.moves import UNTRIED

GOING_OUT = (IssueState.FILLING, IssueState.SENDING)
IN_HAND = (DeliveryState.CLAIMED, DeliveryState.INFLIGHT)
SLICE = 5000
CANCELLED = "the desk ended this issue before it was sent"


def halt(session: AnySession, issue_id: int, why: str, moment: datetime) -> bool:
    """Stop an issue and tell the desk once; whether it was going out until now. The caller commits.

    `why` is the mail server's words. Copies that were refused for what the mail says or who sends it wait again: nobody
    has lost theirs.
    """
    stopping = update(Issue).where(Issue.id == issue_id, Issue.state.in_(GOING_OUT))
    stopping = stopping.values(state=IssueState.HALTED, halted_for=why, alerted_at=moment)
    if session.scalar(stopping.returning(Issue.id).execution_options(synchronize_session=False)) is None:
        return False
    _give_back_refused(session, issue_id, moment)
    _alert(session, issue_id, why)
    return True


def resume(session: AnySession, issue_id: int, moment: datetime) -> bool:
    """Let a halted issue go on, with those whose copies were refused; whether it was halted. The caller commits.

    What was said of copies that now go again is forgotten: it must not halt the issue anew.
    """
    is_filled = or_(Issue.filled_at.is_not(None), Issue.kind.in_(DIGESTS))
    going_on = update(Issue).where(Issue.id == issue_id, Issue.state == IssueState.HALTED)
    going_on = going_on.values(
        state=case((is_filled, IssueState.SENDING.value), else_=IssueState.FILLING.value),
        halted_for="",
        alerted_at=null(),
    )
    if session.scalar(going_on.returning(Issue.id).execution_options(synchronize_session=False)) is None:
        return False
    _give_back_refused(session, issue_id, moment)
    again = select(Delivery.subscriber_id).where(
        Delivery.issue_id == issue_id,
        Delivery.state.in_(UNTRIED),
        Delivery.subscriber_id.in_(_refused_by_policy(issue_id)),
    )
    forgetting = delete(MailEvent).where(
        MailEvent.issue_id == issue_id, MailEvent.kind == FeedbackKind.POLICY, MailEvent.subscriber_id.in_(again)
    )
    session.execute(forgetting.execution_options(synchronize_session=False))
    due = update(Delivery).where(Delivery.issue_id == issue_id, Delivery.state == DeliveryState.DEFERRED)
    session.execute(due.values(not_before=moment).execution_options(synchronize_session=False))
    return True


def cancel(session: AnySession, issue_id: int) -> bool:
    """End an issue that is planned, going out or halted; whether there was anything to end. The caller commits.

    From then on none of its copies is claimed; `finish_cancelled` skips them, which cron does.
    """
    open_states = (IssueState.PLANNED, *GOING_OUT, IssueState.HALTED)
    ending = update(Issue).where(Issue.id == issue_id, Issue.state.in_(open_states))
    ending = ending.values(state=IssueState.CANCELLED, finished_at=null())
    return session.scalar(ending.returning(Issue.id).execution_options(synchronize_session=False)) is not None


def finish_cancelled() -> int:
    """Skip the untried copies of cancelled issues, with the reason; how many. Commits slice by slice, for there may be
    a million. A cancelled issue is finished when none is left, nor in the hand of a run that may give it back."""
    unfinished = select(Issue.id).where(Issue.state == IssueState.CANCELLED, Issue.finished_at.is_(None))
    skipped = 0
    for issue_id in list(db.session.scalars(unfinished)):
        db.session.commit()
        readers: Sequence[int] = [0]
        while readers:
            with writing():
                readers = _skip_slice(db.session, issue_id, readers[-1])
                db.session.commit()
            skipped += len(readers)
        with writing():
            _finish(db.session, issue_id)
            db.session.commit()
    db.session.commit()
    return skipped


def _finish(session: AnySession, issue_id: int) -> None:
    """Unless a run may still give copies back, which nobody would skip any more."""
    may_wait = exists().where(Delivery.issue_id == Issue.id, Delivery.state.in_((*UNTRIED, *IN_HAND)))
    finished = update(Issue).where(Issue.id == issue_id, ~may_wait).values(finished_at=now())
    session.execute(finished.execution_options(synchronize_session=False))


def _skip_slice(session: AnySession, issue_id: int, after: int) -> Sequence[int]:
    """Skip the next copies in the order of their readers; whose they were."""
    untried = select(Delivery.subscriber_id).where(
        Delivery.issue_id == issue_id,
        Delivery.subscriber_id > after,
        Delivery.state.in_((*UNTRIED, DeliveryState.HELD)),
    )
    readers = session.scalars(untried.order_by(Delivery.subscriber_id).limit(SLICE)).all()
    skipping = update(Delivery).where(
        Delivery.issue_id == issue_id,
        Delivery.subscriber_id.in_(readers),
        Delivery.state.in_((*UNTRIED, DeliveryState.HELD)),
    )
    skipping = skipping.values(state=DeliveryState.SKIPPED, not_before=null(), reply=CANCELLED)
    session.execute(skipping.execution_options(synchronize_session=False))
    return readers


def _give_back_refused(session: AnySession, issue_id: int, moment: datetime) -> None:
    refused = update(Delivery).where(
        Delivery.issue_id == issue_id,
        Delivery.state == DeliveryState.FAILED,
        Delivery.subscriber_id.in_(_refused_by_policy(issue_id)),
    )
    waiting = refused.values(state=DeliveryState.WAITING, not_before=moment)
    session.execute(waiting.execution_options(synchronize_session=False))


def _refused_by_policy(issue_id: int) -> Select[int | None]:
    return select(MailEvent.subscriber_id).where(
        MailEvent.issue_id == issue_id, MailEvent.kind == FeedbackKind.POLICY, MailEvent.subscriber_id.is_not(None)
    )


def _alert(session: AnySession, issue_id: int, why: str) -> None:
    """A mail to the desk, in the site's language, sent as soon as the outbox is."""
    issue = session.get_one(Issue, issue_id)
    session.refresh(issue)
    with speaking(current_app.config["LANGUAGE"]):
        session.add(compose(current_app.config["DESK_EMAIL"], "issue_halted", issue=issue, why=why))
