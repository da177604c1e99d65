"""One article, at its one address."""

from datetime import datetime

from flask import g, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.languages import asked_language
from blueprints.core.pages import public
from blueprints.news import bp, queries
from blueprints.news.addresses import url_of
from blueprints.news.discussion import read_discussion
from blueprints.news.editing import tags_of
from blueprints.news.families import family_of, version_in
from blueprints.news.forms import CommentForm
from blueprints.news.models import Article
from blueprints.news.popular import most_read
from blueprints.news.related import neighbours_of
from blueprints.news.views.discussed import readable

READ_WITHIN = 72
READ_MOST = 5


@bp.get("/<int(fixed_digits=4):year>/<int(fixed_digits=2):month>/<slug>/")
def show_article(year: int, month: int, slug: str) -> ResponseReturnValue:
    """An article with all that stands around it; 410 once withdrawn, and 301 when only its date is wrong.

    Its own language is in its address; another language's address shows it with that language's interface around it.
    """
    article = readable_article(slug)
    if not url_of(article).endswith(f"/{year:04}/{month:02}/{slug}/"):
        return redirect(url_of(article), 301)
    version = version_in(db.session, article, asked_language())
    if version is not None:
        return redirect(url_of(version))
    return public(article_page(article), "menu", *tags_of(article))


def readable_article(slug: str) -> Article:
    """The article with this slug that readers may see; 410 if it was withdrawn, 404 if it is not out."""
    return readable(db.first_or_404(queries.whole_article(slug)))


def article_page(article: Article, template: str = "news/show_article.html") -> str:
    """The whole page of an article, or a template that extends it."""
    moment = now()
    family = db.session.scalars(family_of(article)).all()
    g.editions = {each.language.partition("-")[0]: url_of(each) for each in reversed(family)}
    popular = db.session.scalars(_read_most_but(article, moment)).all()
    return render_template(
        template,
        article=article,
        family=family,
        around=neighbours_of(db.session, article, moment, {each.id for each in popular}),
        most_read=popular,
        discussion=read_discussion(db.session, article.id),
        comment_form=CommentForm(None),
    )


def _read_most_but(article: Article, moment: datetime) -> Select[Article]:
    """What stands beside an article; its reader has that one already."""
    spoken = queries.of_language(asked_language())
    others = most_read(db.session, moment, READ_WITHIN).where(Article.id != article.id, spoken)
    return queries.cards(others).limit(READ_MOST)
