"""What readers can ask for, one module for each noun."""

from blueprints.news import menu, structured
from blueprints.news.views import (
    archive,
    articles,
    comments,
    counters,
    enquiries,
    feeds,
    front,
    lost,
    most_read,
    oembed,
    pages,
    previews,
    search,
    sections,
    shares,
    sitemaps,
)

__all__ = [
    "archive",
    "articles",
    "comments",
    "counters",
    "enquiries",
    "feeds",
    "front",
    "lost",
    "menu",
    "most_read",
    "oembed",
    "pages",
    "previews",
    "search",
    "sections",
    "shares",
    "sitemaps",
    "structured",
]
