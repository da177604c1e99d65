"""Composing: an issue, its editions, and one delivery for each subscriber to whom something is new."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from blueprints.core.clock import now
from blueprints.core.database import AnySession, db, writing
from blueprints.core.purging import purge
from blueprints.news.numbering import number_published
from blueprints.newsletter.choosing import Choice, Selection
from blueprints.newsletter.editions import EditionShelf, subject_of
from blueprints.newsletter.ledger import withdraw_untried
from blueprints.newsletter.models import Delivery, DeliveryState, DigestSlot, Issue, Period
from blueprints.newsletter.queries import (
    active_after,
    category_parents,
    chosen_categories,
    in_hand,
    latest_issue,
    newest_number,
    recent_articles,
    unfilled_issues,
)
from blueprints.newsletter.schedule import slot_of

SLICE = 500


class Reader(NamedTuple):
    """What composing knows of a subscriber."""

    id: int
    watermark: int
    sections: frozenset[int]


def compose(period: Period, *, in_turn: bool = False) -> int | None:
    """The number of an issue with what is new, filled; None when nothing is. An issue that was begun is finished
    first. `in_turn` takes the period's slot: then it is at most one in a day or a week. Commits."""
    with writing():
        number = _open_issue(period) if not in_turn or _take_slot(period) else None
        db.session.commit()
    if number is not None:
        fill(number)
    return number


def finish_composing() -> None:
    """Fill every issue whose composing was cut short. Commits."""
    numbers = db.session.scalars(unfilled_issues()).all()
    db.session.commit()
    for number in numbers:
        fill(number)


def preview(period: Period) -> tuple[str, int]:
    """The subject and the number of copies that `compose` would make now; nothing is written."""
    with writing():
        number_published(db.session, now())
        choice = _choice(now())
        subject = _subject(choice, _beginning(db.session.scalar(latest_issue(period))))
        copies = sum(len(_served(choice, readers)) for readers in _everybody(period)) if subject else 0
        db.session.rollback()
    return subject, copies


def fill(issue_id: int) -> None:
    """Write the deliveries of an issue in slices, each with its place in one transaction, so that a cut is resumed."""
    issue = db.session.get_one(Issue, issue_id)
    choice = _choice(issue.created_at, issue.to_seq)
    db.session.commit()
    shelf = EditionShelf(issue_id)
    going = True
    while going:
        with writing():
            going = _fill_slice(db.session, issue_id, choice, shelf)
            db.session.commit()


def _open_issue(period: Period) -> int | None:
    """The issue to fill: one that was begun, or a new one if anything is new."""
    moment = now()
    number_published(db.session, moment)
    last = db.session.scalar(latest_issue(period))
    if last is not None and last.filled_at is None:
        return last.id
    from_seq, to_seq = _beginning(last), db.session.scalar(newest_number()) or 0
    subject = _subject(_choice(moment), from_seq) if to_seq > from_seq else ""
    if not subject:
        return None
    issue = Issue(
        period=period, slot=slot_of(period, moment), from_seq=from_seq, to_seq=to_seq, subject=subject,
        created_at=moment, filled_to=0, filled_at=None, finished_at=None,
    )  # fmt: skip
    return _keep_one(issue)


def _keep_one(issue: Issue) -> int:
    """The number of this issue, or of the same one that another process made first."""
    try:
        with db.session.begin_nested():
            db.session.add(issue)
        return issue.id
    except IntegrityError:
        same = select(Issue.id).filter_by(period=issue.period, slot=issue.slot, from_seq=issue.from_seq)
        return db.session.scalars(same).one()


def _take_slot(period: Period) -> bool:
    """Whether this turn was still to be taken; taking it commits with the issue that it makes."""
    try:
        with db.session.begin_nested():
            db.session.add(DigestSlot(period=period, slot=slot_of(period, now()), taken_at=now()))
    except IntegrityError:
        return False
    return True


def _beginning(last: Issue | None) -> int:
    """Above which number the next issue begins."""
    if last is None:
        return 0
    return last.from_seq if last.filled_at is None else last.to_seq


def _choice(moment: datetime, up_to: int | None = None) -> Choice:
    rows = db.session.execute(recent_articles(moment))
    recent = [(number, seq, section) for number, seq, section in rows if seq and (up_to is None or seq <= up_to)]
    return Choice(recent, dict(db.session.execute(category_parents()).all()))


def _subject(choice: Choice, from_seq: int) -> str:
    selection = choice.for_reader(from_seq)
    return subject_of(db.session, selection) if selection.article_ids else ""


def _fill_slice(session: AnySession, issue_id: int, choice: Choice, shelf: EditionShelf) -> bool:
    """Look at the next subscribers; whether there may be more. The issue's row is held, so slices never overlap."""
    issue = session.scalars(select(Issue).where(Issue.id == issue_id).with_for_update()).one()
    if issue.filled_at is not None:
        return False
    readers = _readers(session, issue.period, issue.filled_to)
    if readers:
        busy = set(session.scalars(in_hand(readers[0].id, readers[-1].id, issue.id)))
        served = [(reader, new) for reader, new in _served(choice, readers) if reader.id not in busy]
        withdraw_untried(session, [reader.id for reader, _ in served], "a later issue holds it too", issue.id)
        _write_deliveries(session, issue, shelf, served)
        issue.filled_to = readers[-1].id
    if len(readers) < SLICE:
        issue.filled_at = now()
        purge(session, "newsletter")
    return issue.filled_at is None


def _write_deliveries(
    session: AnySession, issue: Issue, shelf: EditionShelf, served: Sequence[tuple[Reader, Selection]]
) -> None:
    moment = now()
    rows = [
        {
            "issue_id": issue.id,
            "subscriber_id": reader.id,
            "edition_id": shelf.edition_for(session, issue, selection),
            "watermark": reader.watermark,
            "state": DeliveryState.WAITING,
            "not_before": moment,
            "attempts": 0,
            "reply": "",
        }
        for reader, selection in served
    ]
    if rows:
        session.execute(insert(Delivery), rows)


def _served(choice: Choice, readers: Sequence[Reader]) -> list[tuple[Reader, Selection]]:
    """Those to whom something is new, each with what that is."""
    chosen = [(reader, choice.for_reader(reader.watermark, reader.sections)) for reader in readers]
    return [(reader, selection) for reader, selection in chosen if selection.article_ids]


def _everybody(period: Period) -> Iterator[list[Reader]]:
    last = 0
    while readers := _readers(db.session, period, last):
        yield readers
        last = readers[-1].id


def _readers(session: AnySession, period: str, behind: int) -> list[Reader]:
    rows = session.execute(active_after(behind, period, SLICE)).all()
    if not rows:
        return []
    sections: defaultdict[int, set[int]] = defaultdict(set)
    for number, category_id in session.execute(chosen_categories(rows[0][0], rows[-1][0])):
        sections[number].add(category_id)
    return [Reader(number, watermark, frozenset(sections[number])) for number, watermark in rows]
