"""What an article costs its readers, told to its author: the page, and the pictures that a telephone takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import current_app
from lxml import html

from blueprints.core.models import Picture
from blueprints.core.renditions import media_folder
from blueprints.core.weight import ARTICLE, KB, PICTURES, Weight, compressed_bytes, weigh
from blueprints.news.models import Article

PHONE = 360 * 2  # device pixels: a cheap telephone's width at its usual density
REM = 16 * 2
OWN_PICTURES = "//article[contains(@class, 'article')]//img[not(ancestor::aside)]"


@dataclass(frozen=True)
class ArticleWeight:
    """The weight of an article's page, of its text alone, and of each of its pictures, in bytes."""

    page: Weight
    text: int
    pictures: tuple[int, ...]

    @property
    def whole(self) -> int:
        """To read, and all pictures of the article seen."""
        return self.page.reading + sum(self.pictures)

    @property
    def around(self) -> int:
        """The page without the text: masthead, comments, what to read next."""
        return max(0, self.page.html - self.text)

    @property
    def is_heavy_to_read(self) -> bool:
        """Whether HTML and CSS are over an article's budget."""
        return self.page.reading > ARTICLE.reading * KB

    @property
    def is_heavy_with_pictures(self) -> bool:
        """Whether its pictures are more than prepaid data should pay for one article."""
        return sum(self.pictures) > PICTURES * KB


def weigh_article(article: Article, page: str) -> ArticleWeight:
    """The weight of an article whose page, as readers get it, is given."""
    return ArticleWeight(weigh(page), compressed_bytes(article.body), tuple(_pictures(article, page)))


def _pictures(article: Article, page: str) -> Iterator[int]:
    known = dict(_known_sizes(article))
    base = current_app.config["MEDIA_URL"]
    for image in html.document_fromstring(page).xpath(OWN_PICTURES):
        address = taken_by_phone(image)
        if address.startswith(base):
            path = address.removeprefix(base)
            yield known.get(path) or _file_size(path)


def taken_by_phone(image: html.HtmlElement) -> str:
    """The rendition that a telephone with a modern browser chooses: the first source that is for every screen."""
    sources = image.xpath("ancestor::picture[1]//source")  # libxml2 knows no <source>, and puts the rest inside of it
    source = next((each for each in sources if not each.get("media") and each.get("srcset")), image)
    offers = sorted(_offers(source.get("srcset") or ""))
    wanted = _pixels(source.get("sizes") or image.get("sizes") or "100vw")
    return next(
        (address for width, address in offers if width >= wanted), offers[-1][1] if offers else image.get("src")
    )


def _offers(srcset: str) -> Iterator[tuple[int, str]]:
    for part in srcset.split(","):
        address, _, width = part.strip().partition(" ")
        if address:
            yield (int(width[:-1]) if width[-1:] == "w" and width[:-1].isdigit() else PHONE, address)


def _pixels(sizes: str) -> float:
    """The last of the sizes, which is the telephone's, in device pixels."""
    last = sizes.rsplit(",", 1)[-1].strip()
    for unit, pixels in (("vw", PHONE / 100), ("rem", REM), ("px", 2)):
        if last.endswith(unit):
            try:
                return float(last.removesuffix(unit)) * pixels
            except ValueError:
                break
    return PHONE


def _known_sizes(article: Article) -> Iterator[tuple[str, int]]:
    pictures: list[Picture | None] = [article.lead_picture, *(each.picture for each in article.gallery)]
    for picture in pictures:
        for rendition, size in (picture.sizes if picture else {}).items():
            width, _, extension = rendition.partition(".")
            if picture is not None and width.isdigit():
                yield picture.path(int(width), extension), size


def _file_size(path: str) -> int:
    try:
        return (media_folder() / path).stat().st_size
    except (OSError, ValueError):
        return 0
