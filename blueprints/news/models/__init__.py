"""What readers see, as rows."""

from blueprints.news.models.article import Article, ArticleState, Correction, article_tag
from blueprints.news.models.comment import Comment
from blueprints.news.models.counter import ArticleCounter, ViewHour
from blueprints.news.models.imported import ImportedRecord, OldAddress, Target
from blueprints.news.models.page import Page
from blueprints.news.models.section import Category, Tag

__all__ = [
    "Article",
    "ArticleCounter",
    "ArticleState",
    "Category",
    "Comment",
    "Correction",
    "ImportedRecord",
    "OldAddress",
    "Page",
    "Tag",
    "Target",
    "ViewHour",
    "article_tag",
]
