"""The operator's commands for the news: moving in from WordPress."""

from blueprints.news.wordpress import command

__all__ = ["command"]
