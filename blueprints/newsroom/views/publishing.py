"""Taking an article off the site; asked for twice, since readers lose it at once."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.pages import private
from blueprints.core.wording import gettext
from blueprints.news.editing import refresh_article
from blueprints.newsroom import bp
from blueprints.newsroom.forms import WithdrawalForm
from blueprints.newsroom.loading import editable_article


@bp.route("/articles/<int:article_id>/unpublish/", methods=["GET", "POST"])
def unpublish_article(article_id: int) -> ResponseReturnValue:
    """Ask, and then do it: what was out is withdrawn, what was to come is a draft again."""
    article, form = editable_article(article_id), WithdrawalForm()
    if request.method == "GET" or not form.validate():
        status = 200 if request.method == "GET" else 422
        return private(render_template("newsroom/unpublish_article.html", article=article, form=form), status)
    if article.published_at is not None and article.withdrawn_at is None:
        article.unpublish(now(), form.reason.data or "")
        refresh_article(db.session, article)
        db.session.commit()
        flash(gettext("It is off the site. The text is still here."), "done")
    return redirect(url_for("newsroom.edit_article", article_id=article_id), 303)
