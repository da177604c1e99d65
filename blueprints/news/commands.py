"""The operator's commands for the news, and what cron does for it: numbering, then telling the hub; previews ahead."""

from blueprints.news import numbering, websub
from blueprints.news.previews import ahead
from blueprints.news.wordpress import command

__all__ = ["ahead", "command", "numbering", "websub"]
