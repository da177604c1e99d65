"""The operator's commands for the news, and what cron does for it: numbering, telling the hub, the index, previews."""

from blueprints.news import numbering, websub
from blueprints.news.previews import ahead
from blueprints.news.search import following, reindexing
from blueprints.news.wordpress import command

__all__ = ["ahead", "command", "following", "numbering", "reindexing", "websub"]
