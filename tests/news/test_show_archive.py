"""What was published in a year, a month, a day of the site's own zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.news.archive import Period
from blueprints.news.editing import free_slug
from blueprints.news.models import Article
from tests.news.reading import BAD_CURSORS, headlines, walk, walk_with_htmx
from tests.visiting import visit
from tests.world import World

NONSENSE = (
    "/2025/13/",
    "/2025/00/",
    "/2025/02/29/",
    "/2025/10/00/",
    "/2025/10/32/",
    "/0000/",
    "/0001/01/01/",
    "/1066/",
    "/9999/",
    "/9999/12/",
    "/9999/12/31/",
    "/2025/1/",
    "/2025/10/14/15/",
    "/20255/",
    "/archive/2025/13/more/",
)
LAGOS = ZoneInfo("Africa/Lagos")


def on(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LAGOS)


@pytest.fixture
def edition(world: World) -> World:
    """Six articles at the edges of a year, a month and a day in Lagos."""
    for headline, published in (
        ("Last of the year", "2024-12-31T23:59:59.999999"),
        ("First of the year", "2025-01-01T00:00"),
        ("The evening before", "2025-10-13T23:30"),
        ("Morning", "2025-10-14T00:00"),
        ("Night", "2025-10-14T23:59:59.999999"),
        ("Month after", "2025-11-01T00:00"),
    ):
        world.article(headline, published=on(published))
    return world


def test_a_day_begins_and_ends_at_the_sites_midnight(client: FlaskClient, edition: World) -> None:
    page = visit(client, "/2025/10/14/")
    assert page.text("h1") == "Tuesday, 14 October 2025"
    assert headlines(page) == ["Night", "Morning"]
    links = [link.get("href") for link in page.all(".page-head nav a")]
    assert links == ["/2025/10/13/", "/2025/11/01/"]
    assert page.one("link[rel=canonical]").get("href") == "http://localhost/2025/10/14/"
    assert page.all("meta[name=robots]") == []


def test_a_month_and_a_year_hold_theirs(client: FlaskClient, edition: World) -> None:
    assert headlines(visit(client, "/2025/10/")) == ["Night", "Morning", "The evening before"]
    year = visit(client, "/2025/")
    assert headlines(year) == ["Month after", "Night", "Morning", "The evening before", "First of the year"]
    links = [link.get("href") for link in year.all(".page-head nav a")]
    assert links == ["/2024/", "/2025/01/", "/2025/10/", "/2025/11/"]
    assert headlines(visit(client, "/2024/12/")) == ["Last of the year"]


def test_an_empty_day_says_so_and_leads_to_its_neighbours(client: FlaskClient, edition: World) -> None:
    page = visit(client, "/2025/10/20/")
    assert "Nothing was published in this time." in page.text("main")
    assert [link.get("href") for link in page.all(".page-head nav a")] == ["/2025/10/14/", "/2025/11/01/"]
    assert page.one("meta[name=robots]").get("content") == "noindex"


@pytest.mark.parametrize("path", NONSENSE)
def test_what_no_calendar_has_is_not_found(client: FlaskClient, edition: World, path: str) -> None:
    assert client.get(path).status_code == 404


def test_what_has_not_come_is_not_found(client: FlaskClient, edition: World) -> None:
    with clock.at(on("2025-10-14T22:00")):
        assert headlines(visit(client, "/2025/10/14/")) == ["Morning"]
        assert client.get("/2025/10/15/").status_code == 404
        assert [link.get("href") for link in visit(client, "/2025/10/14/?x").all("[rel=next]")] == []
    with clock.at(on("2025-10-14T00:00")):
        visit(client, "/2025/10/14/?y")


@pytest.mark.parametrize("cursor", BAD_CURSORS)
def test_a_cursor_that_was_never_given_out_is_not_found(client: FlaskClient, edition: World, cursor: str) -> None:
    assert client.get(f"/2025/?after={cursor}").status_code == 404
    assert client.get(f"/archive/2025/more/?after={cursor}").status_code == 404


def test_a_cursor_of_another_time_leads_out_of_no_period(client: FlaskClient, edition: World) -> None:
    assert headlines(visit(client, "/2025/10/?after=9999999999999999.1")) == ["Night", "Morning", "The evening before"]
    page = visit(client, "/2025/10/?after=0.1")
    assert headlines(page) == [] and page.one(".nothing-yet a[href='/2025/10/']") is not None


def test_more_goes_on_to_the_last_of_the_period(client: FlaskClient, world: World) -> None:
    world.article("Older", published=on("2025-10-13T12:00"))
    made = [world.article(f"Story {number}", published=on("2025-10-14T12:00")) for number in range(43)]
    world.article("Newer", published=on("2025-10-15T12:00"))
    expected = [each.headline for each in reversed(made)]
    assert walk(client, "/2025/10/14/") == walk_with_htmx(client, "/2025/10/14/") == expected


def test_an_article_whose_slug_is_a_day_keeps_its_address(client: FlaskClient, world: World) -> None:
    article = world.article("Fourteen", published=on("2025-10-02T12:00"))
    db.session.get_one(Article, article.id).slug = "14"
    db.session.commit()
    assert visit(client, "/2025/10/14/").text("h1") == "Fourteen"
    assert visit(client, "/2025/09/14/").text("h1") == "Sunday, 14 September 2025"
    assert free_slug(db.session, "14") == "14-2" and free_slug(db.session, "99") == "99-2"


def test_a_draft_with_such_a_slug_shows_nothing_of_itself(client: FlaskClient, world: World) -> None:
    article = world.article("Secret", draft=True)
    db.session.get_one(Article, article.id).slug = "01"
    db.session.commit()
    with clock.at(datetime(2026, 3, 9, tzinfo=UTC)):
        assert "Secret" not in visit(client, "/2026/03/01/").html


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Africa/Cairo", (2025, 4, 25), 23),  # clocks skip midnight
        ("Africa/Cairo", (2025, 10, 30), 25),
        ("Africa/Casablanca", (2025, 2, 23), 25),
        ("Atlantic/Azores", (2025, 10, 26), 25),  # midnight strikes twice
        ("Africa/Lagos", (2025, 12, 31), 24),
    ],
)
def test_days_are_as_long_as_their_clocks_make_them(zone: str, day: tuple[int, int, int], hours: int) -> None:
    period = Period(ZoneInfo(zone), *day)
    assert (period.end - period.start).total_seconds() == hours * 3600
    assert period.like(period.start) == period


def test_a_site_without_articles_has_an_empty_archive(app: Flask, client: FlaskClient) -> None:
    assert "Nothing was published" in visit(client, "/2025/").text("main")
