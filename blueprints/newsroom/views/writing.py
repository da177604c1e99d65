"""Writing: the one form of an article, new or known."""

from typing import cast

from flask import Flask, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from blueprints.auth.access import signed_in
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import private
from blueprints.core.security import takes_uploads
from blueprints.core.templating import local_stamp
from blueprints.core.wording import gettext
from blueprints.news.models import Article, ArticleState
from blueprints.newsroom import bp, queries
from blueprints.newsroom.forms import ArticleForm
from blueprints.newsroom.gallery_saving import shown_gallery
from blueprints.newsroom.loading import editable_article
from blueprints.newsroom.local_time import zone_label
from blueprints.newsroom.saving import Find, NotSavedError, save, shown_picture

bp.record(lambda state: takes_uploads(cast(Flask, state.app), "newsroom.new_article", "newsroom.edit_article"))
TRIES = 4


@bp.route("/articles/new/", methods=["GET", "POST"])
def new_article() -> ResponseReturnValue:
    """An empty form; sent twice, it makes one article."""
    form = article_form(None)
    if request.method == "POST":
        return _save(form, lambda: _sent_before(form))
    category_id = db.session.scalar(queries.latest_category_of(signed_in().id))
    form.begin(category_id, current_app.config["LANGUAGE"])
    return private(form_page(form, None))


@bp.route("/articles/<int:article_id>/edit/", methods=["GET", "POST"])
def edit_article(article_id: int) -> ResponseReturnValue:
    """The form with what the article says; saved over another's change only when its writer has seen that."""
    article = editable_article(article_id)
    form = article_form(article)
    if request.method == "POST":
        return _save(form, lambda: editable_article(article_id))
    form.show(article)
    return private(form_page(form, article))


def article_form(article: Article | None) -> ArticleForm:
    """The form, with what this person may choose."""
    form, person = ArticleForm(), signed_in()
    categories = [(category.id, category.name) for category in db.session.scalars(queries.all_categories())]
    language = article.language if article is not None else current_app.config["LANGUAGE"]
    form.offer(categories, language, may_break=person.is_editor)
    form.know(db.session.scalars(queries.staff()).all(), article)
    form.know_family(article)
    return form


def form_page(form: ArticleForm, article: Article | None, *, conflict: bool = False) -> str:
    """The form's page, for a new article when there is none."""
    form.speak(form.language.data or current_app.config["LANGUAGE"])
    return render_template(
        "newsroom/edit_article.html",
        form=form,
        article=article,
        conflict=conflict,
        states=ArticleState,
        suggested_tags=db.session.scalars(queries.suggested_tags()).all(),
        zone=zone_label(current_app.config["TIMEZONE"], now()),
        picture=shown_picture(form),
        gallery=shown_gallery(form),
    )


def _sent_before(form: ArticleForm) -> Article | None:
    key = form.form_key.data
    article = db.session.scalar(queries.article_with_form_key(key)) if key else None
    return editable_article(article.id) if article is not None else None


def _save(form: ArticleForm, find: Find) -> ResponseReturnValue:
    """Save, anew from the start whenever another request came between; the last time its error is ours."""
    for _ in range(TRIES - 1):
        try:
            return _try_to_save(form, find)
        except (IntegrityError, StaleDataError):
            db.session.rollback()
    return _try_to_save(form, find)


def _try_to_save(form: ArticleForm, find: Find) -> ResponseReturnValue:
    action = request.form.get("action", "save")
    try:
        article = save(form, find, action)
    except NotSavedError as unsaved:
        if unsaved.conflict and unsaved.article is not None:
            form.version.data = str(unsaved.article.version)
        page = form_page(form, unsaved.article, conflict=unsaved.conflict)
        db.session.commit()
        return private(page, 422)
    db.session.commit()
    flash(_outcome(article), "saved")
    return redirect(url_for("newsroom.edit_article", article_id=article.id), 303)


def _outcome(article: Article) -> str:
    match article.state(now()):
        case ArticleState.PUBLISHED:
            return gettext("Saved. Readers see it as it stands here.")
        case ArticleState.SCHEDULED if article.published_at is not None:
            return gettext("Saved. It will be published on %(time)s.", time=local_stamp(article.published_at))
        case ArticleState.WITHDRAWN:
            return gettext("Saved. It stays withdrawn.")
    return gettext("Saved as a draft. Only the newsroom sees it.")
