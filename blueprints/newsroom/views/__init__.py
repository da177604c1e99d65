"""The desk's views, a module for each noun."""

from blueprints.newsroom.views import (
    articles,
    comments,
    front,
    pages,
    people,
    previews,
    publishing,
    searches,
    sections,
    weights,
    writing,
)

__all__ = [
    "articles",
    "comments",
    "front",
    "pages",
    "people",
    "previews",
    "publishing",
    "searches",
    "sections",
    "weights",
    "writing",
]
