"""What is read most, over a day, a week and a month."""

from datetime import UTC, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from blueprints.core.clock import now
from blueprints.core.cron import JOBS
from blueprints.core.database import db
from blueprints.news.counting import count_view
from blueprints.news.models import Article, ViewDay, ViewHour
from blueprints.news.popular import Span
from tests.news.reading import headlines
from tests.visiting import visit
from tests.world import World


def look(article: Article, times: int, days_ago: int = 0) -> None:
    db.session.rollback()
    for _ in range(times):
        count_view(db.engine, article.id, now() - timedelta(days=days_ago))


@pytest.mark.parametrize("span", Span)
def test_where_nothing_was_read_it_says_so(client: FlaskClient, world: World, span: Span) -> None:
    world.article("Unread")
    page = visit(client, span.path)
    assert f"Nothing was read in the last {span.words}." in page.text("main") and headlines(page) == []


def test_each_span_counts_its_own(client: FlaskClient, world: World) -> None:
    today, week, month = world.article("Today"), world.article("Week"), world.article("Month")
    long_ago = world.article("Long ago")
    world.article("Unread")
    look(today, 1)
    look(week, 2, days_ago=3)
    look(month, 3, days_ago=20)
    look(long_ago, 4, days_ago=40)
    assert headlines(visit(client, "/most-read/")) == ["Today"]
    assert headlines(visit(client, "/most-read/7-days/")) == ["Week", "Today"]
    page = visit(client, "/most-read/30-days/")
    assert headlines(page) == ["Month", "Week", "Today"]
    assert page.one(".page-head nav [aria-current]").get("href") == "/most-read/30-days/"
    assert len(page.all(".numerals > li")) == 3


def test_what_was_withdrawn_is_not_in_it(client: FlaskClient, world: World) -> None:
    gone = world.article("Gone")
    look(gone, 5)
    db.session.get_one(Article, gone.id).unpublish(now())
    db.session.commit()
    assert headlines(visit(client, "/most-read/")) == []


def test_twenty_at_most(client: FlaskClient, world: World) -> None:
    for number in range(22):
        look(world.article(f"Story {number}"), 1)
    assert len(headlines(visit(client, "/most-read/"))) == 20


@pytest.mark.parametrize("span", ["1-day", "24-hours", "0", "%F0%9F%98%80", "%00", "30-DAYS"])
def test_another_span_is_not_found(client: FlaskClient, span: str) -> None:
    assert client.get(f"/most-read/{span}/").status_code == 404


def test_a_rail_leads_there_and_leaves_out_what_is_being_read(client: FlaskClient, world: World) -> None:
    read, other = world.article("Being read"), world.article("Other")
    look(read, 3)
    look(other, 1)
    page = visit(client, f"/{read.published_at:%Y/%m}/{read.slug}/")
    assert [link.text for link in page.all(".most-read .numerals a")] == ["Other"]
    assert page.one(".most-read h2 a").get("href") == "/most-read/"


def test_old_views_are_forgotten_by_hour_and_by_day(world: World) -> None:
    article = world.article()
    for days in (0, 8, 10, 399, 402):
        look(article, 1, days_ago=days)
    trim = next(job for job in JOBS if job.name == "views")
    assert trim.run() == "4 forgotten"
    db.session.rollback()
    oldest_hour, oldest_day = (db.session.scalar(select(func.min(each))) for each in (ViewHour.hour, ViewDay.day))
    assert oldest_hour > now() - timedelta(days=9) and oldest_day > now().astimezone(UTC) - timedelta(days=401)
