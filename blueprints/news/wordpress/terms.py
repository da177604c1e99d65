"""Categories with their parents, and tags."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from slugify import slugify
from sqlalchemy import func, select

from blueprints.core.clock import now
from blueprints.news.editing import LONGEST_SLUG, tags_named
from blueprints.news.models import Article, Category, Tag, Target
from blueprints.news.wordpress import records
from blueprints.news.wordpress.ledger import Ledger
from blueprints.news.wordpress.markup.plain import one_line
from blueprints.news.wordpress.redirects import redirect
from blueprints.news.wordpress.report import Report

LONGEST = 200
DEFAULT_SLUG, DEFAULT_NAME = "news", "News"
# WordPress' own default, in the languages it was translated to; a post in it was never put anywhere.
NOWHERE = {"uncategorized", "uncategorised", "non-classe", "sem-categoria", "sin-categoria", "allgemein"}
MENU_LENGTH = 8


@dataclass(slots=True)
class Sections:
    """The export's categories, by slug, as ours."""

    ledger: Ledger
    report: Report
    exported: dict[str, records.Category] = field(default_factory=dict)
    ours: dict[str, int] = field(default_factory=dict)

    def take(self, category: records.Category) -> int:
        """Our category for one of the export's."""
        if category.slug in self.ours:
            return self.ours[category.slug]
        known = self.ledger.local_id("category", category.slug)
        if known is not None:
            self.report.known["category"] += 1
        local_id = known if known is not None else self._make(category)
        self.ours[category.slug] = local_id
        return local_id

    def take_term(self, term: records.Term) -> int:
        """Our category for one that an article names; partial exports name some that they do not describe."""
        described = self.exported.get(term.slug) or records.Category(0, term.slug or term.name, term.name, "", "")
        return self.take(described)

    def ancestors(self, slug: str) -> list[str]:
        """The slugs above a category, from the nearest up; a circle of parents ends where it closes."""
        above: list[str] = []
        while (category := self.exported.get(slug)) and category.parent and category.parent not in above:
            above.append(category.parent)
            slug = category.parent
        return above

    def default_id(self) -> int:
        """The category for what has none."""
        session = self.ledger.session
        category = session.scalar(select(Category).where(Category.slug == DEFAULT_SLUG))
        if category is None:
            category = Category(slug=DEFAULT_SLUG, name=DEFAULT_NAME, description="", position=None, parent_id=None)
            session.add(category)
            session.flush()
        return category.id

    def _make(self, category: records.Category) -> int:
        session = self.ledger.session
        if unquote(category.slug) in NOWHERE:
            local_id = self.default_id()
            self.report.change("category", f"'{one_line(category.name)}' became '{DEFAULT_NAME}'")
        else:
            local_id = self._find_or_add(category).id
        self.ledger.remember("category", category.slug, local_id)
        path = "/".join([*reversed(self.ancestors(category.slug)), category.slug])
        old = [f"/category/{path}/", f"/category/{category.slug}/"]
        ours = session.get_one(Category, local_id)
        redirect(session, [*old, f"/?cat={category.term_id}"], Target.CATEGORY, ours)
        return local_id

    def _find_or_add(self, category: records.Category) -> Category:
        session = self.ledger.session
        slug = (
            slugify(unquote(category.slug), max_length=LONGEST_SLUG)
            or slugify(category.name)
            or f"category-{category.term_id}"
        )
        found = session.scalar(select(Category).where(Category.slug == slug))
        if found is not None:
            self.report.change("category", "joined the one with the same address")
            return found
        parent = self.exported.get(category.parent)
        circular = category.slug in self.ancestors(category.parent)
        ours = Category(
            slug=slug,
            name=one_line(category.name)[:LONGEST] or slug,
            description=one_line(category.description),
            position=None,
            parent_id=self.take(parent) if parent is not None and not circular else None,
        )
        session.add(ours)
        session.flush()
        self.report.came_in["category"] += 1
        return ours


def take_tags(ledger: Ledger, report: Report, terms: Iterable[records.Term]) -> list[Tag]:
    """Our tags for these terms; names that are written alike are one tag."""
    wanted = {_key(term): term for term in terms}
    known = ledger.known("tag", wanted)
    ids = [known[key] if key in known else _make_tag(ledger, report, key, term) for key, term in wanted.items()]
    return list(ledger.session.scalars(select(Tag).where(Tag.id.in_([each for each in ids if each]))))


def _key(term: records.Term) -> str:
    """What a tag is known by; a category that became a tag must not be taken for the tag with its slug."""
    return f"category:{term.slug}" if term.taxonomy == "category" else term.slug or term.name


def _make_tag(ledger: Ledger, report: Report, key: str, term: records.Term) -> int | None:
    name = one_line(term.name)[:LONGEST] or term.slug
    ours = slugify(" ".join(name.split()), max_length=LONGEST_SLUG)
    is_new = ledger.session.scalar(select(Tag.id).where(Tag.slug == ours)) is None
    tags = tags_named(ledger.session, [name])
    if not tags:
        report.leave("tag", "its name has no letter that an address can hold")
        return None
    if is_new:
        report.came_in["tag"] += 1
    else:
        report.change("tag", "joined the one that is written alike")
    ledger.remember("tag", key, tags[0].id)
    if term.taxonomy != "category":
        redirect(ledger.session, [f"/tag/{key}/", f"/?tag={key}"], Target.TAG, tags[0])
    return tags[0].id


def fill_empty_menu(ledger: Ledger, report: Report) -> None:
    """A site whose menu is still empty gets its fullest top categories, in the order of their articles."""
    session = ledger.session
    if session.scalar(select(Category.id).where(Category.position.is_not(None)).limit(1)) is not None:
        return
    fullest = session.scalars(
        select(Category)
        .join(Article, Article.category_id == Category.id)
        .where(Article.published_at <= now(), Category.parent_id.is_(None))
        .group_by(Category.id)
        .order_by(func.count(Article.id).desc(), Category.id)
        .limit(MENU_LENGTH)
    )
    for position, category in enumerate(fullest, 1):
        category.position = position
        report.change("category", "went into the menu, which was empty")
