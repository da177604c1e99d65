"""Puts an export's elements together into records while they stream by."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from blueprints.news.wordpress import dates
from blueprints.news.wordpress.records import Author, Category, Comment, Item, Record, Site, Tag, Term

# The namespaces of WXR 1.0, 1.1 and 1.2 differ in their version only, so an element is known by its last words.
PREFIXES = {"content/": "content", "excerpt/": "excerpt", "elements/1.1/": "dc"}
CONTAINERS = {"channel", "wp:author", "wp:category", "wp:tag", "wp:term", "item", "wp:comment", "wp:postmeta"}

Fields = dict[str, str]


@dataclass(slots=True)
class Frame:
    """An element that holds fields; `depth` counts the elements open inside it, a field being one deep."""

    name: str
    fields: Fields
    depth: int = 0


class Assembly:
    """Takes the parser's events and holds back finished records until they are taken."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self._channel: Fields = {}
        self._frames = [Frame("file", {})]
        self._terms: list[tuple[str, str, str]] = []
        self._meta: list[tuple[str, str]] = []
        self._comments: list[Comment] = []
        self._attributes: Fields = {}
        self._text: list[str] = []
        self._finished: list[Record] = []

    @property
    def site(self) -> Site:
        """The site, as far as it has been read."""
        fields = self._channel
        address = _word(fields, "wp:base_blog_url") or _word(fields, "link")
        return Site(
            _word(fields, "title"), address.rstrip("/"), _word(fields, "language"), _word(fields, "wp:wxr_version")
        )

    def take(self) -> list[Record]:
        """Hand over what is finished and forget it."""
        finished, self._finished = self._finished, []
        return finished

    def open(self, name: str, attributes: Fields) -> None:
        """An element begins."""
        name = _short(name)
        self._text.clear()
        if name in CONTAINERS:
            self._frames.append(Frame(name, self._channel if name == "channel" else {}))
        else:
            self._frames[-1].depth += 1
            self._attributes = attributes

    def text(self, characters: str) -> None:
        """Text inside the element that began last."""
        self._text.append(characters)

    def close(self, name: str) -> None:
        """An element ends."""
        name = _short(name)
        frame = self._frames[-1]
        if name in CONTAINERS:
            self._finish(self._frames.pop())
        else:
            if frame.depth == 1:
                self._keep(frame, name, "".join(self._text))
            frame.depth -= 1
        self._text.clear()

    def _keep(self, frame: Frame, name: str, text: str) -> None:
        if frame.name == "item" and name == "category":
            domain = self._attributes.get("domain", "category")
            self._terms.append((domain, self._attributes.get("nicename", ""), text.strip()))
        else:
            frame.fields[name] = text

    def _finish(self, frame: Frame) -> None:
        fields = frame.fields
        if frame.name == "wp:postmeta":
            self._meta.append((_word(fields, "wp:meta_key"), fields.get("wp:meta_value", "")))
        elif frame.name == "wp:comment":
            self._comments.append(_comment(fields, self.zone))
        elif frame.name == "item":
            self._finished.append(self._item(fields))
            self._terms, self._meta, self._comments = [], [], []
        elif frame.name in _TERMS_AND_PEOPLE:
            self._finished.append(_TERMS_AND_PEOPLE[frame.name](fields))

    def _item(self, fields: Fields) -> Item:
        categories, tags, others = _sorted_terms(self._terms)
        return Item(
            post_id=_number(fields, "wp:post_id"),
            kind=_word(fields, "wp:post_type") or "post",
            status=_word(fields, "wp:status"),
            title=fields.get("title", "").strip(),
            slug=_word(fields, "wp:post_name"),
            link=_word(fields, "link"),
            guid=_word(fields, "guid"),
            author=_word(fields, "dc:creator").strip("<>"),
            published_at=dates.moment(_word(fields, "wp:post_date_gmt"), _word(fields, "wp:post_date"), self.zone),
            modified_at=dates.moment(
                _word(fields, "wp:post_modified_gmt"), _word(fields, "wp:post_modified"), self.zone
            ),
            body=fields.get("content:encoded", ""),
            excerpt=fields.get("excerpt:encoded", ""),
            password=fields.get("wp:post_password", "").strip(),
            parent=_number(fields, "wp:post_parent"),
            menu_order=_number(fields, "wp:menu_order"),
            sticky=_word(fields, "wp:is_sticky") == "1",
            comments_open=_word(fields, "wp:comment_status") != "closed",
            attachment_url=_word(fields, "wp:attachment_url"),
            categories=categories,
            tags=tags,
            other_terms=others,
            meta=tuple(self._meta),
            comments=tuple(self._comments),
        )


def _short(name: str) -> str:
    namespace, space, local = name.rpartition(" ")
    if not space:
        return local
    prefix = next((word for ending, word in PREFIXES.items() if namespace.endswith(ending)), None)
    if prefix is None:
        prefix = "wp" if "wordpress.org/export/" in namespace else "other"
    return f"{prefix}:{local}"


def _sorted_terms(
    found: list[tuple[str, str, str]],
) -> tuple[tuple[Term, ...], tuple[Term, ...], tuple[Term, ...]]:
    # WXR 1.0 names every term twice, once without its slug; the one with the slug is the better.
    with_slug = {name for _, slug, name in found if slug}
    terms = [Term(*term) for term in dict.fromkeys(found) if term[1] or term[2] not in with_slug]
    return (
        tuple(term for term in terms if term.taxonomy == "category"),
        tuple(term for term in terms if term.taxonomy in ("tag", "post_tag")),
        tuple(term for term in terms if term.taxonomy not in ("category", "tag", "post_tag")),
    )


def _comment(fields: Fields, zone: ZoneInfo) -> Comment:
    return Comment(
        comment_id=_number(fields, "wp:comment_id"),
        parent=_number(fields, "wp:comment_parent"),
        author=_word(fields, "wp:comment_author"),
        email=_word(fields, "wp:comment_author_email"),
        url=_word(fields, "wp:comment_author_url"),
        written_at=dates.moment(_word(fields, "wp:comment_date_gmt"), _word(fields, "wp:comment_date"), zone),
        content=fields.get("wp:comment_content", ""),
        approved=_word(fields, "wp:comment_approved"),
        kind=_word(fields, "wp:comment_type") or "comment",
    )


def _author(fields: Fields) -> Author:
    login = _word(fields, "wp:author_login")
    spoken = f"{_word(fields, 'wp:author_first_name')} {_word(fields, 'wp:author_last_name')}".strip()
    return Author(login, _word(fields, "wp:author_email"), _word(fields, "wp:author_display_name") or spoken or login)


def _category(fields: Fields) -> Category:
    slug = _word(fields, "wp:category_nicename")
    return Category(
        _number(fields, "wp:term_id"),
        slug,
        _word(fields, "wp:cat_name") or slug,
        _word(fields, "wp:category_parent"),
        fields.get("wp:category_description", ""),
    )


def _tag(fields: Fields) -> Tag:
    slug = _word(fields, "wp:tag_slug")
    description = fields.get("wp:tag_description", "")
    return Tag(_number(fields, "wp:term_id"), slug, _word(fields, "wp:tag_name") or slug, description)


def _term(fields: Fields) -> Category | Tag | Term:
    """Some plug-ins export categories and tags under the general name."""
    slug, taxonomy = _word(fields, "wp:term_slug"), _word(fields, "wp:term_taxonomy")
    number, name = _number(fields, "wp:term_id"), _word(fields, "wp:term_name") or slug
    description = fields.get("wp:term_description", "")
    if taxonomy == "category":
        return Category(number, slug, name, _word(fields, "wp:term_parent"), description)
    return Tag(number, slug, name, description) if taxonomy == "post_tag" else Term(taxonomy, slug, name)


def _word(fields: Fields, name: str) -> str:
    return fields.get(name, "").strip()


def _number(fields: Fields, name: str) -> int:
    # PostgreSQL's bigint is the widest number that can be kept, and no real identifier comes near it.
    digits = _word(fields, name)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0


_TERMS_AND_PEOPLE: dict[str, Callable[[Fields], Record]] = {
    "wp:author": _author,
    "wp:category": _category,
    "wp:tag": _tag,
    "wp:term": _term,
}
