"""The archive by date: a year, a month, a day, and 404 for what no calendar has or has not come yet."""

from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask import Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.languages import current_locale
from blueprints.core.pages import public
from blueprints.news import bp
from blueprints.news.addresses import url_of
from blueprints.news.archive import Period, last_moment, months_of, neighbours, within
from blueprints.news.models import Article
from blueprints.news.paging import Listing
from blueprints.news.views.articles import show_article
from blueprints.news.views.listing import asked_page

YEAR = "<int(fixed_digits=4):year>"
MONTH = f"{YEAR}/<int(fixed_digits=2):month>"
DAY = f"{MONTH}/<int(fixed_digits=2):day>"
WORDS = {1: "y", 2: "LLLL y", 3: "EEEE, d MMMM y"}


@bp.get(f"/{YEAR}/")
@bp.get(f"/{MONTH}/")
def show_archive(year: int, month: int | None = None) -> Response:
    """What was published in a year or month, the newest first."""
    return _page(_period(year, month))


@bp.get(f"/{DAY}/")
def show_day(year: int, month: int, day: int) -> ResponseReturnValue:
    """What was published on a day; an article whose slug is two digits keeps its address."""
    slug = f"{day:02}"
    article = db.session.scalar(select(Article).where(Article.slug == slug))
    if article and article.is_visible(now()) and url_of(article).endswith(f"/{year:04}/{month:02}/{slug}/"):
        return show_article(year, month, slug)
    return _page(_period(year, month, day))


@bp.get(f"/archive/{YEAR}/more/")
@bp.get(f"/archive/{MONTH}/more/")
@bp.get(f"/archive/{DAY}/more/")
def show_more_of_archive(year: int, month: int | None = None, day: int | None = None) -> Response:
    """The next stretch of a period's list; its address is apart, where no article's can be."""
    period = _period(year, month, day)
    body = render_template("news/_listing.html", listing=_listing(period), address=period.path)
    return public(body, "front")


def _page(period: Period) -> Response:
    moment = now()
    body = render_template(
        "news/show_archive.html",
        period=period,
        title=_title(period),
        titled=_title,
        listing=_listing(period),
        around=neighbours(db.session, period, moment),
        months=months_of(db.session, period, moment),
        month_name=lambda month: format_date(month.first, "LLLL", locale=current_locale()),
    )
    return public(body, "front", "menu")


def _period(year: int, month: int | None = None, day: int | None = None) -> Period:
    """The period, if it has begun."""
    period = Period(ZoneInfo(current_app.config["TIMEZONE"]), year, month, day)
    try:
        begun = year >= 1900 and period.start <= now() and 0 not in (month, day) and period.end > period.start
    except (ValueError, OverflowError):
        begun = False
    return period if begun else abort(404)


def _listing(period: Period) -> Listing:
    return asked_page(within(period), last_moment(period, now()))


def _title(period: Period) -> str:
    words = WORDS[1 + bool(period.month) + bool(period.day)]
    return format_date(period.first, words, locale=current_locale())
