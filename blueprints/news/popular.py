"""What is read most now."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select, union

from blueprints.news.models import Article, ArticleCounter, ViewHour

CANDIDATES = 50


def most_read(moment: datetime, hours: int) -> Select[Article]:
    """Visible articles by views within these hours; behind them, what is new by views in all."""
    window = (
        select(ViewHour.article_id, func.sum(ViewHour.views).label("views"))
        .where(ViewHour.hour > moment - timedelta(hours=hours))
        .group_by(ViewHour.article_id)
        .order_by(func.sum(ViewHour.views).desc(), ViewHour.article_id.desc())
        .limit(CANDIDATES)
        .subquery()
    )
    newest = (
        select(Article.id)
        .where(Article.published_at <= moment, Article.withdrawn_at.is_(None))
        .order_by(Article.published_at.desc(), Article.id.desc())
        .limit(CANDIDATES)
        .subquery()
    )
    return (
        select(Article)
        .outerjoin(window, window.c.article_id == Article.id)
        .outerjoin(ArticleCounter, ArticleCounter.article_id == Article.id)
        .where(Article.id.in_(union(select(window.c.article_id), select(newest.c.id))))
        .where(Article.published_at <= moment, Article.withdrawn_at.is_(None))
        .order_by(
            func.coalesce(window.c.views, 0).desc(),
            func.coalesce(ArticleCounter.views, 0).desc(),
            Article.published_at.desc(),
            Article.id.desc(),
        )
    )
