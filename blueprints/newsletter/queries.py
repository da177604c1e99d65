"""Subscribers, issues and deliveries, as queries."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from blueprints.news.models import Article, Category
from blueprints.news.queries import cards, visible
from blueprints.newsletter.models import Delivery, DeliveryState, Issue, Run, Subscriber, subscriber_category

FRESH = timedelta(days=14)
MOST_ON_THE_WEB = 60
IN_HAND = (DeliveryState.CLAIMED, DeliveryState.INFLIGHT, DeliveryState.UNCERTAIN)


def active_after(subscriber_id: int, period: str, count: int) -> Select[int, int]:
    """(id, watermark) of so many subscribers to this period, in order of their ids, behind this one."""
    return (
        select(Subscriber.id, Subscriber.watermark)
        .where(
            Subscriber.cadence == period,
            Subscriber.id > subscriber_id,
            Subscriber.confirmed_at.is_not(None),
            Subscriber.unsubscribed_at.is_(None),
        )
        .order_by(Subscriber.id)
        .limit(count)
    )


def chosen_categories(first: int, last: int) -> Select[int, int]:
    """(subscriber id, category id) of what the subscribers in this range of ids chose; no row means all."""
    columns = subscriber_category.c
    return select(columns.subscriber_id, columns.category_id).where(columns.subscriber_id.between(first, last))


def in_hand(first: int, last: int, issue_id: int) -> Select[int]:
    """The subscribers in this range of ids with a copy of another issue that may be on its way just now."""
    return select(Delivery.subscriber_id).where(
        Delivery.subscriber_id.between(first, last), Delivery.issue_id != issue_id, Delivery.state.in_(IN_HAND)
    )


def recent_articles(moment: datetime) -> Select[int, int | None, int]:
    """(id, published_seq, category id) of every article fresh enough for a digest, the last numbered first."""
    recent = visible(moment).where(Article.published_at > moment - FRESH, Article.published_seq.is_not(None))
    return recent.with_only_columns(Article.id, Article.published_seq, Article.category_id).order_by(
        Article.published_seq.desc()
    )


def newest_number() -> Select[int]:
    """The highest published_seq so far, or 0."""
    return select(func.coalesce(func.max(Article.published_seq), 0))


def category_parents() -> Select[int, int | None]:
    """(id, parent id) of every category."""
    return select(Category.id, Category.parent_id)


def choosable_categories() -> Select[Category]:
    """What a subscriber may choose from: the top categories, those of the menu first."""
    top = select(Category).where(Category.parent_id.is_(None))
    return top.order_by(Category.position.is_(None), Category.position, Category.name)


def latest_issue(period: str) -> Select[Issue]:
    """The last issue of this period."""
    return select(Issue).where(Issue.period == period).order_by(Issue.id.desc()).limit(1)


def unfilled_issues() -> Select[int]:
    """Ids of the issues whose composing was cut short or is still going on."""
    return select(Issue.id).where(Issue.filled_at.is_(None)).order_by(Issue.id)


def latest_issues(count: int) -> Select[Issue]:
    """The last issues of all periods, the newest first."""
    return select(Issue).order_by(Issue.created_at.desc(), Issue.id.desc()).limit(count)


def articles_of(issue: Issue, moment: datetime) -> Select[Article]:
    """Cards of what the issue held for those who read everything, as far as readers may still see it."""
    held = cards(visible(moment)).where(
        Article.published_seq > issue.from_seq,
        Article.published_seq <= issue.to_seq,
        Article.published_at > issue.created_at - FRESH,
    )
    return held.order_by(Article.published_at.desc(), Article.id.desc()).limit(MOST_ON_THE_WEB)


def due_count(moment: datetime) -> Select[int]:
    """How many copies may be tried at this moment."""
    return select(func.count()).select_from(Delivery).where(Delivery.not_before <= moment)


def open_runs() -> Select[Run]:
    """The runs that have not ended, whether they live or not."""
    return select(Run).where(Run.ended_at.is_(None)).order_by(Run.id)
