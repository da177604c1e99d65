"""Search: what people type, in whatever spelling, finds what was written; and nothing that they type breaks it."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news import queries
from blueprints.news.editing import refresh_article
from tests.news.reading import BAD_CURSORS, headlines, walk, walk_with_htmx
from tests.visiting import read, visit
from tests.world import World


def found(client: FlaskClient, asked: str) -> list[str]:
    """What the page and the fragment find alike."""
    on_page = headlines(visit(client, f"/search/?q={quote(asked)}"))
    alone = read(client.get(f"/search/results/?q={quote(asked)}"), fragment=True)
    assert headlines(alone) == on_page
    return on_page


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Assimi Goïta arrives", "goita"),
        ("Assimi Goita arrives", "GOÏTA"),
        ("Ọ̀ṣun monarch", "osun"),
        ("Osun monarch", "Ọ̀ṣun"),
        ("Ɗan ƙasa ya ɓace", "dan kasa ya bace"),
        ("Dan kasa ya bace", "ɗan ƙasa"),
        ("Ma'aikata sun yi yajin aiki", "maaikata"),
        ("Ma’aikata sun yi yajin aiki", "ma'aikata"),
        ("L’eau revient à Bamako", "eau"),
        ("L’eau revient à Bamako", "l'eau"),
        ("أحمد يفتح المدرسة", "احمد"),
        ("المدرسه الجديدة", "المدرسة"),
        ("مُحَمَّد يعود", "محمد"),
        ("አዲስ አበባ ከተማ", "አበባ"),
        ("São Tomé vota", "sao tome"),
        ("Cœur de ville", "coeur"),
        ("Ｆｕｌｌ width", "full"),
        ("Straße frei", "strasse"),
        ("In 2026 prices rise", "2026"),
    ],
)
def test_marks_hooks_and_spellings_make_no_difference(
    client: FlaskClient, world: World, written: str, asked: str
) -> None:
    world.article(written, slug="written")
    world.article("Something else entirely")
    assert found(client, asked) == [written]


def test_every_word_must_be_there_and_the_last_may_be_a_beginning(client: FlaskClient, world: World) -> None:
    world.article("River port opens")
    world.article("River floods", body="<p>Water rose.</p>")
    assert found(client, "river po") == ["River port opens"]
    assert found(client, "po river") == []
    assert sorted(found(client, "riv")) == ["River floods", "River port opens"]


def test_body_standfirst_and_tags_are_searched_too(client: FlaskClient, world: World) -> None:
    world.article("One", body="<p>The <em>har</em>bour.</p>", standfirst="Cranes", tags=("Ships",))
    assert found(client, "harbour cranes ships") == ["One"]


def test_the_newest_come_first(client: FlaskClient, world: World) -> None:
    for days in (3, 1, 2):
        world.article(f"Port {days}", published=now() - timedelta(days=days))
    assert found(client, "port") == ["Port 1", "Port 2", "Port 3"]


@pytest.mark.parametrize(
    "asked",
    [
        '"',
        "'",
        '"port',
        "port AND",
        "NOT port",
        "port OR",
        "port NEAR(x)",
        "words:port",
        "port*",
        "^port",
        "(port",
        "port & | ! <->",
        "port:*",
        "\\",
        "-port",
        "%",
        "; DROP TABLE article; --",
        "{port}",
        "👋🏾",
        "\u200f\u202e",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "a " * 5000,
        "x" * 10_000,
        "漢" * 300,
    ],
)
def test_whatever_is_typed_is_text(client: FlaskClient, world: World, asked: str) -> None:
    world.article("Port")
    page = visit(client, f"/search/?q={quote(asked)}")
    read(client.get(f"/search/results/?q={quote(asked)}"), fragment=True)
    assert page.one("#q").get("value") == asked.strip()[:200]
    assert headlines(page) in ([], ["Port"])


@pytest.mark.parametrize("raw", ["%00", "port%00", "%ff", "%ed%a0%80", "%C3%28", "%", "%zz", "a&q=b", "+", ""])
def test_broken_spellings_of_a_query_are_answered(client: FlaskClient, world: World, raw: str) -> None:
    world.article("Port")
    visit(client, f"/search/?q={raw}")
    read(client.get(f"/search/results/?q={raw}"), fragment=True)


def test_an_operator_is_a_word_like_any_other(client: FlaskClient, world: World) -> None:
    world.article("Port or market")
    world.article("Port")
    assert found(client, "port OR") == ["Port or market"]


def test_nothing_asked_is_nothing_found_and_nothing_said(client: FlaskClient, world: World) -> None:
    world.article("Port")
    page = visit(client, "/search/")
    assert headlines(page) == [] and page.all("#results p") == []


def test_nothing_found_says_what_was_looked_for_and_what_to_do(client: FlaskClient) -> None:
    page = visit(client, "/search/?q=%3Cb%3Ezebra")
    assert "Nothing found for “<b>zebra”." in page.text("#results") and page.all("#results b") == []


def test_what_is_not_out_is_not_found(client: FlaskClient, world: World) -> None:
    world.article("Port draft", draft=True)
    world.article("Port later", published=now() + timedelta(days=1))
    gone = db.session.merge(world.article("Port gone"))
    gone.unpublish(now())
    db.session.commit()
    assert found(client, "port") == []


def test_a_changed_article_is_found_by_its_new_words_only(client: FlaskClient, world: World) -> None:
    article = db.session.scalars(queries.whole_article(world.article("Port").slug)).one()
    article.headline = "Market"
    refresh_article(db.session, article)
    db.session.commit()
    assert found(client, "port opened monday") == ["Market"] and found(client, "market") == ["Market"]


def test_more_goes_on_to_the_last_with_the_same_words(client: FlaskClient, world: World) -> None:
    moment = now() - timedelta(hours=1)
    made = [world.article(f"Pórt {number}", published=moment) for number in range(41)]
    expected = [each.headline for each in reversed(made)]
    url = f"/search/?q={quote('pórt')}"
    assert walk(client, url) == walk_with_htmx(client, url) == expected


@pytest.mark.parametrize("cursor", BAD_CURSORS)
@pytest.mark.parametrize("url", ["/search/", "/search/results/"])
def test_a_cursor_that_was_never_given_out_is_not_found(client: FlaskClient, url: str, cursor: str) -> None:
    assert client.get(f"{url}?q=port&after={cursor}").status_code == 404


def test_results_as_you_type_have_an_address_of_their_own(client: FlaskClient) -> None:
    field = visit(client, "/search/").one("#q")
    assert field.get("data-hx-get") == "/search/results/" and field.getparent().getparent().get("action") == "/search/"
    assert visit(client, "/search/").one("meta[name=robots]").get("content") == "noindex, follow"


def test_no_line_ends_behind_the_minus_of_a_word(client: FlaskClient) -> None:
    assert "; -\u2060word leaves out" in visit(client, "/search/").text("#q-hint")
