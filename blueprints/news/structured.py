"""What machines are told of a page: schema.org as JSON-LD, and the picture and words of a shared link."""

from typing import Any

from flask import current_app

from blueprints.core.models import Picture
from blueprints.core.sanitiser import plain_text
from blueprints.core.storage import best_width, picture_url
from blueprints.core.templating import iso
from blueprints.news import bp
from blueprints.news.addresses import full_url, url_of
from blueprints.news.models import Article, Category

SCHEMA = "https://schema.org"
SHARED_WIDTH = 1280
LONGEST_DESCRIPTION = 200
TERRITORIES = {"en": "en_GB", "fr": "fr_FR", "ar": "ar_AR", "sw": "sw_KE", "ha": "ha_NG", "yo": "yo_NG", "pt": "pt_PT"}
Facts = dict[str, Any]


@bp.app_context_processor
def _tellers() -> Facts:
    return {
        "article_facts": article_facts,
        "article_trail": article_trail,
        "category_trail": category_trail,
        "site_facts": site_facts,
        "shared_picture": shared_picture,
        "description_of": description_of,
        "og_locale": og_locale,
        "full_url": full_url,
    }


def article_facts(article: Article) -> Facts:
    """The article as a NewsArticle, by developers.google.com/search/docs/appearance/structured-data/article."""
    address, published = full_url(url_of(article)), article.published_at or article.created_at
    facts = {
        "@context": SCHEMA,
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": description_of(article),
        "url": address,
        "mainEntityOfPage": {"@type": "WebPage", "@id": address},
        "datePublished": iso(published),
        "dateModified": iso(article.updated_at or published),
        "inLanguage": article.language,
        "wordCount": article.words,
        "isAccessibleForFree": True,
        "author": [{"@type": "Person", "name": article.author.name, "url": full_url(url_of(article.author))}],
        "publisher": _publisher(),
        "keywords": [tag.name for tag in article.tags],
        "image": _images(article.lead_picture),
        "correction": [
            {"@type": "CorrectionComment", "text": each.text, "datePublished": iso(each.corrected_at)}
            for each in article.corrections
        ],
    }
    if not article.category.is_filler:
        facts["articleSection"] = article.category.name
    return {name: fact for name, fact in facts.items() if fact not in ("", [])}


def article_trail(article: Article) -> Facts:
    """The way to the article as a BreadcrumbList."""
    section = [] if article.category.is_filler else [(article.category.name, url_of(article.category))]
    return _trail([*section, (article.headline, url_of(article))])


def category_trail(category: Category) -> Facts:
    """The way to a section as a BreadcrumbList; its parent is loaded."""
    above = [category.parent] if category.parent and not category.parent.is_filler else []
    own = "More stories" if category.is_filler else category.name
    return _trail([*((each.name, url_of(each)) for each in above), (own, url_of(category))])


def site_facts() -> Facts:
    """The site and its publisher."""
    return {
        "@context": SCHEMA,
        "@type": "WebSite",
        "name": current_app.config["SITE_NAME"],
        "url": full_url("/"),
        "inLanguage": current_app.config["LANGUAGE"],
        "publisher": _publisher(),
    }


def description_of(article: Article) -> str:
    """The standfirst, or the beginning of the text, cut at a word."""
    words = article.standfirst or plain_text(article.body)
    if len(words) <= LONGEST_DESCRIPTION:
        return words
    return words[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def shared_picture(picture: Picture) -> tuple[str, int, int]:
    """The whole address of the JPEG that a shared link shows, with its width and height in pixels."""
    width = best_width(picture, SHARED_WIDTH)
    return full_url(picture_url(picture, width)), width, picture.height_at(width)


def og_locale(language: str) -> str:
    """Open Graph wants a territory: `en_GB` for `en`."""
    return language.replace("-", "_") if "-" in language else TERRITORIES.get(language, language)


def _trail(steps: list[tuple[str, str]]) -> Facts:
    places = [("Home", "/"), *steps]
    listed = [
        {"@type": "ListItem", "position": place, "name": name, "item": full_url(path)}
        for place, (name, path) in enumerate(places, 1)
    ]
    return {"@context": SCHEMA, "@type": "BreadcrumbList", "itemListElement": listed}


def _publisher() -> Facts:
    logo = {"@type": "ImageObject", "url": full_url("/static/icons/icon-180.png"), "width": "180", "height": "180"}
    return {
        "@type": "NewsMediaOrganization",
        "name": current_app.config["SITE_NAME"],
        "url": full_url("/"),
        "logo": logo,
    }


def _images(picture: Picture | None) -> list[Facts]:
    if picture is None:
        return []
    address, width, height = shared_picture(picture)
    image = {
        "@type": "ImageObject",
        "url": address,
        "width": str(width),
        "height": str(height),
        "caption": picture.caption,
        "creditText": picture.credit,
    }
    return [{name: fact for name, fact in image.items() if fact}]
