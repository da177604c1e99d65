"""JSON Feed 1.1 (jsonfeed.org/version/1.1) with whole articles."""

import json
from typing import Any

from blueprints.core.clock import now
from blueprints.core.languages import current_language
from blueprints.core.storage import best_width, picture_url
from blueprints.core.templating import iso
from blueprints.news.addresses import full_url
from blueprints.news.feeds.channel import Channel, Form, address_of, byline_url, changed, hub, published, subjects
from blueprints.news.feeds.text import enclosed, whole_text
from blueprints.news.models import Article, Byline

VERSION = "https://jsonfeed.org/version/1.1"
FACE_WIDTH = 160
Facts = dict[str, Any]


def json_feed(channel: Channel) -> bytes:
    """The feed of these articles."""
    told = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": full_url(channel.page),
        "feed_url": channel.own(Form.JSON),
        "description": channel.description,
        "icon": full_url("/static/icons/icon-512.png"),
        "favicon": full_url("/static/icons/icon-192.png"),
        "language": current_language(),
        "hubs": [{"type": "WebSub", "url": hub()}] if hub() else [],
        "items": [_item(article) for article in channel.articles],
    }
    return json.dumps(_known(told) | {"items": told["items"]}, ensure_ascii=False, indent=1).encode()


def _item(article: Article) -> Facts:
    address = address_of(article)
    facts = enclosed(article.lead_picture) if article.lead_picture else None
    attached = {"mime_type": "image/jpeg", "title": article.lead_picture.caption} if article.lead_picture else {}
    return _known(
        {
            "id": address,
            "url": address,
            "title": article.titled(now()),
            "summary": article.standfirst,
            "content_html": whole_text(article, address),
            "image": facts and facts["url"],
            "date_published": iso(published(article)),
            "date_modified": iso(changed(article)),
            "authors": [_person(byline) for byline in article.bylines],
            "tags": subjects(article),
            "language": article.language,
            "attachments": facts and [_known({"url": facts["url"], "size_in_bytes": int(facts["length"]), **attached})],
            "_credit": article.lead_picture and article.lead_picture.credit,
        }
    )


def _person(byline: Byline) -> Facts:
    face = byline.account.picture if byline.account is not None else None
    avatar = full_url(picture_url(face, best_width(face, FACE_WIDTH))) if face else ""
    return _known({"name": byline.name, "url": byline_url(byline), "avatar": avatar})


def _known(facts: Facts) -> Facts:
    return {name: fact for name, fact in facts.items() if fact}
