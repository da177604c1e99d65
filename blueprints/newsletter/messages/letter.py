"""A letter before it is a message: what it is made from, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from blueprints.core.sanitiser import plain_text
from blueprints.core.wording import gettext
from blueprints.news.models import Article, Correction
from blueprints.newsletter.messages.headers import one_line
from blueprints.newsletter.messages.stories import cut
from blueprints.newsletter.models import Form, Issue, Kind

LONGEST_PREHEADER = 160
FOLDERS = {Kind.MANUAL: "letter", Kind.BREAKING: "breaking", Kind.CORRECTION: "correction"}


@dataclass(frozen=True)
class Letter:
    """What a message is made from; `moment` is frozen as its Date."""

    issue: Issue
    form: Form
    articles: Sequence[Article]
    moment: datetime
    more: int = 0
    correction: Correction | None = None

    @property
    def folder(self) -> str:
        """Where its templates are."""
        return FOLDERS.get(Kind(self.issue.kind), "digest")


@dataclass(frozen=True)
class Words:
    """What a letter says; `html` is empty where it is text alone."""

    subject: str
    preheader: str
    text: str
    html: str


def digest_subject(articles: Sequence[Article], more: int) -> str:
    """The first headline, with `Breaking: ` while it breaks, and how many follow."""
    others = len(articles) - 1 + more
    return one_line(render_template("email/digest/subject.txt", first=articles[0], others=others))


def subject_of(letter: Letter) -> str:
    """What the editor wrote, or what the stories are."""
    if letter.issue.subject:
        return one_line(letter.issue.subject)
    if letter.folder == "digest":
        return digest_subject(letter.articles, letter.more)
    first = letter.articles[0] if letter.articles else None
    return one_line(render_template(f"email/{letter.folder}/subject.txt", issue=letter.issue, first=first))


def preheader_of(letter: Letter) -> str:
    """What stands beside the subject in a list of mails: the editor's words, or what the mail goes on with."""
    return cut(one_line(letter.issue.preheader or _beginning(letter)), LONGEST_PREHEADER)


def _beginning(letter: Letter) -> str:
    if letter.correction is not None:
        return letter.correction.text
    if letter.issue.kind == Kind.MANUAL:
        return plain_text(letter.issue.body or "")
    return " · ".join(article.headline for article in letter.articles[1:3]) or letter.articles[0].standfirst


def why(kind: str, site_name: str) -> str:
    """Why somebody gets this, as its foot says."""
    site = {"site_name": site_name}
    match kind:
        case Kind.WEEKLY:
            return gettext("You get this because you subscribed to the weekly letter of %(site_name)s.", **site)
        case Kind.DAILY:
            return gettext("You get this because you subscribed to the daily letter of %(site_name)s.", **site)
        case Kind.BREAKING:
            return gettext("You get this because you asked for breaking news from %(site_name)s.", **site)
        case Kind.CORRECTION:
            return gettext("You get this because we sent you the story in a letter of %(site_name)s.", **site)
    return gettext("You get this because you subscribed to the letters of %(site_name)s.", **site)
