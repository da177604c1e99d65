"""Saving what a form sent: nothing that was typed is lost, whatever is wrong with it."""

from collections.abc import Callable
from datetime import datetime

from flask import current_app

from blueprints.auth.access import signed_in
from blueprints.auth.models import Account
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.models import Picture
from blueprints.core.sanitiser import clean_html, plain_text
from blueprints.core.storage import PictureRefused, store_picture
from blueprints.core.wording import gettext
from blueprints.news.editing import new_article
from blueprints.news.models import Article, ArticleState, Category
from blueprints.news.moving import publish_article
from blueprints.newsroom.forms import ArticleForm
from blueprints.newsroom.gallery_saving import added_pictures, keep_added, kept_pictures
from blueprints.newsroom.local_time import TimeRefusedError, moment_to_publish
from blueprints.newsroom.manuscript import Manuscript, words_of, write

Find = Callable[[], Article | None]


class NotSavedError(Exception):
    """The form stays open: with errors, or beside what somebody else saved meanwhile (`article`)."""

    def __init__(self, article: Article | None, *, conflict: bool = False) -> None:
        super().__init__()
        self.article, self.conflict = article, conflict


def save(form: ArticleForm, find: Find, action: str) -> Article:
    """Write the form into its article, a new one where `find` gives none; raises NotSavedError. The caller commits."""
    form.validate()
    find()
    picture, added = chosen_picture(form), added_pictures(form)
    article = find()
    moment = _publishing_moment(form, article, action)
    gallery = kept_pictures(form) + tuple((each, words_of(each)) for each in added)
    manuscript = form.manuscript(picture, gallery)
    if moment is not None or (article is not None and _is_out_or_scheduled(article)):
        _demand_completeness(form, manuscript)
    conflict = article is not None and _is_stale(form, article) and not manuscript.is_in(article, now())
    if form.errors or conflict:
        _keep_picture(form, picture)
        keep_added(form, added)
        raise NotSavedError(article, conflict=conflict and not form.errors)
    return _written(form, article or _begin(form, manuscript), manuscript, moment)


def chosen_picture(form: ArticleForm) -> Picture | None:
    """The picture that was sent, or the one that was there before; a refused file becomes an error of its field."""
    upload = form.picture_file.data
    if upload and upload.filename:
        original = upload.read()
        db.session.commit()  # encoding takes a second, in which others must be able to write
        try:
            return store_picture(original)
        except PictureRefused as refused:
            form.complain("picture_file", str(refused))
    kept = form.kept_picture.data
    return None if kept is None or form.remove_picture.data else db.session.get(Picture, kept)


def shown_picture(form: ArticleForm) -> Picture | None:
    """The picture that a form shows beside its words."""
    return db.session.get(Picture, form.kept_picture.data) if form.kept_picture.data else None


def _is_stale(form: ArticleForm, article: Article) -> bool:
    return str(form.version.data) != str(article.version)


def _keep_picture(form: ArticleForm, picture: Picture | None) -> None:
    """Let a form that must be shown again hold on to the picture that came with it."""
    if picture is not None and picture.id is None:
        db.session.add(picture)
        db.session.flush()
        form.kept_picture.data = picture.id
        form.kept_picture.raw_data = None  # or the field would show what was sent


def _publishing_moment(form: ArticleForm, article: Article | None, action: str) -> datetime | None:
    """When readers may see it from; None leaves its state as it is. What was out before keeps its date."""
    moment = now()
    if action == "publish":
        known = article.published_at if article is not None else None
        return known if known is not None and known <= moment else moment
    if action != "schedule":
        return None
    day, hour = form.publish_on.data, form.publish_at.data
    if day is None or hour is None:
        form.complain("publish_on", gettext("Say on which day and at what time it should be published."))
        return None
    try:
        return moment_to_publish(day, hour, current_app.config["TIMEZONE"], moment)
    except TimeRefusedError as refused:
        form.complain("publish_on", str(refused))
        return None


def _is_out_or_scheduled(article: Article) -> bool:
    return article.state(now()) in (ArticleState.PUBLISHED, ArticleState.SCHEDULED)


def _demand_completeness(form: ArticleForm, manuscript: Manuscript) -> None:
    if not manuscript.headline:
        form.complain("headline", gettext("Readers need a headline."))
    html = clean_html(manuscript.body).html
    if not plain_text(html) and "<img" not in html:
        form.complain("body", gettext("There is no text yet."))
    if manuscript.picture is not None and not manuscript.words.alt:
        form.complain("picture_alt", gettext("Say what the picture shows, for those who do not see it."))
    if not all(words.alt for _, words in manuscript.gallery):
        form.complain("gallery_files", gettext("Say what each picture of the gallery shows."))


def _begin(form: ArticleForm, manuscript: Manuscript) -> Article:
    category = db.session.get_one(Category, manuscript.category_id)
    article = new_article(
        db.session,
        headline=manuscript.headline,
        author=db.session.get_one(Account, signed_in().id),
        category=category,
        language=manuscript.language,
        slug=manuscript.slug,
    )
    article.form_key = form.form_key.data or None
    article.lead_picture = None
    return article


def _written(form: ArticleForm, article: Article, manuscript: Manuscript, moment: datetime | None) -> Article:
    write(db.session, article, manuscript, moment)
    if moment is not None:
        publish_article(db.session, article, moment)
    return article
