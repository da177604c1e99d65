"""Letters as the desk looks at them before anybody gets one: on a phone, on a desk, in the dark, as text; and tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import Response, current_app, make_response

from blueprints.core.database import AnySession, begin_reading
from blueprints.core.email_addresses import EmailRefused, read_email
from blueprints.core.languages import speaking
from blueprints.core.smtp import MailServerAway
from blueprints.core.wording import gettext
from blueprints.newsletter.composing.planning import Upcoming, in_order
from blueprints.newsletter.messages.letter import Letter, preheader_of, subject_of
from blueprints.newsletter.messages.previewing import preview_of
from blueprints.newsletter.messages.testing import TestRefused, send_test
from blueprints.newsletter.models import Form, Issue

DARK = "@media (prefers-color-scheme: dark)"
LOOKS = {"light": "@media not all", "dark": "@media all"}
SCHEME = "color-scheme: light dark"


@dataclass(frozen=True)
class Preview:
    """What a letter says in one form; `html` is empty where it is text alone."""

    subject: str
    preheader: str
    html: str
    text: str


@dataclass(frozen=True)
class Shown:
    """An issue with what it tells, as it would be made now."""

    issue: Issue
    ids: Sequence[int]
    more: int = 0

    @classmethod
    def upcoming(cls, digest: Upcoming) -> "Shown":
        """The next digest."""
        return cls(digest.as_issue(), [article.id for article in digest.articles], digest.more)

    def letter(self, session: AnySession, form: str, moment: datetime) -> Letter:
        """All that its words are made from."""
        articles = in_order(session, self.ids, moment, form)
        return Letter(self.issue, Form(form), articles, moment, self.more)

    def preview(self, session: AnySession, form: str, moment: datetime) -> Preview:
        """As it would be read."""
        letter = self.letter(session, form, moment)
        return Preview(*preview_of(self.issue, form, letter.articles, self.more, moment))


def default_envelope(digest: Upcoming, moment: datetime) -> tuple[str, str]:
    """Subject and preheader that a digest has when no editor writes others."""
    letter = Letter(digest.plain_issue(), Form.NORMAL, digest.articles, moment, digest.more)
    if not digest.articles:
        return "", ""
    with speaking(digest.audience.language):
        return subject_of(letter), preheader_of(letter)


def framed(html: str, look: str) -> Response:
    """A letter for a frame of the desk: nothing in it runs, sends or is fetched but pictures of ours; it is light or
    dark, whatever the desk itself is."""
    answer = make_response(html.replace(DARK, LOOKS[look]).replace(SCHEME, f"color-scheme: {look}"))
    media = urlsplit(current_app.config["MEDIA_URL"])
    pictures = [current_app.config["SITE_URL"], *([f"{media.scheme}://{media.netloc}"] if media.netloc else [])]
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' {' '.join(pictures)}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def test_outcome(session: AnySession, shown: Shown, form: str, typed: str, moment: datetime) -> tuple[bool, str]:
    """Send a test to the address of whoever asks; whether it went, and words about it. No lock is held meanwhile, and
    nothing is written."""
    try:
        address = read_email(typed).ascii
    except EmailRefused as refused:
        return False, str(refused)
    if address is None:
        return False, gettext("Our mail server reaches only addresses in Latin letters before the @.")
    letter = shown.letter(session, form, moment)
    session.expunge_all()
    session.rollback()
    begin_reading()
    try:
        path = send_test(letter, address)
    except TestRefused as refused:
        return False, gettext("The mail server does not take it: %(words)s", words=refused)
    except MailServerAway as away:
        return False, gettext("The mail server did not answer: %(words)s", words=away)
    if path:
        return True, gettext("There is no mail server yet, so the test was written to %(path)s.", path=path)
    return True, gettext("A test is on its way to %(address)s.", address=address)
