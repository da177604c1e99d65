"""Sharing: the short link, what goes with it, and where a press of each button leads, with no script of anybody's."""

import re
from datetime import datetime
from urllib.parse import quote, urlencode

from blueprints.core.database import LARGEST_ID
from blueprints.core.languages import speaking
from blueprints.news.addresses import full_url
from blueprints.news.models import Article

COUNTED_HERE = ("email", "copy", "device")
NETWORKS = ("whatsapp", "facebook", "x", "telegram", *COUNTED_HERE)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LINE_END = "\r\n"  # in a mailto address, by RFC 6068, section 5
CODE = re.compile(r"([0-9a-z]{1,6})(?:-[0-9]{1,9})?", re.IGNORECASE | re.ASCII)


def short_path(article: Article) -> str:
    """Its short link, which never breaks; with the version, since networks keep a preview for each address."""
    version = f"-{article.share_version}" if article.share_version > 1 else ""
    return f"/s/{_base36(article.id)}{version}/"


def article_id_in(code: str) -> int | None:
    """The id that a short link stands for, whatever its version; None where it can stand for none."""
    found = CODE.fullmatch(code)
    number = int(found[1], 36) if found else 0
    return number if 0 < number <= LARGEST_ID else None


def share_url(network: str, article: Article, moment: datetime) -> str:
    """The network's own page for sharing this article; the short link for what the reader's device does."""
    title, address = article.titled(moment), full_url(short_path(article))
    match network:
        case "whatsapp":
            return f"https://wa.me/?{_query(text=whatsapp_message(article, moment))}"
        case "facebook":
            return f"https://www.facebook.com/sharer/sharer.php?{_query(u=address)}"
        case "x":
            return f"https://x.com/intent/post?{_query(text=title, url=address)}"
        case "telegram":
            return f"https://t.me/share/url?{_query(url=address, text=title)}"
    return address


def mail_url(article: Article, moment: datetime) -> str:
    """A mail about this article, ready to be addressed."""
    lines = [article.standfirst, full_url(short_path(article))]
    return f"mailto:?{_query(subject=article.titled(moment), body=_paragraphs(lines, between=LINE_END * 2))}"


def whatsapp_message(article: Article, moment: datetime) -> str:
    """The headline in bold behind its labels, the standfirst, and the short link."""
    with speaking(article.language):
        labels = " · ".join(str(label).upper() for label in article.labels(moment))
    headline = article.headline.replace("*", "∗").strip()  # one of WhatsApp's own would end the bold
    bold = f"*{headline}*" if headline else ""
    return _paragraphs([": ".join(filter(None, (labels, bold))), article.standfirst, full_url(short_path(article))])


def _paragraphs(parts: list[str], between: str = "\n\n") -> str:
    return between.join(filter(None, parts))


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, last = divmod(number, 36)
        digits = DIGITS[last] + digits
    return digits


def _query(**values: str) -> str:
    """Blanks as %20: telephones show a plus as it is."""
    return urlencode(values, quote_via=quote)
