"""Comments with their threads and their state; under a page, where none can be written, they become text."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from html import escape

from babel.dates import format_date

from blueprints.core.clock import now
from blueprints.news.counting import count_comments
from blueprints.news.models import Article, Comment
from blueprints.news.wordpress import records
from blueprints.news.wordpress.ledger import Ledger
from blueprints.news.wordpress.markup.plain import comment_text
from blueprints.news.wordpress.report import Report

NOBODY = "Anonymous"


def take_comments(ledger: Ledger, report: Report, article: Article, comments: Sequence[records.Comment]) -> None:
    """Take in those of an article's comments that are not here yet; answers find what they answer."""
    ours = ledger.known("comment", [each.comment_id for each in comments])
    report.known["comment"] += len(ours)
    visible = 0
    for comment in _readers_words(report, _parents_first(comments)):
        if str(comment.comment_id) in ours:
            continue
        parent_id = _parent_id(ledger, comment, ours.get(str(comment.parent)))
        if comment.parent and parent_id is None:
            report.change("comment", "stands alone, for what it answers was left or is held")
        added = _add(ledger, article, comment, parent_id)
        ours[str(comment.comment_id)] = added.id
        visible += added.is_visible
        report.came_in["comment"] += 1
    if visible:
        count_comments(ledger.session, article.id, visible)


def _parent_id(ledger: Ledger, comment: records.Comment, parent_id: int | None) -> int | None:
    """What a comment answers; readers could see an answer to a held comment there, and below it here they could not."""
    parent = None if parent_id is None else ledger.session.get(Comment, parent_id)
    if parent is None or (comment.approved == "1" and not parent.is_visible):
        return None
    return parent.id


def page_comments(report: Report, comments: Sequence[records.Comment]) -> str:
    """The visible comments under a page as the end of its text; ours take no comments."""
    visible: list[str] = []
    for comment in _readers_words(report, _parents_first(comments)):
        if comment.approved != "1":
            report.leave("comment", "held back under a page, where none can be written here")
            continue
        paragraphs = "".join(f"<p>{escape(part)}</p>" for part in comment_text(comment.content).split("\n\n"))
        signed = ", ".join(part for part in (comment.author or NOBODY, _day(comment.written_at)) if part)
        visible.append(f"<blockquote>{paragraphs}<p><cite>{escape(signed)}</cite></p></blockquote>")
        report.came_in["comment"] += 1
        report.change("comment", "became part of the text of its page")
    return f"<h2>Comments</h2>{''.join(visible)}" if visible else ""


def _add(ledger: Ledger, article: Article, comment: records.Comment, parent_id: int | None) -> Comment:
    written_at = comment.written_at or article.published_at or now()
    ours = Comment(
        article_id=article.id,
        parent_id=parent_id,
        name=(comment.author or NOBODY)[:200],
        email=comment.email[:320],
        text=comment_text(comment.content),
        # Two equal comments were two comments there, so each keeps its own mark.
        fingerprint=hashlib.sha256(f"{ledger.source}\0{comment.comment_id}".encode()).hexdigest(),
        posted_at=written_at,
        approved_at=None,
        rejected_at=None,
    )
    if comment.approved == "1":
        ours.approve(written_at)
    ledger.session.add(ours)
    ledger.session.flush()
    ledger.remember("comment", comment.comment_id, ours.id)
    return ours


def _readers_words(report: Report, comments: Sequence[records.Comment]) -> list[records.Comment]:
    """What a reader wrote and nobody threw away; the rest is counted."""
    kept: list[records.Comment] = []
    for comment in comments:
        if comment.kind not in ("comment", ""):
            report.leave("comment", f"a {comment.kind} of another site")
        elif comment.approved not in ("0", "1"):
            report.leave("comment", f"in {comment.approved or 'no state'}")
        elif not comment_text(comment.content):
            report.leave("comment", "without any text")
        else:
            kept.append(comment)
    return kept


def _parents_first(comments: Sequence[records.Comment]) -> list[records.Comment]:
    """In the order in which they were written, but never an answer before what it answers."""
    waiting = sorted(comments, key=lambda each: (each.written_at is None, each.written_at, each.comment_id))
    numbers = {each.comment_id for each in comments}
    ordered: list[records.Comment] = []
    placed: set[int] = set()
    while waiting:
        ready = [each for each in waiting if each.parent not in numbers - placed]
        # A circle of answers has no beginning; its first comment is taken for one.
        ready = ready or waiting[:1]
        ordered += ready
        placed |= {each.comment_id for each in ready}
        waiting = [each for each in waiting if each.comment_id not in placed]
    return ordered


def _day(moment: datetime | None) -> str:
    return "" if moment is None else format_date(moment.date(), "d MMMM y", locale="en_GB")
