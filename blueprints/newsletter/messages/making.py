"""Making a letter: its words in text and HTML, as many as its form has room for, and the message with holes."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import current_app, render_template

from blueprints.core.languages import speaking
from blueprints.core.mail import inline_css
from blueprints.news.models import Article
from blueprints.newsletter.messages.bodies import first_blocks, mail_html, text_of
from blueprints.newsletter.messages.headers import headers_of
from blueprints.newsletter.messages.letter import Letter, Words, preheader_of, subject_of, why
from blueprints.newsletter.messages.measures import LARGEST, LARGEST_HTML, MEASURES, Measure
from blueprints.newsletter.messages.splicing import template_of
from blueprints.newsletter.messages.stories import cut, letter_mark, picture_address, stories_of, whole
from blueprints.newsletter.models import Form, Issue, Kind
from blueprints.newsletter.readers.links import address

ROOM_FOR_KEYS = 400  # bytes: what will fill the holes


def message_of(letter: Letter) -> bytes:
    """The whole message, with holes for what differs between its readers."""
    mark = f"key{secrets.token_hex(12)}"
    return packed(letter, words_of(letter, mark), mark)


def words_of(letter: Letter, mark: str) -> Words:
    """As much as the form has room for, with this mark in links where a reader's key belongs."""
    with speaking(letter.issue.language):
        wholes = [_whole(letter, article) for article in letter.articles]
        for measure in MEASURES[letter.form]:
            words = _words(letter, wholes, measure, mark)
            if len(words.html.encode()) < LARGEST_HTML and _weight(letter, words, mark) < LARGEST[letter.form]:
                break
        return words


def packed(letter: Letter, words: Words, mark: str) -> bytes:
    """The message that says these words."""
    headers = headers_of(letter.issue, words.subject, letter.moment)
    return template_of(headers, f"=_{secrets.token_hex(12)}", mark, words.text, words.html)


def _weight(letter: Letter, words: Words, mark: str) -> int:
    return len(packed(letter, words, mark)) + ROOM_FOR_KEYS


def _whole(letter: Letter, article: Article) -> str:
    wanted = letter.form is Form.FULL and letter.issue.kind != Kind.CORRECTION
    return whole(article, letter_mark(letter.issue)) if wanted else ""


def _words(letter: Letter, wholes: Sequence[str], measure: Measure, mark: str) -> Words:
    """What a letter of this measure says."""
    stories = stories_of(letter.issue, letter.articles, wholes, measure, letter.moment)
    context = {
        "issue": letter.issue,
        "moment": letter.moment,
        "correction": letter.correction,
        "stories": stories,
        "more": letter.more + len(letter.articles) - len(stories),
        "subject": subject_of(letter),
        "preheader": preheader_of(letter),
        **_prose(letter.issue, measure),
        **_foot(letter.issue, mark),
    }
    said = context["subject"], context["preheader"], render_template(f"email/{letter.folder}/body.txt", **context)
    if letter.form is Form.TEXT:
        return Words(*said, html="")
    lead = letter.articles[0].lead_picture if letter.articles and letter.form is Form.NORMAL else None
    context["picture_address"] = picture_address(lead)
    return Words(*said, html=inline_css(render_template(f"email/{letter.folder}/body.html", **context)))


def _prose(issue: Issue, measure: Measure) -> dict[str, Any]:
    """The editor's note as paragraphs, the body of a letter, and whether either was cut."""
    note = issue.note or ""
    body, is_cut = first_blocks(mail_html(issue.body or "", letter_mark(issue)), measure.prose)
    text = text_of(body)
    return {
        "note": [line.strip() for line in cut(note, measure.prose).splitlines() if line.strip()],
        "body": body,
        "text": text,
        "is_cut": is_cut or len(note) > measure.prose,
    }


def _foot(issue: Issue, mark: str) -> dict[str, str]:
    """The links below every letter: to the issue on the web, for a friend, and the reader's own."""
    web = address(f"issues/{issue.id}/") if issue.id else address("")
    return {
        "why": why(issue.kind, current_app.config["SITE_NAME"]),
        "web_address": web,
        "forward_address": f"{address('')}?from={issue.id}" if issue.id else address(""),
        "preferences_address": address(f"manage/{mark}/"),
        "unsubscribe_address": address(f"unsubscribe/{mark}/"),
        "postal_address": current_app.config["POSTAL_ADDRESS"],
    }
