"""The operator's commands for the news, and what cron does for it, in this order: numbering, then telling the hub."""

from blueprints.news import numbering, websub
from blueprints.news.wordpress import command

__all__ = ["command", "numbering", "websub"]
