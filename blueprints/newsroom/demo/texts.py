"""The texts of the demo edition, read strictly: a fault names its file."""

import inspect
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from blueprints.core.config import ROOT
from blueprints.core.setting_checks import SPOKEN
from blueprints.news.models import CategoryForm

FOLDER = ROOT / "blueprints" / "newsroom" / "demo"
FENCE = "+++"
Text = TypeVar("Text")


class DemoTextError(ValueError):
    """What is wrong with one of our own text files, and in which."""


@dataclass(frozen=True)
class PersonText:
    """One of the staff; the motif patterns the cloth in the portrait."""

    slug: str
    name: str
    role: str
    email: str
    bio: str
    motif: str


@dataclass(frozen=True)
class CategoryText:
    """One section of the site; its names in other languages by their tags."""

    slug: str
    name: str
    description: str
    position: int
    form: CategoryForm = CategoryForm.LIST
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class GalleryText:
    """One picture of an article's gallery."""

    motif: str
    alt: str
    caption: str


@dataclass(frozen=True)
class ArticleText:
    """One article: its front matter, ages in hours before now, and its body in HTML.

    `version_of` is the slug of the article that it was made from.
    """

    slug: str
    headline: str
    standfirst: str
    category: str
    author: str
    body: str
    motif: str
    picture_alt: str
    age_hours: float
    tags: tuple[str, ...] = ()
    language: str = "en"
    country: str = ""
    figure: str = ""
    figure_caption: str = ""
    breaking: bool = False
    developing: bool = False
    live: bool = False
    video: bool = False
    opinion: bool = False
    bylines: tuple[str, ...] = ()
    picture_caption: str = ""
    picture_credit: str = ""
    video_url: str = ""
    popularity: int = 0
    shares: int = 0
    updated_hours_after: float | None = None
    correction: str = ""
    correction_hours_after: float = 0
    gallery: tuple[GalleryText, ...] = ()
    version_of: str = ""


@dataclass(frozen=True)
class CommentText:
    """What a reader said; hours after the article, or after the comment that it answers."""

    key: str
    article: str
    name: str
    email: str
    hours_after: float
    state: str
    text: str
    reply_to: str = ""


@dataclass(frozen=True)
class PageText:
    """A standing page; its path is the name of its file."""

    path: str
    title: str
    body: str
    standfirst: str = ""
    position: int = 0
    takes_enquiries: bool = False


@dataclass(frozen=True)
class Edition:
    """Everything there is to fill in."""

    people: list[PersonText]
    categories: list[CategoryText]
    articles: list[ArticleText]
    comments: list[CommentText]
    pages: list[PageText]


def read_edition(folder: Path = FOLDER) -> Edition:
    """The whole edition, oldest article first; raises DemoTextError for the first thing that cannot be meant."""
    edition = Edition(
        people=_rows(folder / "people.toml", "person", PersonText),
        categories=_rows(folder / "categories.toml", "category", CategoryText),
        articles=sorted(_files(folder / "articles", _article), key=_place),
        comments=_rows(folder / "comments.toml", "comment", CommentText),
        pages=_files(folder / "pages", _page),
    )
    _check_references(edition)
    return edition


def _place(article: ArticleText) -> tuple[float, bool]:
    """Where it stands in order of age; a source that is out with its versions goes in last, so that it leads them."""
    return -article.age_hours, not article.version_of


def _rows(path: Path, table: str, kind: type[Text]) -> list[Text]:
    return [_build(path, kind, row) for row in _toml(path, path.read_text(encoding="utf-8")).get(table, [])]


def _files(folder: Path, read: Callable[[Path], Text]) -> list[Text]:
    return [read(path) for path in sorted(folder.glob("*.html"))]


def _article(path: Path) -> ArticleText:
    front, body = _split(path)
    front["gallery"] = tuple(_build(path, GalleryText, row) for row in front.get("gallery", ()))
    front["tags"], front["bylines"] = tuple(front.get("tags", ())), tuple(front.get("bylines", ()))
    return _build(path, ArticleText, {**front, "slug": path.stem, "body": body})


def _page(path: Path) -> PageText:
    front, body = _split(path)
    return _build(path, PageText, {**front, "path": path.stem, "body": body})


def _split(path: Path) -> tuple[dict[str, Any], str]:
    opening, front, body = [*path.read_text(encoding="utf-8").split(FENCE, 2), "", ""][:3]
    if opening.strip() or not body.strip():
        raise DemoTextError(f"{path.name}: expected {FENCE}, front matter, {FENCE} and a body")
    return _toml(path, front), body.strip()


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DemoTextError(f"{path.name}: {error}") from error


def _build(path: Path, kind: type[Text], row: dict[str, Any]) -> Text:
    known = set(inspect.signature(kind).parameters)
    unknown = sorted(set(row) - known)
    if unknown:
        raise DemoTextError(f"{path.name}: there is no {unknown[0]} in a {kind.__name__}")
    try:
        return kind(**row)
    except TypeError as error:
        raise DemoTextError(f"{path.name}: {error}") from error


def _check_references(edition: Edition) -> None:
    people = {person.slug for person in edition.people}
    categories = {category.slug for category in edition.categories}
    _check_categories(edition)
    _check_versions(edition)
    slugs = {article.slug for article in edition.articles}
    for article in edition.articles:
        # A guest's name has capitals, and the slug of one of the staff has none.
        for name in (article.author, *filter(str.islower, article.bylines)):
            if name not in people:
                raise DemoTextError(f"{article.slug}.html: nobody is called {name}")
        if article.category not in categories:
            raise DemoTextError(f"{article.slug}.html: there is no category {article.category}")
    for comment in edition.comments:
        if comment.article not in slugs:
            raise DemoTextError(f"comments.toml: {comment.key} is about {comment.article}, which is not there")


def _check_categories(edition: Edition) -> None:
    for category in edition.categories:
        if category.form not in list(CategoryForm):
            raise DemoTextError(f"categories.toml: there is no form {category.form}")
        for language in category.names:
            if language not in SPOKEN:
                raise DemoTextError(f"categories.toml: {category.slug} has a name in {language}, which is not spoken")


def _check_versions(edition: Edition) -> None:
    """A family has one article in each language, and its source is nobody's version."""
    sources = {article.slug: article.language for article in edition.articles if not article.version_of}
    members = set(sources.items())
    for version in (article for article in edition.articles if article.version_of):
        if version.version_of not in sources:
            raise DemoTextError(f"{version.slug}.html: there is no source {version.version_of}")
        member = (version.version_of, version.language)
        if member in members:
            raise DemoTextError(f"{version.slug}.html: {version.version_of} is there in {version.language} already")
        members.add(member)
