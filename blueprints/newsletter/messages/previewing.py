"""What a letter will look like, for whoever decides about it: nobody's copy, and no link in it acts for anybody."""

from collections.abc import Sequence
from datetime import datetime

from blueprints.news.models import Article, Correction
from blueprints.newsletter.messages.letter import Letter
from blueprints.newsletter.messages.making import words_of
from blueprints.newsletter.models import Form, Issue

NOBODYS_KEY = "preview"


def preview_of(
    issue: Issue,
    form: str,
    articles: Sequence[Article],
    more: int,
    moment: datetime,
    *,
    correction: Correction | None = None,
) -> tuple[str, str, str, str]:
    """Subject, preheader, HTML (empty where the form is text) and text of an issue of any kind, saved or not."""
    words = words_of(Letter(issue, Form(form), articles, moment, more, correction), NOBODYS_KEY)
    return words.subject, words.preheader, words.html, words.text
