"""What an export holds, as plain records; nothing here knows of our own tables."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Site:
    """The site that was exported; `address` is where its readers found it."""

    title: str
    address: str
    language: str
    version: str


@dataclass(frozen=True, slots=True)
class Author:
    """A person who could sign in to the exported site."""

    login: str
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Category:
    """A category; `parent` is the slug of the one above it, or empty."""

    term_id: int
    slug: str
    name: str
    parent: str
    description: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag."""

    term_id: int
    slug: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term of any other taxonomy, such as a menu or a post format."""

    taxonomy: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as it stood; `approved` is WordPress' own word: 1, 0, spam, trash or post-trashed."""

    comment_id: int
    parent: int
    author: str
    email: str
    url: str
    written_at: datetime | None
    content: str
    approved: str
    kind: str


@dataclass(frozen=True, slots=True)
class Item:
    """A post, page, attachment, menu entry or whatever else a plug-in made of one."""

    post_id: int
    kind: str
    status: str
    title: str
    slug: str
    link: str
    guid: str
    author: str
    published_at: datetime | None
    modified_at: datetime | None
    body: str
    excerpt: str
    password: str
    parent: int
    menu_order: int
    sticky: bool
    comments_open: bool
    attachment_url: str
    categories: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()
    other_terms: tuple[Term, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    comments: tuple[Comment, ...] = ()

    def meta_value(self, key: str) -> str:
        """The first value kept under `key`, or an empty string."""
        return next((value for name, value in self.meta if name == key), "")

    def meta_values(self, key: str) -> list[str]:
        """Every value kept under `key`, in the order of the export."""
        return [value for name, value in self.meta if name == key]


Record = Author | Category | Tag | Term | Item


@dataclass(frozen=True, slots=True)
class Survey:
    """What a first reading of the whole file found, before anything is written."""

    site: Site
    items: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    comments: int = 0
    control_characters: int = 0

    @property
    def item_count(self) -> int:
        """How many items of every kind the file holds."""
        return self.items.total()
