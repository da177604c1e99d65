"""What stood in a title goes onto the article; what was urgent then is not urgent now."""

from datetime import timedelta

from blueprints.core.clock import now
from blueprints.news.models import Article, Byline, Label
from blueprints.news.wordpress.headlines import Headline
from blueprints.news.wordpress.report import Report

GOING_ON = timedelta(days=2)


def bear(report: Report, article: Article, headline: Headline, hours: int) -> None:
    """Give the article its labels, place and guest; its state is set already.

    BREAKING lasted these hours from when it came out; LIVE and DEVELOPING end with the second day.
    """
    began = article.published_at or article.created_at
    goes_on = began > now() - GOING_ON
    article.is_video, article.is_opinion = Label.VIDEO in headline.labels, Label.OPINION in headline.labels
    if Label.BREAKING in headline.labels:
        article.breaking_until = began + timedelta(hours=hours)
    if Label.LIVE in headline.labels and goes_on:
        article.live_at = began
    if Label.DEVELOPING in headline.labels and goes_on:
        article.developing_at = began
    article.country = headline.country
    if headline.guest:
        article.bylines = [Byline(position=0, account=None, guest=headline.guest)]
    _tell(report, headline)


def _tell(report: Report, headline: Headline) -> None:
    for label in sorted(headline.labels):
        if label is not Label.OPINION or not headline.guest:
            report.change("article", f"'{label}' in its title became a label")
    if headline.country:
        report.change("article", "the country before its title became a field")
    if headline.guest:
        report.change("article", "the name behind its title became its byline")
        report.name("Names taken from titles; look whether each is who wrote it", f"{headline.text} – {headline.guest}")
