"""How the newsletter stands: what is being sent, what waits and why, and when the next turns are."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Select, func, select

from blueprints.core.database import AnySession, db
from blueprints.core.locks import exclusive
from blueprints.newsletter.models import Delivery, DeliveryState, Issue, IssueState, Subscriber, SubscriberState
from blueprints.newsletter.queries import due_count, oldest_due, open_runs

IN_HAND = (IssueState.PLANNED, IssueState.FILLING, IssueState.SENDING, IssueState.HALTED)
MOST_ISSUES, NEXT_TURNS = 50, 5


def status_at(session: AnySession, moment: datetime) -> dict[str, Any]:
    """All of it, as values that JSON knows; times in UTC. The done issues are not read."""
    issues = [_issue(session, issue) for issue in session.scalars(_issues_in_hand())]
    copies = sum((Counter(issue["copies"]) for issue in issues), Counter[str]())
    return {
        "at": moment.isoformat(timespec="seconds"),
        "issues": issues,
        "due": session.scalar(due_count(moment)) or 0,
        "oldest_due": _text(session.scalar(oldest_due(moment))),
        "uncertain": copies[DeliveryState.UNCERTAIN],
        "held": copies[DeliveryState.HELD],
        "runs": _living_runs(session),
        "subscribers": _subscribers(session),
        "next_turns": _next_turns(session, moment),
    }


def _issues_in_hand() -> Select[Issue]:
    return select(Issue).where(Issue.state.in_(IN_HAND)).order_by(Issue.id.desc()).limit(MOST_ISSUES)


def _issue(session: AnySession, issue: Issue) -> dict[str, Any]:
    by_state = select(Delivery.state, func.count()).where(Delivery.issue_id == issue.id).group_by(Delivery.state)
    return {
        "id": issue.id,
        "kind": issue.kind,
        "language": issue.language,
        "slot": issue.slot,
        "state": issue.state,
        "title": issue.subject or issue.title,
        "send_at": _text(issue.send_at),
        "halted_for": issue.halted_for,
        "copies": {state: count for state, count in session.execute(by_state.order_by(Delivery.state))},
    }


def _living_runs(session: AnySession) -> list[dict[str, Any]]:
    """A run lives as long as its lock is held; nothing is freed here."""
    runs = [(run.id, run.key, run.started_at) for run in session.scalars(open_runs())]
    return [{"id": number, "started_at": _text(at)} for number, key, at in runs if _lives(key)]


def _lives(key: str) -> bool:
    lock = Path(current_app.instance_path) / "locks" / f"newsletter-{key}.lock"
    if db.engine.dialect.name == "sqlite" and not lock.exists():
        return False
    with exclusive(db.engine, Path(current_app.instance_path), f"newsletter-{key}") as is_free:
        return not is_free


def _subscribers(session: AnySession) -> dict[str, int]:
    counts = dict(session.execute(select(Subscriber.state, func.count()).group_by(Subscriber.state)).all())
    return {state.value: counts.get(state.value, 0) for state in SubscriberState}


def _next_turns(session: AnySession, moment: datetime) -> list[dict[str, Any]]:
    """The next moments at which somebody's digest is due, overdue ones among them, and how many they are."""
    turns: list[dict[str, Any]] = []
    last: datetime | None = None
    for _ in range(NEXT_TURNS):
        waiting = select(func.min(Subscriber.next_at)).where(Subscriber.state == SubscriberState.ACTIVE)
        at = session.scalar(waiting.where(Subscriber.next_at > last) if last else waiting)
        if at is None:
            break
        same = select(func.count()).where(Subscriber.state == SubscriberState.ACTIVE, Subscriber.next_at == at)
        turns.append({"at": _text(at), "readers": session.scalar(same) or 0})
        last = at
    return turns


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment is not None else None
