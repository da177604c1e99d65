"""An article as readers will see it, privately; what is previewed from an open form is not saved."""

from typing import cast

from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.attributes import set_committed_value

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import private
from blueprints.core.security import takes_uploads
from blueprints.news.models import Article
from blueprints.news.views.articles import article_page
from blueprints.newsroom import bp, queries
from blueprints.newsroom.loading import editable_article
from blueprints.newsroom.saving import Find, NotSavedError, save
from blueprints.newsroom.views.writing import article_form, form_page

PAGE = "newsroom/preview_article.html"
bp.record(
    lambda state: takes_uploads(cast(Flask, state.app), "newsroom.preview_article", "newsroom.preview_new_article")
)


@bp.route("/articles/<int:article_id>/preview/", methods=["GET", "POST"])
def preview_article(article_id: int) -> ResponseReturnValue:
    """The saved article, or by POST what its form holds now."""
    article = editable_article(article_id)
    if request.method == "GET":
        # Only for this page: reading must neither change the row nor wait for those who write.
        set_committed_value(article, "published_at", article.published_at or now())
        return private(article_page(article, PAGE))
    return _preview_form(article, lambda: editable_article(article_id))


@bp.post("/articles/new/preview/")
def preview_new_article() -> ResponseReturnValue:
    """What the form of a new article holds now."""
    return _preview_form(None, lambda: None)


def _preview_form(article: Article | None, find: Find) -> ResponseReturnValue:
    form = article_form(article)
    try:
        previewed = save(form, find, "preview")
    except NotSavedError as unsaved:
        page = form_page(form, unsaved.article, conflict=unsaved.conflict)
        db.session.commit()
        return private(page, 422)
    return _preview(previewed)


def _preview(article: Article) -> ResponseReturnValue:
    """Rendered as if it came out now, and then forgotten."""
    article.published_at = article.published_at or now()
    db.session.flush()
    whole = db.session.scalars(queries.article_to_edit(article.id)).one()
    page = article_page(whole, PAGE)
    db.session.rollback()
    return private(page)
