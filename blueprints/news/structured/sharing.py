"""The picture and the words of a shared link."""

from blueprints.core.models import Picture
from blueprints.core.sanitiser import plain_text
from blueprints.core.storage import best_width, picture_url
from blueprints.news.addresses import full_url
from blueprints.news.models import Article
from blueprints.news.structured.terms import Facts, known

SHARED_WIDTH = 1280
LONGEST_DESCRIPTION = 200
TERRITORIES = {"en": "en_GB", "fr": "fr_FR", "ar": "ar_AR", "sw": "sw_KE", "ha": "ha_NG", "yo": "yo_NG", "pt": "pt_PT"}


def description_of(article: Article) -> str:
    """The standfirst, or the beginning of the text, cut at a word."""
    words = article.standfirst or plain_text(article.body)
    if len(words) <= LONGEST_DESCRIPTION:
        return words
    return words[:LONGEST_DESCRIPTION].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def shared_picture(picture: Picture) -> tuple[str, int, int]:
    """The whole address of the JPEG that a shared link shows, with its width and height in pixels."""
    width = best_width(picture, SHARED_WIDTH)
    return full_url(picture_url(picture, width)), width, picture.height_at(width)


def og_locale(language: str) -> str:
    """Open Graph wants a territory: `en_GB` for `en`."""
    return language.replace("-", "_") if "-" in language else TERRITORIES.get(language, language)


def images_of(article: Article) -> list[Facts]:
    """The pictures of an article that search engines may show, in the shapes that there really are."""
    picture = article.lead_picture
    if picture is None:
        return []
    address, width, height = shared_picture(picture)
    size = {"width": str(width), "height": str(height)}
    words = {"caption": picture.caption, "creditText": picture.credit}
    return [known({"@type": "ImageObject", "url": address, **size, **words})]
