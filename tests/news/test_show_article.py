"""The article page: every part of it, at its one address, in whatever state the article is."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from blueprints.auth.models import Account
from blueprints.core.clock import at, now
from blueprints.core.database import db
from blueprints.news import queries
from blueprints.news.addresses import url_of
from blueprints.news.editing import tags_named
from blueprints.news.models import Article, ArticleCounter, Correction
from tests.news.reading import counted_questions, headlines, picture
from tests.visiting import Visit, visit
from tests.world import World

BODY = "<p>One.</p><p>Two.</p><blockquote><p>Said.</p></blockquote><p>Three.</p><p>Four.</p>"
WORDS = {"views": 30, "shares": 2, "comments": 1}


def story(world: World, **fields: object) -> Article:
    """An article with all that one can have, among others."""
    for number in range(9):
        tags = ("Mali",) if number == 4 else ()
        world.article(f"Other {number}", published=now() - timedelta(hours=20 - number), tags=tags)
    lead = picture(caption="The palace at noon", credit="Ben Diallo").id
    article = world.article(
        "Goïta visits the river",
        body=BODY,
        standfirst="A visit in June.",
        lead_picture_id=lead,
        tags=("Mali", "Goïta"),
        published=now() - timedelta(hours=15, minutes=30),
        updated_at=now() - timedelta(hours=1),
        country="Mali",
        **fields,
    )
    db.session.add(Correction(article_id=article.id, text="It was Tuesday.", corrected_at=now()))
    for name, count in WORDS.items():
        setattr(db.session.get_one(ArticleCounter, article.id), name, count)
    db.session.get_one(Account, world.ben.id).picture_id = lead
    db.session.commit()
    world.comment(article, "A good visit.")
    return article


@pytest.fixture
def page(client: FlaskClient, world: World) -> Visit:
    return visit(client, url_of(story(world)))


def test_the_masthead_has_the_date_the_menus_and_the_ways_in(page: Visit, world: World) -> None:
    assert page.one(".masthead-strip time").get("datetime").startswith(f"{now():%Y-}")
    assert page.one(".section-row [aria-current=page]").text == "News"
    assert page.all(".masthead a[href='/search/']") and page.all(".masthead a[href='/sign-in/']")
    assert page.all(".masthead details nav a[href='/sign-in/']")


def test_the_head_has_breadcrumb_headline_standfirst_and_country(page: Visit) -> None:
    assert [link.get("href") for link in page.all(".breadcrumb a")] == ["/", "/category/news/"]
    assert page.text("h1") == "Goïta visits the river" and page.text(".standfirst") == "A visit in June."
    assert page.text(".article-head .kicker") == "Mali"


def test_the_byline_has_a_face_dates_reading_time_and_counters(page: Visit) -> None:
    assert page.one(".byline img.face").get("src").startswith("/media/")
    assert page.one("a[rel=author]").get("href") == "/author/ben-diallo/"
    assert "By Ben Diallo in News" in page.text(".byline")
    assert "15 hours ago" in page.text(".byline-when") and "Updated 1 hour ago" in page.text(".byline-when")
    assert "1 min read" in page.text(".byline-when")
    assert page.text(".counters") == "30 views 2 shares 1 comment"
    stamp = page.all(".byline-when time")[0]
    assert stamp.get("datetime").endswith("+01:00") and stamp.get("title").endswith("WAT")


def test_it_can_be_shared_without_scripts(page: Visit) -> None:
    shown = [button.text for button in page.all(".share-row > *") if button.get("hidden") is None]
    assert shown == ["WhatsApp", "Facebook", "X", "Telegram", "Email"]
    assert page.one(".share-row").get("method") == "post"


def test_the_lead_image_has_caption_credit_and_sizes(page: Visit) -> None:
    assert "The palace at noon" in page.text(".lead-image figcaption")
    assert page.text(".lead-image .credit") == "Ben Diallo"
    image = page.one(".lead-image img")
    assert image.get("alt") == "A teal cloth" and image.get("width") and image.get("height")
    assert " 640w" in image.get("srcset") and image.get("src").endswith(".jpg") and image.get("loading") == "lazy"
    assert page.all(".lead-image source[type='image/webp'][sizes]")


def test_related_articles_stand_inside_the_body_and_split_no_quote(page: Visit) -> None:
    children = [(child.tag, child.get("class")) for child in page.one(".prose")]
    assert children == [("p", None), ("p", None), ("blockquote", None), ("aside", "related"), ("p", None), ("p", None)]
    related = [link.text for link in page.all(".related .card-headline a")]
    assert len(related) == 2


def test_what_shares_a_tag_is_related_before_what_is_new(client: FlaskClient, world: World) -> None:
    for number in range(6):
        world.article(f"Other {number}", published=now() - timedelta(hours=number + 2))
    world.article("Also of Mali", tags=("Mali",), published=now() - timedelta(days=30))
    article = world.article("Of Mali", tags=("Mali",), published=now() - timedelta(minutes=5))
    assert visit(client, url_of(article)).text(".related .card-headline") == "Also of Mali"


def test_the_foot_of_the_article_has_corrections_tags_and_neighbours(page: Visit) -> None:
    assert "It was Tuesday." in page.text(".corrections") and str(now().year) in page.text(".corrections strong")
    assert [link.get("href") for link in page.all(".tags a[rel=tag]")] == ["/tag/goita/", "/tag/mali/"]
    assert page.text("a[rel=prev]") == "Other 4" and page.text("a[rel=next]") == "Other 5"


def test_below_are_newsletter_comments_and_more_to_read(page: Visit) -> None:
    assert page.one(".article-newsletter form").get("action") == "/newsletter/subscribe/"
    assert page.text("#comments-title") == "1 comment" and page.text(".comment .comment-text") == "A good visit."
    form = page.one("#comments form.comment-form")
    assert {field.get("name") for field in form.iter("input", "textarea")} >= {"name", "email", "text"}
    assert "cleo@example.org" not in page.html
    assert len(page.all(".recommended .card")) == 3 and page.all(".recommended time")
    assert len(page.all(".most-read li")) == 5
    assert page.one(".browse a[href='/category/news/']").text == "News"
    assert f"© {now().year} AAN TV" in page.text(".foot-end")


def test_nothing_is_recommended_twice(page: Visit) -> None:
    around = headlines(page) + [link.text for link in page.all(".neighbours a")]
    assert len(set(around)) == len(around) and "Goïta visits the river" not in around


def test_alone_it_has_no_empty_parts(client: FlaskClient, world: World) -> None:
    page = visit(client, url_of(world.article("Alone", body="<p>Short.</p>")))
    empty = (
        ".related",
        ".recommended",
        ".neighbours",
        ".tags",
        ".corrections",
        ".lead-image",
        ".embed",
        ".kicker",
    )
    assert [part for part in empty if page.all(part)] == []
    assert page.text(".counters") == "" and "Updated" not in page.text(".byline")
    assert page.text("#comments-title") == "Comments"


def test_breaking_ends_by_itself_and_is_no_part_of_the_headline(client: FlaskClient, world: World) -> None:
    article = world.article("Dam holds", breaking_until=now() + timedelta(hours=1), video_url="https://example.org/v")
    page = visit(client, url_of(article))
    assert page.text(".article-head .kicker") == "Breaking Video" and page.text("h1") == "Dam holds"
    with at(now() + timedelta(hours=2)):
        assert visit(client, f"{url_of(article)}?later").text(".article-head .kicker") == "Video"


def test_a_video_is_a_link(client: FlaskClient, world: World) -> None:
    page = visit(client, url_of(world.article(video_url="https://video.example/watch?v=1&t=2")))
    link = page.one(".embed a")
    assert link.get("href") == "https://video.example/watch?v=1&t=2" and "noopener" in link.get("rel")
    assert page.all("iframe, video") == []


@pytest.mark.parametrize(("days", "said"), [(364, None), (370, "more than 1 year old"), (740, "more than 2 years old")])
def test_an_old_article_says_so(client: FlaskClient, world: World, days: int, said: str | None) -> None:
    page = visit(client, url_of(world.article(published=now() - timedelta(days=days))))
    assert (said in page.text(".age-notice")) if said else page.all(".age-notice") == []


@pytest.mark.parametrize(
    ("published", "read", "said"),
    [
        (datetime(2024, 2, 29, 12, tzinfo=UTC), datetime(2025, 2, 28, 12, tzinfo=UTC), None),
        (datetime(2024, 2, 29, 12, tzinfo=UTC), datetime(2025, 3, 1, 12, tzinfo=UTC), "more than 1 year old"),
        (datetime(2023, 3, 1, 12, tzinfo=UTC), datetime(2024, 2, 29, 22, 30, tzinfo=UTC), None),
        (datetime(2023, 3, 1, 12, tzinfo=UTC), datetime(2024, 2, 29, 23, 30, tzinfo=UTC), "more than 1 year old"),
        (datetime(2016, 1, 1, 12, tzinfo=UTC), datetime(2026, 1, 1, 12, tzinfo=UTC), "more than 10 years old"),
    ],
)
def test_years_are_counted_by_the_calendar_of_the_sites_zone(
    client: FlaskClient, world: World, published: datetime, read: datetime, said: str | None
) -> None:
    with at(read):  # in Lagos it is an hour later than in UTC
        page = visit(client, url_of(world.article(published=published, language="so")))
    assert (said in page.text(".age-notice")) if said else page.all(".age-notice") == []


def test_a_wrong_month_leads_to_the_right_one(client: FlaskClient, world: World) -> None:
    # Half an hour before midnight UTC it is July in Lagos already.
    article = world.article("Late", published=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))
    assert url_of(article) == "/2026/07/late/"
    answer = client.get("/2026/06/late/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/2026/07/late/")
    assert visit(client, "/2026/07/late/").one("link[rel=canonical]").get("href") == "http://localhost/2026/07/late/"
    slashless = client.get("/2026/07/late")
    assert slashless.status_code in (301, 308) and slashless.headers["Location"].endswith("/2026/07/late/")


@pytest.mark.parametrize("path", ["/2026/13/late/", "/26/6/late/", "/2026/06/nothing/", "/2026/06/la%00te/"])
def test_an_address_of_nothing_is_not_found(client: FlaskClient, path: str) -> None:
    visit(client, path, 404)


def test_drafts_and_what_is_to_come_are_not_found(client: FlaskClient, world: World) -> None:
    draft, later = world.article("Idea", draft=True), world.article("Later", published=now() + timedelta(hours=2))
    visit(client, url_of(draft), 404)
    visit(client, url_of(later), 404)
    with at(now() + timedelta(hours=3)):
        assert visit(client, url_of(later)).text("h1") == "Later"


def test_a_withdrawn_one_is_gone_and_says_so(client: FlaskClient, world: World) -> None:
    article = db.session.merge(world.article("Wrong", body="<p>Secret.</p>"))
    article.unpublish(now())
    db.session.commit()
    page = visit(client, url_of(article), 410)
    assert "withdrawn" in page.text("main") and "Secret" not in page.html and "Wrong" not in page.html


def test_an_arabic_article_reads_from_right_to_left(client: FlaskClient, world: World) -> None:
    for number in range(3):
        world.article(f"In English {number}")
    article = world.article("المدينة تفتح أبوابها", language="ar", slug="madina", body=BODY)
    page = visit(client, url_of(article).removeprefix("/ar"))
    for part in (".article-head", ".article-body"):
        assert (page.one(part).get("lang"), page.one(part).get("dir")) == ("ar", "rtl")
    assert (page.tree.get("lang"), page.tree.get("dir")) == ("en", "ltr")
    assert (page.one(".related").get("lang"), page.one(".related").get("dir")) == ("en", "ltr")


def test_a_reader_gets_the_same_page_as_everybody(client: FlaskClient, world: World) -> None:
    article = world.article()
    answer = client.get(url_of(article))
    assert "Set-Cookie" not in answer.headers and "csrf" not in answer.text
    assert answer.headers["Cache-Control"].startswith("public") and answer.headers["ETag"]


def test_the_database_is_asked_as_often_for_many_tags_comments_and_corrections(
    client: FlaskClient, world: World
) -> None:
    article = story(world)
    with counted_questions() as few:
        visit(client, f"{url_of(article)}?few")
    for number in range(45):
        comment = world.comment(article, f"Comment {number}")
        comment.parent_id = comment.id - 1 if number % 3 else None
        db.session.merge(comment)
        db.session.add(Correction(article_id=article.id, text=f"It was {number}.", corrected_at=now()))
    whole = db.session.scalars(queries.whole_article(article.slug)).one()
    whole.tags = tags_named(db.session, [f"Tag {number}" for number in range(50)])
    db.session.commit()
    with counted_questions() as many:
        page = visit(client, f"{url_of(article)}?many")
    assert len(page.all(".comment")) == 46 and len(page.all(".corrections p")) == 46 and len(page.all(".tags a")) == 50
    assert len(many) <= len(few) + 1, "\n".join(many)
