"""What was said under an article: threads, the oldest first, set in three levels deep."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, or_, select

from blueprints.core.database import AnySession
from blueprints.news.models import Comment

THREADS = 50
MOST_ANSWERS = 1000
DEEPEST = 3
Answers = Mapping[int | None, Sequence[Comment]]


@dataclass(frozen=True)
class Thread:
    """A comment and its answers; where they are too deep to be set in further, each names whom it answers."""

    comment: Comment
    answers: Sequence["Thread"] = ()
    answers_to: str = ""


@dataclass(frozen=True)
class Discussion:
    """A stretch of an article's threads, and after which comment the next one begins, if there is one."""

    threads: Sequence[Thread]
    after: Comment | None
    is_cut: bool


def read_discussion(session: AnySession, article_id: int, after: Comment | None = None) -> Discussion:
    """The next threads after this top-level comment, with their answers."""
    found = session.scalars(first_comments(article_id, after).limit(THREADS + 1)).all()
    shown = found[:THREADS]
    answers = session.scalars(answers_below([comment.id for comment in shown])).all() if shown else []
    return Discussion(
        threads=as_threads([*shown, *answers]),
        after=shown[-1] if len(found) > THREADS else None,
        is_cut=len(answers) == MOST_ANSWERS,
    )


def comment_before(session: AnySession, comment: Comment) -> Comment | None:
    """After which top-level comment the stretch with this comment begins; None for the first stretch."""
    first = comment
    while first.parent_id is not None:
        first = session.get_one(Comment, first.parent_id)
    last_of_first_page = session.scalars(first_comments(comment.article_id, None).offset(THREADS - 1).limit(1)).first()
    if last_of_first_page is None or _place(first) <= _place(last_of_first_page):
        return None
    earlier = or_(
        Comment.posted_at < first.posted_at, and_(Comment.posted_at == first.posted_at, Comment.id < first.id)
    )
    backwards = visible_comments(comment.article_id).where(Comment.parent_id.is_(None), earlier).order_by(None)
    return session.scalars(backwards.order_by(Comment.posted_at.desc(), Comment.id.desc()).limit(1)).first()


def visible_comments(article_id: int) -> Select[Comment]:
    """What readers see under this article, the oldest first."""
    seen = select(Comment).where(Comment.approved_at.is_not(None), Comment.rejected_at.is_(None))
    return seen.where(Comment.article_id == article_id).order_by(Comment.posted_at, Comment.id)


def first_comments(article_id: int, after: Comment | None) -> Select[Comment]:
    """The comments that answer no other, behind this one."""
    query = visible_comments(article_id).where(Comment.parent_id.is_(None))
    if after is None:
        return query
    later = or_(Comment.posted_at > after.posted_at, and_(Comment.posted_at == after.posted_at, Comment.id > after.id))
    return query.where(Comment.posted_at >= after.posted_at, later)


def answers_below(ids: Sequence[int]) -> Select[Comment]:
    """Visible answers to these comments, and theirs, the oldest first; one below a hidden comment is hidden too."""
    seen = and_(Comment.approved_at.is_not(None), Comment.rejected_at.is_(None))
    below = select(Comment.id).where(Comment.parent_id.in_(ids), seen).cte("below", recursive=True)
    below = below.union(select(Comment.id).join(below, Comment.parent_id == below.c.id).where(seen))
    found = select(Comment).where(Comment.id.in_(select(below.c.id)))
    return found.order_by(Comment.posted_at, Comment.id).limit(MOST_ANSWERS)


def as_threads(comments: Sequence[Comment]) -> list[Thread]:
    """Comments as trees, in the order in which they come."""
    answers: dict[int | None, list[Comment]] = defaultdict(list)
    for comment in comments:
        answers[comment.parent_id].append(comment)
    return [_thread(comment, answers, 1) for comment in answers[None]]


def _thread(comment: Comment, answers: Answers, depth: int) -> Thread:
    if depth == DEEPEST - 1:
        return Thread(comment, sorted(_all_below(comment, answers), key=lambda thread: _place(thread.comment)))
    return Thread(comment, [_thread(answer, answers, depth + 1) for answer in answers[comment.id]])


def _all_below(comment: Comment, answers: Answers) -> Iterator[Thread]:
    """Every answer, and every answer to it, without recursion: people quarrel deeply."""
    waiting = [(comment, answer) for answer in answers[comment.id]]
    while waiting:
        answered, answer = waiting.pop()
        yield Thread(answer, (), answered.name if answered is not comment else "")
        waiting += [(answer, further) for further in answers[answer.id]]


def _place(comment: Comment) -> tuple[datetime, int]:
    return comment.posted_at, comment.id
