"""Sharing: where a press of each button leads, with no script of anybody's."""

from urllib.parse import quote, urlencode

COUNTED_HERE = ("email", "copy", "device")
NETWORKS = ("whatsapp", "facebook", "x", "telegram", *COUNTED_HERE)


def share_url(network: str, headline: str, address: str) -> str:
    """The network's own page for sharing this address; the article itself for what the reader's device does."""
    match network:
        case "whatsapp":
            return f"https://wa.me/?{_query(text=f'{headline} {address}')}"
        case "facebook":
            return f"https://www.facebook.com/sharer/sharer.php?{_query(u=address)}"
        case "x":
            return f"https://x.com/intent/post?{_query(text=headline, url=address)}"
        case "telegram":
            return f"https://t.me/share/url?{_query(url=address, text=headline)}"
    return address


def _query(**values: str) -> str:
    """Blanks as %20: telephones show a plus as it is."""
    return urlencode(values, quote_via=quote)
