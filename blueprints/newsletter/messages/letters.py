"""The letters that are no digest: one by hand, a breaking story, a correction. Each is a message with holes."""

from collections.abc import Sequence
from datetime import datetime

from blueprints.news.models import Article, Correction
from blueprints.newsletter.messages.letter import Letter
from blueprints.newsletter.messages.making import message_of
from blueprints.newsletter.models import Form, Issue


def letter_message(issue: Issue, form: str, articles: Sequence[Article], moment: datetime) -> bytes:
    """What the desk wrote (`issue.body`), and the stories that it put below, which may be none."""
    return message_of(Letter(issue, Form(form), articles, moment))


def breaking_message(issue: Issue, form: str, article: Article, moment: datetime) -> bytes:
    """One story that breaks; where the form is full, the article needs its body, bylines and corrections."""
    return message_of(Letter(issue, Form(form), [article], moment))


def correction_message(issue: Issue, form: str, article: Article, correction: Correction, moment: datetime) -> bytes:
    """What was wrong in a story that this reader was sent, and what is right."""
    return message_of(Letter(issue, Form(form), [article], moment, correction=correction))
