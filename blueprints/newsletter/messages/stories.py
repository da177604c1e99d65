"""The stories of a letter, as far as its measure lets them be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from flask import current_app, render_template

from blueprints.core.languages import speaking
from blueprints.core.models import Picture
from blueprints.core.storage import best_width, picture_url
from blueprints.news.addresses import full_url, url_of
from blueprints.news.models import Article
from blueprints.newsletter.messages.bodies import mail_html, picture_words, text_of
from blueprints.newsletter.messages.measures import Measure
from blueprints.newsletter.models import Issue

PICTURE_WIDTH = 640  # pixels; wide enough for a column of 600 on most screens


@dataclass(frozen=True)
class Story:
    """One article of a letter. `html` and `text` are the whole of it, or empty where only its card is told."""

    article: Article
    address: str
    headline: str
    titled: str
    standfirst: str
    html: str = ""
    text: str = ""


def stories_of(
    issue: Issue, articles: Sequence[Article], wholes: Sequence[str], measure: Measure, moment: datetime
) -> list[Story]:
    """The first so many articles, and of these texts as many as there is room for."""
    room, stories = measure.whole, []
    for article, html in zip(articles[: measure.stories], wholes, strict=False):
        size = len(html.encode())
        told = html if size <= room else ""
        room -= size if told else 0
        stories.append(
            Story(
                article,
                full_url(url_of(article)) + letter_mark(issue),
                cut(article.headline, measure.headline),
                cut(article.titled(moment), measure.headline),
                cut(article.standfirst, measure.standfirst),
                told,
                text_of(told) if told else "",
            )
        )
    return stories


def letter_mark(issue: Issue) -> str:
    """What stands behind the address of an article in a letter. It never reaches the server with the page; it is told
    with the view that is counted, so that nobody is led over a redirect and nothing says who came."""
    return f"#letter-{issue.id}" if issue.id else ""


def cut(words: str, most: int) -> str:
    """The words, or their beginning where they are longer than so many characters."""
    if len(words) <= most:
        return words
    return words[: most - 1].rstrip() + "…" if most else ""


def whole(article: Article, letter: str) -> str:
    """Its names, its body with pictures as links, and its corrections, in its own language."""
    with speaking(article.language):
        picture = article.lead_picture
        address = picture_address(picture)
        return render_template(
            "email/digest/_whole.html",
            article=article,
            body=mail_html(article.body, letter),
            picture_address=address,
            picture_words=picture_words(picture.alt, address) if picture else "",
        ).strip()


def picture_address(picture: Picture | None) -> str:
    """Where a lead picture is; empty where there is none."""
    if picture is None:
        return ""
    return urljoin(f"{current_app.config['SITE_URL']}/", picture_url(picture, best_width(picture, PICTURE_WIDTH)))
