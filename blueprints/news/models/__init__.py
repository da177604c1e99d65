"""What readers see, as rows."""

from blueprints.news.models.article import (
    NOT_WITHDRAWN,
    Article,
    ArticleState,
    Byline,
    Correction,
    GalleryPicture,
    Label,
    article_tag,
)
from blueprints.news.models.comment import Comment
from blueprints.news.models.counter import ArticleCounter, ViewDay, ViewHour
from blueprints.news.models.hub_ping import HubPing
from blueprints.news.models.imported import ImportedRecord, OldAddress, Target
from blueprints.news.models.page import Page
from blueprints.news.models.pick import Pick
from blueprints.news.models.search import SearchAlias, SearchEntry, SearchMiss, SearchWord
from blueprints.news.models.section import Category, CategoryForm, Tag

__all__ = [
    "NOT_WITHDRAWN",
    "Article",
    "ArticleCounter",
    "ArticleState",
    "Byline",
    "Category",
    "CategoryForm",
    "Comment",
    "Correction",
    "GalleryPicture",
    "HubPing",
    "ImportedRecord",
    "Label",
    "OldAddress",
    "Page",
    "Pick",
    "SearchAlias",
    "SearchEntry",
    "SearchMiss",
    "SearchWord",
    "Tag",
    "Target",
    "ViewDay",
    "ViewHour",
    "article_tag",
]
