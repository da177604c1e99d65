"""Addresses of what the old site took away: whoever follows one is told that it is gone."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from sqlalchemy import select

from blueprints.core.database import AnySession
from blueprints.news.addresses import url_of
from blueprints.news.models import Article, OldAddress, Page, Target
from blueprints.news.wordpress.records import Item
from blueprints.news.wordpress.redirects import LONGEST, old_path

REASON = "It was taken off the old site."
TRASHED = "__trashed"
Place = tuple[Target, int]
NOWHERE: Place = (Target.GONE, 0)


@dataclass(slots=True)
class Graves:
    """The shape of the old site's addresses, learned from what is still there, and what lay at such ones."""

    zone: ZoneInfo
    shapes: Counter[str] = field(default_factory=Counter)
    buried: dict[str, Place] = field(default_factory=dict)

    def learn(self, item: Item) -> None:
        """Note how the address of a published post is made."""
        path, parts = old_path(item.link), self._parts(item)
        if item.status == "publish" and parts["slug"] and f"/{parts['slug']}/" in path:
            shape = "/".join(_name_of(step, parts) for step in path.split("/"))
            self.shapes[shape] += 1

    def bury_post(self, item: Item, former: Iterable[str] = (), place: Place = NOWHERE) -> None:
        """A post that readers could once see, where it stood; a `place` of ours is found there once it is out again."""
        if not _was_public(item):
            return
        link, parts = old_path(item.link), self._parts(item)
        if "?" in link and self.shapes and parts["slug"]:
            shape, _ = self.shapes.most_common(1)[0]
            link = "/".join(parts.get(step[1:-1], step) if step[:1] == "{" else step for step in shape.split("/"))
        self._bury([link.replace(TRASHED, ""), *map(old_path, former), f"/?p={item.post_id}"], place)

    def bury_page(self, item: Item, parent: str, place: Place = NOWHERE) -> None:
        """A page that readers could once see, below its parent's path."""
        slug = _slug_of(item)
        if _was_public(item) and slug:
            self._bury([f"/{parent}/{slug}/" if parent else f"/{slug}/", f"/?page_id={item.post_id}"], place)

    def mark(self, session: AnySession, is_free: Callable[[str], bool]) -> int:
        """Write down every address where nothing else lives; how many are new."""
        count = 0
        for path, (target, local_id) in self.buried.items():
            known = session.scalar(select(OldAddress.id).where(OldAddress.path == path))
            if known is None and is_free(path.strip("/")) and not _is_lived_at(session, path):
                session.add(OldAddress(path=path, target=target, target_id=local_id, reason=REASON))
                count += 1
        self.buried.clear()
        return count

    def _bury(self, paths: Iterable[str], place: Place) -> None:
        for path in paths:
            if path != "/" and len(path) <= LONGEST:
                self.buried.setdefault(path, place)

    def _parts(self, item: Item) -> dict[str, str]:
        moment = item.published_at.astimezone(self.zone) if item.published_at else None
        section = item.categories[0].slug if item.categories else ""
        return {
            "slug": _slug_of(item),
            "id": str(item.post_id),
            "year": f"{moment:%Y}" if moment else "",
            "month": f"{moment:%m}" if moment else "",
            "day": f"{moment:%d}" if moment else "",
            "category": unquote(section),
            "author": item.author,
        }


def _name_of(step: str, parts: dict[str, str]) -> str:
    return next((f"{{{name}}}" for name, part in parts.items() if part and part == step), step)


def _slug_of(item: Item) -> str:
    return unquote(item.meta_value("_wp_desired_post_slug") or item.slug).removesuffix(TRASHED)


def _was_public(item: Item) -> bool:
    """Whether it may have been: what went into the trash as a draft never was."""
    before = item.meta_value("_wp_trash_meta_status") if item.status == "trash" else item.status
    hidden = item.status in ("trash", "private") or bool(item.password)
    return hidden and before in ("", "publish", "private") and bool(_slug_of(item))


def _is_lived_at(session: AnySession, path: str) -> bool:
    page = session.scalar(select(Page.id).where(Page.path == path.strip("/")))
    slug = path.rstrip("/").rsplit("/", 1)[-1]
    article = session.scalar(select(Article).where(Article.slug == slug, Article.published_at.is_not(None)))
    return page is not None or (article is not None and url_of(article) == path)
