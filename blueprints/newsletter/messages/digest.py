"""The mails of the newsletter: the one that asks to confirm, and the digest."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from flask import current_app, render_template

from blueprints.core.languages import speaking
from blueprints.core.mail import compose, inline_css
from blueprints.core.models import OutboxMail
from blueprints.core.storage import best_width, picture_url
from blueprints.news.models import Article
from blueprints.newsletter.messages.splicing import Envelope, template_of
from blueprints.newsletter.models import Issue, Subscriber
from blueprints.newsletter.readers.links import address, token_for

PICTURE_WIDTH = 640


def confirmation_mail(subscriber: Subscriber, token: str) -> OutboxMail:
    """Where to say that the digest is really wanted; who has it already gets the way to their preferences instead."""
    path = f"manage/{token_for(subscriber.id, subscriber.secret)}/" if subscriber.is_active else f"confirm/{token}/"
    with speaking(subscriber.language):
        return compose(subscriber.email, "confirm_subscription", subscriber=subscriber, address=address(path))


def digest_subject(articles: Sequence[Article], more: int) -> str:
    """The first headline, with `Breaking: ` while it breaks, and how many follow."""
    others = len(articles) - 1 + more
    return " ".join(render_template("email/digest/subject.txt", first=articles[0], others=others).split())


def digest_message(issue: Issue, form: str, articles: Sequence[Article], more: int, moment: datetime) -> bytes:
    """A whole digest with holes for what differs between its readers; `moment` is frozen as its Date."""
    with speaking(issue.language):
        return _message(issue, articles, more, moment)


def _message(issue: Issue, articles: Sequence[Article], more: int, moment: datetime) -> bytes:
    mark = f"key{secrets.token_hex(12)}"
    context = {
        "issue": issue,
        "moment": moment,
        "articles": articles,
        "more": more,
        "picture_address": _picture_address(articles[0]),
        "web_address": address(f"issues/{issue.id}/"),
        "preferences_address": address(f"manage/{mark}/"),
        "unsubscribe_address": address(f"unsubscribe/{mark}/"),
    }
    text = render_template("email/digest/body.txt", **context)
    html = inline_css(render_template("email/digest/body.html", **context))
    subject = issue.subject or digest_subject(articles, more)
    return template_of(_envelope(issue, subject, mark, moment), text, html)


def _picture_address(article: Article) -> str:
    """The lead picture, wide enough for a column of 600 on most screens; or nothing."""
    if article.lead_picture is None:
        return ""
    picture = article.lead_picture
    return urljoin(f"{current_app.config['SITE_URL']}/", picture_url(picture, best_width(picture, PICTURE_WIDTH)))


def _envelope(issue: Issue, subject: str, mark: str, moment: datetime) -> Envelope:
    return Envelope(
        site_name=current_app.config["SITE_NAME"],
        mail_from=current_app.config["MAIL_FROM"],
        domain=urlsplit(current_app.config["SITE_URL"]).hostname or "localhost",
        list_name=f"{issue.kind}.newsletter",
        unsubscribe=address("unsubscribe/"),
        subject=subject,
        date=moment,
        boundary=f"=_{secrets.token_hex(12)}",
        mark=mark,
    )
