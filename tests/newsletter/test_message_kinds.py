"""Letters by hand, breaking stories and corrections, and what an editor may say in any of them."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from blueprints.core.database import db
from blueprints.core.sanitiser import clean_html
from blueprints.news.models import Article, Correction
from blueprints.newsletter.messages.digest import digest_message
from blueprints.newsletter.messages.letters import breaking_message, correction_message, letter_message
from blueprints.newsletter.messages.previewing import preview_of
from blueprints.newsletter.messages.splicing import splice
from blueprints.newsletter.models import Issue, Kind
from blueprints.newsletter.queries import told
from tests.newsletter.readers import body, parsed
from tests.world import World

MOMENT = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
KEY = "7.12.AbCdEfGhIjKlMnOpQrStUv"
LETTER = (
    '<h2>What changes</h2><p>From <strong>Monday</strong>, see <a href="/about/">here</a>.</p><ul><li>Less</li></ul>'
)


def issue(kind: Kind = Kind.DAILY, **decided: str) -> Issue:
    """An issue as the desk left it."""
    return Issue(id=12, kind=kind, language=decided.pop("language", "en"), slot="x", **decided)


def loaded(article: Article, form: str = "full") -> Article:
    """The article with what a letter of this form tells of it."""
    return db.session.scalars(told([article.id], form, MOMENT.replace(year=2030))).one()


def copy(template: bytes) -> bytes:
    return splice(template, "dan@example.org", "digest-12-7", KEY)


def test_a_letter_says_what_the_desk_wrote_and_the_stories_below(world: World) -> None:
    article = loaded(world.article("Port opens"))
    written = issue(Kind.MANUAL, subject="What changes", body=clean_html(LETTER).html)
    message = parsed(copy(letter_message(written, "normal", [article], MOMENT)))
    assert message["Subject"] == "What changes"
    assert "From Monday, see here <http://localhost/about/>." in body(message, "plain")
    assert "• Less" in body(message, "plain") and "Port opens" in body(message, "plain")
    html = body(message, "html")
    assert "<strong>Monday</strong>" in html and 'href="http://localhost/about/"' in html
    assert "subscribed to the letters of AAN TV" in html and "Port opens" in html
    assert "<img" not in html


def test_a_letter_without_a_subject_or_a_story_is_a_letter(world: World) -> None:
    assert world.news
    message = parsed(copy(letter_message(issue(Kind.MANUAL, body="<p>Hello.</p>"), "text", [], MOMENT)))
    assert message["Subject"] == "A letter from AAN TV"
    assert "Hello." in message.get_content() and KEY in message.get_content()


def test_a_breaking_story_says_so_even_when_its_label_is_gone(world: World) -> None:
    article = loaded(world.article("Dam holds", standfirst="For now."))
    message = parsed(copy(breaking_message(issue(Kind.BREAKING), "normal", article, MOMENT)))
    assert message["Subject"] == "Breaking: Dam holds"
    assert "Breaking: Dam holds" in body(message, "plain") and "Breaking</strong>" in body(message, "html")
    assert "Read the story" in body(message, "html") and "asked for breaking news" in body(message, "html")


def test_a_breaking_story_in_full_is_there_to_read(world: World) -> None:
    article = loaded(world.article("Dam holds", body="<p>The dam holds, engineers say.</p>"))
    message = parsed(copy(breaking_message(issue(Kind.BREAKING), "full", article, MOMENT)))
    for kind in ("plain", "html"):
        assert "The dam holds, engineers say." in body(message, kind)
    assert "Read the story" not in body(message, "html")


@pytest.mark.parametrize("form", ["text", "normal", "full"])
def test_a_correction_says_what_was_wrong_and_where_it_is_right(world: World, form: str) -> None:
    article = loaded(world.article("Bridge opens"))
    correction = Correction(text="We wrote 410 metres.\nIt is 340.", corrected_at=MOMENT)
    template = correction_message(issue(Kind.CORRECTION), form, article, correction, MOMENT)
    message = parsed(copy(template))
    assert message["Subject"] == "Correction: Bridge opens"
    for kind in ("plain",) if form == "text" else ("plain", "html"):
        said = body(message, kind)
        assert "It is 340." in said and "/bridge-opens/#letter-12" in said
        assert "The port opened" not in said
    assert len(template) < 10_000


def test_an_editor_decides_subject_preheader_and_note(world: World) -> None:
    made = [world.article(name) for name in ("First", "Second", "Third", "Fourth")]
    articles = [loaded(article) for article in made]
    subject, preheader, html, text = preview_of(issue(), "normal", articles, 3, MOMENT)
    assert (subject, preheader) == ("First, and 6 more", "Second · Third")
    decided = issue(subject="Our\r\nday", preheader="It rained.", note="Good morning.\n\n<b>Ada</b>")
    subject, preheader, html, text = preview_of(decided, "normal", articles, 3, MOMENT)
    assert (subject, preheader) == ("Our day", "It rained.")
    assert "Good morning.\n\n<b>Ada</b>" in text and "&lt;b&gt;Ada&lt;/b&gt;" in html and "It rained." in html


def test_a_preview_holds_no_hole_and_no_key(world: World) -> None:
    article = loaded(world.article("Port opens"))
    *_, html, text = preview_of(issue(), "normal", [article], 0, MOMENT)
    for said in (html, text):
        assert "\0" not in said and "/newsletter/manage/preview/" in said
    unsaved = Issue(kind=Kind.DAILY, language="en", slot="x")
    subject, _, html, text = preview_of(unsaved, "text", [article], 0, MOMENT)
    assert subject == "Port opens" and html == "" and "#letter" not in text


def test_a_digest_of_nothing_can_be_looked_at(world: World) -> None:
    assert world.news
    subject, preheader, html, text = preview_of(issue(note="Nothing today."), "normal", [], 0, MOMENT)
    assert (subject, preheader) == ("A letter from AAN TV", "")
    assert "Nothing today." in html and "Nothing today." in text


def test_every_kind_speaks_the_language_of_its_issue_and_goes_its_way(world: World) -> None:
    article = loaded(world.article("فتح الميناء", language="ar"))
    for kind in (Kind.DAILY, Kind.WEEKLY, Kind.BREAKING, Kind.MANUAL):
        _, _, html, text = preview_of(issue(kind, language="ar", subject="س"), "normal", [article], 0, MOMENT)
        assert html.startswith('<!DOCTYPE html><html lang="ar" dir="rtl"') and "إلغاء الاشتراك" in html
        assert "http://localhost/ar/newsletter/unsubscribe/preview/" in text
        assert '<div lang="ar" dir="rtl">' in html
    english = loaded(world.article("Port opens"))
    assert '<div lang="en" dir="ltr">' in preview_of(issue(language="ar"), "normal", [english], 0, MOMENT)[2]


def test_a_version_in_another_language_is_told_like_any_other(world: World) -> None:
    source = world.article("Port opens")
    version = world.article("Le port ouvre", language="fr", source_id=source.id)
    assert loaded(version, "normal").headline == loaded(version, "full").headline == "Le port ouvre"


def test_the_foot_holds_the_postal_address_and_a_link_for_a_friend(app: Flask, world: World) -> None:
    app.config["POSTAL_ADDRESS"] = "1 Marina <Lagos>"
    article = loaded(world.article())
    message = parsed(copy(digest_message(issue(), "normal", [article], 0, MOMENT)))
    assert "1 Marina <Lagos>" in body(message, "plain") and "1 Marina &lt;Lagos&gt;" in body(message, "html")
    for kind in ("plain", "html"):
        said = body(message, kind)
        assert "http://localhost/newsletter/?from=12" in said
        assert f"http://localhost/newsletter/manage/{KEY}/" in said
        assert KEY not in said.split("/newsletter/issues/12/")[1].split("\n")[0].split('"')[0]
