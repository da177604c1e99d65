"""What views about one article start from: the article that readers can see, and its comments that they can see."""

from flask import abort
from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.discussion import visible_comments
from blueprints.news.models import Article, ArticleState, Comment


def discussed_article(article_id: int) -> Article:
    """The article without its body; 410 once withdrawn, 404 while readers cannot see it."""
    short = select(Article).where(Article.id == article_id)
    options = defer(Article.body, raiseload=True), joinedload(Article.counter), selectinload(Article.tags)
    article: Article = db.first_or_404(short.options(*options, selectinload(Article.bylines)))
    if article.state(now()) is ArticleState.WITHDRAWN:
        abort(410)
    return article if article.is_visible(now()) else abort(404)


def visible_comment(article_id: int, comment_id: int) -> Comment:
    """The comment, if readers of this article can see it; else 404."""
    comment: Comment = db.first_or_404(visible_comments(article_id).where(Comment.id == comment_id))
    return comment
