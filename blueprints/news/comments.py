"""Comments: what a reader says under an article, and what is shown at once."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from blueprints.core.database import AnySession
from blueprints.core.purging import purge
from blueprints.news.counting import count_comments
from blueprints.news.editing import tags_of
from blueprints.news.models import Article, Comment

MOST_LINKS = 2
LOUD_FROM = 20
LOUD_SHARE = 0.7
REPEATED_WITHIN = timedelta(days=1)
LINK = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
STUTTER = re.compile(r"(.)\1{11,}|(\b\w+\b)(\W+\2\b){5,}", re.DOTALL)


@dataclass(frozen=True)
class Words:
    """What a reader typed, already clean; `bait` is what stood in the field that people do not see."""

    name: str
    email: str
    text: str
    bait: str = ""


def post_comment(
    session: AnySession, article: Article, parent: Comment | None, words: Words, moment: datetime
) -> Comment:
    """Add a comment, shown or held by the rules; the same words again are the same comment, and change nothing."""
    parent_id = parent.id if parent else None
    fingerprint = Comment.fingerprint_of(words.email, words.text, parent_id)
    comment = Comment(
        article_id=article.id,
        parent_id=parent_id,
        name=words.name,
        email=words.email,
        text=words.text,
        fingerprint=fingerprint,
        posted_at=moment,
        rejected_at=moment if words.bait else None,
        approved_at=None if words.bait or must_wait(session, words, moment) else moment,
    )
    try:
        with session.begin_nested():
            session.add(comment)
    except IntegrityError:
        return session.scalars(_same(article.id, fingerprint)).one()
    if comment.is_visible:
        _changed(session, article, +1)
    return comment


def approve_comment(session: AnySession, comment: Comment, moment: datetime) -> None:
    """Show a comment to everybody; approving it again changes nothing. The article comes with its tags."""
    if not comment.is_visible:
        comment.approve(moment)
        _changed(session, comment.article, +1)


def reject_comment(session: AnySession, comment: Comment, moment: datetime) -> None:
    """Keep a comment from the page, or take it off. The article comes with its tags."""
    if comment.is_visible:
        _changed(session, comment.article, -1)
    comment.reject(moment)


def must_wait(session: AnySession, words: Words, moment: datetime) -> bool:
    """Whether an editor looks first: at links, shouting, stutter, repetition, and at everybody's first comment."""
    return (
        len(LINK.findall(words.text)) > MOST_LINKS
        or LINK.search(words.name) is not None
        or _is_shouted(words.text)
        or STUTTER.search(words.text) is not None
        or session.scalars(_said_before(words, moment)).first() is not None
        or session.scalars(_approved_before(words.email)).first() is None
    )


def _is_shouted(text: str) -> bool:
    """Mostly capitals, in scripts that have them."""
    cased = [letter for letter in text if letter.isupper() or letter.islower()]
    return len(cased) >= LOUD_FROM and sum(map(str.isupper, cased)) > LOUD_SHARE * len(cased)


def _changed(session: AnySession, article: Article, more: int) -> None:
    """The count stands on every card of the article, so all its pages are stale; feeds and sitemaps hold none."""
    session.flush()
    count_comments(session, article.id, more)
    purge(session, *{*tags_of(article)} - {"feed"})


def _same(article_id: int, fingerprint: str) -> Select[Comment]:
    return select(Comment).where(Comment.article_id == article_id, Comment.fingerprint == fingerprint)


def _said_before(words: Words, moment: datetime) -> Select[int]:
    recently = Comment.posted_at > moment - REPEATED_WITHIN
    return select(Comment.id).where(Comment.email == words.email, Comment.text == words.text, recently).limit(1)


def _approved_before(email: str) -> Select[int]:
    visible = select(Comment.id).where(Comment.approved_at.is_not(None), Comment.rejected_at.is_(None))
    return visible.where(Comment.email == email).limit(1)
