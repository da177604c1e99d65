"""The whole way of an export, in passes over the file, each with flat memory and each safe to kill and run again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from blueprints.core.database import AnySession
from blueprints.core.models import Picture
from blueprints.core.purging import EVERYTHING, purge
from blueprints.news.models import Article, Page, Target
from blueprints.news.wordpress import wxr
from blueprints.news.wordpress.articles import take_article
from blueprints.news.wordpress.desk import Desk
from blueprints.news.wordpress.graves import Graves
from blueprints.news.wordpress.ledger import Ledger, source_of
from blueprints.news.wordpress.library import Library
from blueprints.news.wordpress.markup.surroundings import own_hosts
from blueprints.news.wordpress.pages import Tree, take_page
from blueprints.news.wordpress.people import take_author
from blueprints.news.wordpress.pictures import Pictures
from blueprints.news.wordpress.records import Author, Category, Item, Survey, Tag, Term
from blueprints.news.wordpress.redirects import redirect
from blueprints.news.wordpress.report import Report
from blueprints.news.wordpress.sources import Source
from blueprints.news.wordpress.terms import Sections, fill_empty_menu, take_tags

# One batch is one transaction: short enough that readers' comments wait for less than a second on SQLite.
BATCH = 50


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The site that the export comes into."""

    session: AnySession
    zone: ZoneInfo
    language: str
    is_free: Callable[[str], bool]
    source: Source
    breaking_hours: int


@dataclass(slots=True)
class Importer:
    """One import; each pass yields as often as `steps` says, so that the caller can show how far it is."""

    path: Path
    survey: Survey
    around: Circumstances
    report: Report = field(default_factory=Report)
    library: Library = field(default_factory=Library)
    _desk: Desk = field(init=False)
    _tree: Tree = field(init=False)
    _waiting: int = 0
    _purged: int = 0

    def __post_init__(self) -> None:
        """Set the desk up."""
        site = self.survey.site
        ledger = Ledger(self.around.session, source_of(site.address))
        pictures = Pictures(ledger, self.library, self.report, self.around.source, own_hosts(site.address))
        sections = Sections(ledger, self.report)
        language = language_of(site.language, self.around.language)
        around = self.around
        self._desk = Desk(
            ledger=ledger,
            library=self.library,
            pictures=pictures,
            sections=sections,
            report=self.report,
            site=site,
            language=language,
            zone=around.zone,
            usual_hours=around.breaking_hours,
            graves=Graves(around.zone),
        )
        self._tree = Tree(self.around.is_free)

    @property
    def steps(self) -> int:
        """How many steps the whole import takes."""
        return sum(self.survey.records.values()) + 2 * self.survey.items["attachment"] + self.survey.item_count

    def run(self) -> Iterator[None]:
        """Bring everything in, step by step."""
        if self.survey.control_characters:
            self.report.change("text", "characters that XML forbids became spaces", self.survey.control_characters)
        yield from self._gather()
        yield from self._take_pictures()
        yield from self._take_items()
        yield from self._forward_attachments()
        gone = self._desk.graves.mark(self.around.session, self.around.is_free)
        if gone:
            self.report.change("address", "of something taken off the old site now says so", gone)
        fill_empty_menu(self._desk.ledger, self.report)
        self._commit()

    def _gather(self) -> Iterator[None]:
        """People and terms come in; attachments and the places of pages are noted for the passes after this one."""
        for record in wxr.read(self.path, self.around.zone):
            match record:
                case Author():
                    take_author(self._desk.ledger, self.report, record)
                case Category():
                    self._desk.sections.exported[record.slug] = record
                case Tag():
                    self._take_tag(record)
                case Item(kind="attachment"):
                    self.library.add(record)
                case Item(kind="page"):
                    self._tree.add(record)
                case Item(kind="post"):
                    self._desk.graves.learn(record)
                case Term():
                    self.report.leave(*_foreign_term(record.taxonomy))
            self._batch()
            yield
        for category in self._desk.sections.exported.values():
            self._desk.sections.take(category)
        self._commit()

    def _take_tag(self, tag: Tag) -> None:
        term = Term("post_tag", tag.slug, tag.name)
        if self._desk.ledger.local_id("tag", tag.slug) is not None:
            self.report.known["tag"] += 1
        else:
            take_tags(self._desk.ledger, self.report, [term])

    def _take_pictures(self) -> Iterator[None]:
        for number in self.library.numbers():
            self._desk.pictures.take_attachment(number)
            yield

    def _take_items(self) -> Iterator[None]:
        for record in wxr.read(self.path, self.around.zone):
            if not isinstance(record, Item):
                continue
            self._take_item(record)
            self._batch()
            yield

    def _take_item(self, item: Item) -> None:
        if item.kind == "post":
            take_article(self._desk, item)
        elif item.kind == "page":
            take_page(self._desk, self._tree, item)
        elif item.kind != "attachment":
            self.report.leave(*_foreign_item(item.kind))
            return
        self._count_left_parts(item)

    def _count_left_parts(self, item: Item) -> None:
        for term in item.other_terms:
            self.report.leave(*_foreign_term(term.taxonomy))
        own_fields = sum(not name.startswith("_") for name, _ in item.meta)
        if own_fields and item.kind != "attachment":
            self.report.leave("field", "a custom field, which only a theme or plug-in read", own_fields)

    def _forward_attachments(self) -> Iterator[None]:
        """WordPress gave every attachment a page of its own, which showed less than what it is attached to."""
        for number in self.library.numbers():
            link, parent = self.library.page_of(number)
            found = self._owner(number, parent)
            if found is not None:
                redirect(self.around.session, [link, f"/?attachment_id={number}"], *found)
            self._batch()
            yield

    def _owner(self, attachment: int, parent: int) -> tuple[Target, Article | Page | Picture] | None:
        """What an attachment is attached to, or else the picture itself, as far as they came in."""
        session, ledger = self.around.session, self._desk.ledger
        article = session.get(Article, ledger.local_id("post", parent) or 0)
        page = session.get(Page, ledger.local_id("page", parent) or 0)
        if article is not None:
            return Target.ARTICLE, article
        if page is not None:
            return Target.PAGE, page
        picture = session.get(Picture, ledger.local_id("attachment", attachment) or 0)
        return None if picture is None else (Target.PICTURE, picture)

    def _batch(self) -> None:
        self._waiting += 1
        if self._waiting >= BATCH:
            self._commit()

    def _commit(self) -> None:
        counted = self.report.came_in.total() + self.report.changed.total()
        if counted > self._purged:
            purge(self.around.session, EVERYTHING)
            self._purged = counted
        self.around.session.commit()
        self.around.session.expunge_all()
        self._waiting = 0


def language_of(exported: str, ours: str) -> str:
    """The language of the articles: the site's own tag when the export names the same language."""
    same = exported.partition("-")[0].casefold() == ours.partition("-")[0].casefold()
    return ours if same or not exported or len(exported) > 35 else exported


def _foreign_item(kind: str) -> tuple[str, str]:
    if kind == "nav_menu_item":
        return "menu entry", "the menu here is made of categories and pages"
    return "other", f"of the kind '{kind}', which only a theme or plug-in knew"


def _foreign_term(taxonomy: str) -> tuple[str, str]:
    return "other term", f"of the taxonomy '{taxonomy}'"
