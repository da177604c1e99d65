"""Pages keep their place below one another, and nothing else of the flow of news."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from slugify import slugify
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.news.editing import LONGEST_SLUG
from blueprints.news.models import ImportedRecord, Page, Target
from blueprints.news.wordpress.comments import page_comments
from blueprints.news.wordpress.desk import Desk, publication, text_of, text_with_found_pictures, title_of
from blueprints.news.wordpress.records import Item
from blueprints.news.wordpress.redirects import redirect
from blueprints.news.wordpress.report import Report

LONGEST_PATH = 390


@dataclass(frozen=True, slots=True)
class Tree:
    """Where each page stands; a child may come before its parent in the file, so all are known first."""

    is_free: Callable[[str], bool]
    places: dict[int, tuple[int, str]] = field(default_factory=dict)

    def add(self, item: Item) -> None:
        """Note a page's place."""
        name = slugify(unquote(item.slug), max_length=LONGEST_SLUG) or slugify(item.title, max_length=LONGEST_SLUG)
        self.places[item.post_id] = (item.parent, name or f"page-{item.post_id}")

    def path(self, number: int) -> str:
        """The path of a page below its parents; a circle of parents ends where it closes."""
        names: list[str] = []
        seen: set[int] = set()
        while number in self.places and number not in seen:
            seen.add(number)
            number, name = self.places[number]
            names.insert(0, name)
        return "/".join(names)


def take_page(desk: Desk, tree: Tree, item: Item) -> None:
    """Take one page in; of one that is here already, only the pictures that it lacked."""
    if item.status in ("trash", "inherit"):
        desk.report.leave("page", f"in {item.status}")
        desk.graves.bury_page(item, tree.path(item.parent))
        return
    known = desk.ledger.record("page", item.post_id)
    if known is None:
        _new(desk, tree, item)
    else:
        _known(desk, item, known)


def _known(desk: Desk, item: Item, record: ImportedRecord) -> None:
    desk.report.known["page"] += 1
    page = desk.ledger.session.get(Page, record.local_id)
    if page is None:
        desk.report.leave("page", "came in before and was deleted here since")
        return
    ending = page_comments(Report(), item.comments)
    text = text_with_found_pictures(desk, item, page.body, record.note, ending)
    if text is not None:
        page.write_body(text.body)
        record.note = text.note
        desk.report.change("page", "now shows pictures that were missing before")


def _new(desk: Desk, tree: Tree, item: Item) -> None:
    session = desk.ledger.session
    text = text_of(desk, item, page_comments(desk.report, item.comments))
    title = title_of(desk, item, text, "page")
    moment = publication(desk, item, title, "page")
    written_at = min(item.published_at or now(), now())
    page = Page(
        path=_free_path(desk, tree, item),
        title=title,
        standfirst=text.standfirst,
        # A page with a position stands in the menu, where WordPress showed the ordered pages of the first level.
        position=item.menu_order if not item.parent and moment is not None else 0,
        created_at=written_at,
        edited_at=min(item.modified_at or written_at, now()),
        published_at=moment,
    )
    page.write_body(text.body)
    session.add(page)
    session.flush()
    desk.ledger.remember("page", item.post_id, page.id, text.note)
    if item.password or item.status == "private":
        desk.graves.bury_page(item, tree.path(item.parent), (Target.PAGE, page.id))
    else:
        redirect(session, [item.link, f"/?page_id={item.post_id}"], Target.PAGE, page)
    desk.report.add_notes(text.notes)
    desk.report.came_in["page"] += 1


def _free_path(desk: Desk, tree: Tree, item: Item) -> str:
    wanted = tree.path(item.post_id)[-LONGEST_PATH:].lstrip("/")
    path, number = wanted, 2
    while not tree.is_free(path) or desk.ledger.session.scalar(select(Page.id).where(Page.path == path)) is not None:
        path, number = f"{wanted}-{number}", number + 1
    if path != wanted:
        desk.report.change("page", f"its address /{wanted}/ was taken, so it is at /{path}/")
    return path
