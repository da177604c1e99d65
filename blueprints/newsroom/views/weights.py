"""How heavy an article is for those who pay for its bytes."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.attributes import set_committed_value

from blueprints.core.clock import now
from blueprints.core.pages import private, wants_fragment
from blueprints.core.weight import ARTICLE, PICTURES
from blueprints.news.views.articles import article_page
from blueprints.newsroom import bp
from blueprints.newsroom.loading import editable_article
from blueprints.newsroom.weighing import weigh_article


@bp.get("/articles/<int:article_id>/weight/")
def show_weight(article_id: int) -> ResponseReturnValue:
    """The saved article's weight; a draft's as if it came out now."""
    article = editable_article(article_id)
    # Only for this page: reading must neither change the row nor wait for those who write.
    set_committed_value(article, "published_at", min(article.published_at or now(), now()))
    request.environ.pop("HTTP_SAVE_DATA", None)  # the readers' pictures are weighed, also for a writer who saves data
    weight = weigh_article(article, article_page(article))
    template = "newsroom/_weight.html" if wants_fragment() else "newsroom/show_weight.html"
    return private(render_template(template, article=article, weight=weight, budget=ARTICLE, most_pictures=PICTURES))
