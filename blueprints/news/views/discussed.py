"""What views about one article start from: what readers can see of it, and else an answer that says why not."""

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.errors import Withdrawn
from blueprints.news.discussion import visible_comments
from blueprints.news.models import Article, ArticleState, Comment


def discussed_article(article_id: int) -> Article:
    """The article without its body; 410 once withdrawn, 404 while readers cannot see it."""
    short = select(Article).where(Article.id == article_id)
    options = defer(Article.body, raiseload=True), joinedload(Article.counter), selectinload(Article.tags)
    return readable(db.first_or_404(short.options(*options, selectinload(Article.bylines))))


def readable(article: Article) -> Article:
    """The article, if readers may see it; 410 with the reason once it is withdrawn, 404 while it is not out."""
    state = article.state(now())
    if state is ArticleState.WITHDRAWN:
        raise Withdrawn(article.withdrawn_at, article.withdrawn_reason)
    return article if state is ArticleState.PUBLISHED else abort(404)


def visible_comment(article_id: int, comment_id: int) -> Comment:
    """The comment, if readers of this article can see it; else 404."""
    comment: Comment = db.first_or_404(visible_comments(article_id).where(Comment.id == comment_id))
    return comment
