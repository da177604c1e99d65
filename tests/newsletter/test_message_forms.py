"""Text, normal and full: each within its size in every script, and what it leaves out is told."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from PIL import Image

from blueprints.core.database import db
from blueprints.core.sanitiser import clean_html
from blueprints.core.storage import store_image
from blueprints.news.models import Article, Correction
from blueprints.newsletter.messages.digest import digest_message
from blueprints.newsletter.messages.letters import letter_message
from blueprints.newsletter.messages.splicing import splice
from blueprints.newsletter.models import Issue, Kind
from blueprints.newsletter.queries import told
from tests.newsletter.readers import body, parsed
from tests.world import World

MOMENT = datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
KEY = "2147483647.2147483647.AbCdEfGhIjKlMnOpQrStUv"
WORDS = {
    "en": "The river port opens to ships after three years of works. ",
    "fr": "Après trois ans de travaux, le port fluvial rouvre à l’été. ",
    "ar": "فتح ميناء النهر أمام السفن بعد ثلاثة أعوام من الأشغال. ",
    "am": "የወንዙ ወደብ ከሦስት ዓመት ሥራ በኋላ ለመርከቦች ተከፈተ። ",
}


def articles(world: World, language: str, form: str, count: int = 12, body_size: int = 400) -> list[Article]:
    """So many with a headline of 100 characters and a standfirst of 220."""
    words = WORDS[language]
    made = [
        world.article(
            f"{number} {(words * 9)[:98]}",
            slug=f"{number}-{'river-port-opens-' * 4}",
            standfirst=(words * 9)[:220],
            language=language,
            body=f"<p>{words.strip()}</p>" * (body_size // len(words)),
        ).id
        for number in range(count)
    ]
    found = {article.id: article for article in db.session.scalars(told(made, form, MOMENT.replace(year=2030)))}
    return [found[number] for number in made]


def digest(issue_language: str, form: str, told_of: list[Article], **decided: str) -> bytes:
    issue = Issue(id=2147483647, kind=Kind.DAILY, language=issue_language, slot="x", **decided)
    template = digest_message(issue, form, told_of, 3, MOMENT)
    return splice(template, f"{'a' * 40}@example.org", "digest-2147483647-2147483647", KEY)


@pytest.mark.parametrize("language", list(WORDS))
def test_text_is_text_alone_and_under_8_kilobytes(app: Flask, world: World, language: str) -> None:
    app.config["SITE_NAME"] = (WORDS[language] * 3)[:90].strip()
    content = digest(language, "text", articles(world, language, "text"), note=WORDS[language] * 20)
    message = parsed(content)
    assert message.get_content_type() == "text/plain" and len(content) < 8000
    text = message.get_content()
    shown = len(re.findall(r"/\d+-river-port-opens-[a-z-]+/#letter-", text))
    assert shown >= {"am": 6, "ar": 9}.get(language, 12)
    assert shown == 12 or f"{15 - shown} " in text.rpartition("#letter")[2]
    assert f"/newsletter/unsubscribe/{KEY}/" in text


@pytest.mark.parametrize("language", list(WORDS))
def test_normal_shows_twelve_cards_in_under_40_kilobytes(world: World, language: str) -> None:
    content = digest(language, "normal", articles(world, language, "normal"))
    assert len(content) < 40_000
    html = body(parsed(content), "html")
    assert len(re.findall(r"<h2", html)) == 12


def test_latin_cards_keep_their_standfirsts_whole(world: World) -> None:
    told_of = articles(world, "en", "normal")
    assert told_of[0].standfirst in body(parsed(digest("en", "normal", told_of)), "html")


@pytest.mark.parametrize(("language", "body_size"), [("en", 12_000), ("am", 5_000), ("en", 120_000)])
def test_full_is_never_clipped_and_tells_what_it_left_out(world: World, language: str, body_size: int) -> None:
    told_of = articles(world, language, "full", body_size=body_size)
    message = parsed(digest(language, "full", told_of))
    html = body(message, "html")
    assert len(html.encode()) < 100_000
    whole = html.count(f">{WORDS[language].strip()}</p>") // (body_size // len(WORDS[language]))
    assert whole < 12 and len(re.findall(r"<h2", html)) == 12
    assert whole >= 4 or body_size > 100_000
    told_in_text = body(message, "plain").replace("\r", "").count(f"\n{WORDS[language].strip()}\n")
    assert told_in_text == whole * (body_size // len(WORDS[language]))


def test_full_holds_the_text_with_styles_and_pictures_as_links(world: World) -> None:
    picture = store_image(Image.new("RGB", (900, 600), "green"), "ab" * 32, alt="A ship at the quay")
    inside = store_image(Image.new("RGB", (700, 500), "red"), "cd" * 32, alt="")
    source = f"/media/{inside.path(640, 'jpg')}"
    text = (
        f'<h2>First day</h2><p>Long <a href="/about/">about</a><sup><a id="fnref-1" href="#fn-1">1</a></sup>.</p>'
        f'<figure><img src="{source}" srcset="{source} 640w" alt="The &lt;crew&gt;" width="640" height="457">'
        f"<figcaption>On board</figcaption></figure><ol class='footnotes'><li id='fn-1'>A note.</li></ol>"
    )
    article = world.article("Port opens", body=text, lead_picture=picture)
    db.session.add(Correction(article_id=article.id, text="It was Monday.", corrected_at=MOMENT))
    db.session.commit()
    found = db.session.scalars(told([article.id], "full", MOMENT.replace(year=2030))).all()
    message = parsed(digest("en", "full", list(found)))
    html, plain = body(message, "html"), body(message, "plain")
    assert "<img" not in html and "srcset" not in html and "fnref" not in html
    assert re.search(
        r'<a href="http://localhost/media/ab/[^"]+-640.jpg"[^>]*>Picture: A ship at the quay <span dir="ltr">\(\d', html
    )
    assert re.search(rf'<a href="http://localhost{source}"[^>]*>Picture: The &lt;crew&gt; <span dir="ltr">\(\d', html)
    assert re.search(r"<h3 style=[^>]+>First day</h3>", html) and "By Ben Diallo" in html
    assert 'href="http://localhost/about/"' in html and "It was Monday." in html
    assert "First day" in plain and "about <http://localhost/about/>" in plain and "On board" in plain
    assert "It was Monday." in plain and "• A note." in plain


def test_a_letter_too_long_for_its_form_goes_on_on_the_web(world: World) -> None:
    assert world.news
    long = clean_html(f"<p>{WORDS['ar']}</p>" * 2500).html
    issue = Issue(id=3, kind=Kind.MANUAL, language="ar", slot="x", subject="س", body=long)
    text = letter_message(issue, "text", [], MOMENT)
    assert len(text) < 8000 and WORDS["ar"].strip() in parsed(splice(text, "a@b.example", "1", "k")).get_content()
    normal = parsed(splice(letter_message(issue, "full", [], MOMENT), "a@b.example", "1", "k"))
    html = body(normal, "html")
    assert len(html.encode()) < 100_000 and html.count("/newsletter/issues/3/") == 2
