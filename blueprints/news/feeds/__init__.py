"""Feeds with whole articles, for readers and for other sites: RSS, Atom and JSON Feed of one channel."""

from collections.abc import Callable

from blueprints.news.feeds.atom import atom
from blueprints.news.feeds.channel import Channel, Form
from blueprints.news.feeds.json_feed import json_feed
from blueprints.news.feeds.rss import rss

WRITERS: dict[Form, Callable[[Channel], bytes]] = {Form.RSS: rss, Form.ATOM: atom, Form.JSON: json_feed}

__all__ = ["WRITERS", "Channel", "Form"]
