"""The desk's views, a module for each noun."""

from blueprints.newsroom.views import articles, comments, pages, people, previews, publishing, writing

__all__ = ["articles", "comments", "pages", "people", "previews", "publishing", "writing"]
