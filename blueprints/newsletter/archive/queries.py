"""Issues that readers may see, as queries."""

from datetime import datetime

from sqlalchemy import Select, and_, exists, func, or_, select, true, tuple_

from blueprints.news.models import Article, Correction
from blueprints.news.paging import Cursor
from blueprints.news.queries import cards, corrections, visible
from blueprints.newsletter.models import Delivery, Edition, EditionArticle, Issue, IssueState

GOING_OUT = (IssueState.FILLING, IssueState.SENDING, IssueState.DONE)
STOPPED = (IssueState.HALTED, IssueState.CANCELLED)
MOST_ARTICLES = 60


def issues_out(language: str, count: int, after: Cursor | None = None) -> Select[Issue]:
    """So many issues of a language that went out, of all where none is named, the newest first behind the cursor."""
    spoken = or_(Issue.language == language, Issue.language.like(f"{language}-%")) if language else true()
    going = Issue.state.in_(GOING_OUT), or_(Issue.title != "", Issue.subject != "")
    query = select(Issue).where(*going, spoken)
    if after is not None:
        query = query.where(tuple_(Issue.created_at, Issue.id) < (after.at, after.id))
    return query.order_by(Issue.created_at.desc(), Issue.id.desc()).limit(count)


def issue_out(number: int) -> Select[Issue]:
    """The issue with this number, if a copy of it went out or may do so now."""
    sent = exists().where(Delivery.issue_id == Issue.id, Delivery.sent_at.is_not(None))
    went = or_(Issue.state.in_(GOING_OUT), and_(Issue.state.in_(STOPPED), sent))
    return select(Issue).where(Issue.id == number, went)


def places_in(issue_id: int) -> Select[int, int]:
    """(article id, place) of all that any copy of an issue held, in the best place that it had in one."""
    place = func.min(EditionArticle.position)
    held = select(EditionArticle.article_id, place).join(Edition, Edition.id == EditionArticle.edition_id)
    of_issue = held.where(Edition.issue_id == issue_id).group_by(EditionArticle.article_id)
    return of_issue.order_by(place, EditionArticle.article_id.desc()).limit(MOST_ARTICLES)


def cards_of(ids: list[int], moment: datetime) -> Select[Article]:
    """Cards of these articles, as far as readers may see them."""
    return cards(visible(moment)).where(Article.id.in_(ids))


def correction_numbered(number: int | None, moment: datetime) -> Select[Correction]:
    """A correction with its article, while readers may see that."""
    return corrections(moment).where(Correction.id == number)
