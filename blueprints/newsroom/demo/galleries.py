"""A gallery in a body: figures in a figure, as the sanitiser lets them through."""

from markupsafe import Markup

from blueprints.core.models import Picture
from blueprints.core.storage import best_width, picture_url
from blueprints.core.templating import srcset
from blueprints.newsroom.demo.pictures import Drawn
from blueprints.newsroom.demo.texts import ArticleText

PLACE = "<!-- gallery -->"
SIZES = "(max-width: 40rem) 100vw, 20rem"
FIGURE = Markup(
    '<figure><img src="{src}" srcset="{srcset}" sizes="{sizes}" alt="{alt}" width="{width}" height="{height}" '
    'loading="lazy"><figcaption>{caption}</figcaption></figure>'
)


def with_gallery(article: ArticleText, drawn: list[Drawn]) -> str:
    """The body with its pictures where the text says that they go, or at its end."""
    if not drawn:
        return article.body
    parts = zip(article.gallery, drawn, strict=True)
    figures = Markup("\n").join(_figure(each.picture(part.alt, part.caption)) for part, each in parts)
    gallery = f'<figure class="gallery">\n{figures}\n</figure>'
    if PLACE in article.body:
        return article.body.replace(PLACE, gallery, 1)
    return f"{article.body}\n{gallery}"


def _figure(picture: Picture) -> Markup:
    width = best_width(picture, 640)
    return FIGURE.format(
        src=picture_url(picture, width),
        srcset=srcset(picture, "jpg"),
        sizes=SIZES,
        alt=picture.alt,
        width=width,
        height=picture.height_at(width),
        caption=picture.caption,
    )
