"""What readers can ask for, one module for each noun."""

from blueprints.news import menu, structured
from blueprints.news.views import (
    articles,
    comments,
    counters,
    enquiries,
    feeds,
    front,
    lost,
    oembed,
    pages,
    search,
    sections,
    shares,
    sitemaps,
)

__all__ = [
    "articles",
    "comments",
    "counters",
    "enquiries",
    "feeds",
    "front",
    "lost",
    "menu",
    "oembed",
    "pages",
    "search",
    "sections",
    "shares",
    "sitemaps",
    "structured",
]
