"""Publishing later, at a local time that names its zone."""

from datetime import UTC, date, datetime, time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.core.clock import at
from blueprints.news.models import ArticleState
from blueprints.newsroom.local_time import TimeRefusedError, moment_at, zone_label
from tests.newsroom.writing import NEW, article_of, edit_url, enter, send, stored
from tests.visiting import read, visit
from tests.world import World

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_local_time_is_a_moment_of_its_zone() -> None:
    assert moment_at(date(2026, 11, 24), time(9), "Africa/Lagos") == datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert moment_at(date(2026, 7, 1), time(9), "America/New_York") == datetime(2026, 7, 1, 13, tzinfo=UTC)
    assert moment_at(date(2026, 7, 1), time(9), "Asia/Kathmandu") == datetime(2026, 7, 1, 3, 15, tzinfo=UTC)


def test_a_time_that_clocks_skip_is_refused() -> None:
    with pytest.raises(TimeRefusedError, match="skip 02:30"):
        moment_at(date(2026, 3, 8), time(2, 30), "America/New_York")


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert moment_at(date(2026, 11, 1), time(1, 30), "America/New_York") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_the_zone_is_named() -> None:
    assert zone_label("Africa/Lagos", NOON) == "Africa/Lagos, UTC+01:00"


def test_it_comes_out_when_its_time_has_come(client: FlaskClient, app: Flask, world: World) -> None:
    enter(client, world.ben)
    with at(NOON):
        answer = send(
            client,
            NEW,
            "schedule",
            headline="Later",
            body="B",
            category=str(world.news.id),
            publish_on="2026-11-23",
            publish_at="13:10",
        )
        article = article_of(answer)
        assert article.published_at == datetime(2026, 11, 23, 12, 10, tzinfo=UTC)
        assert article.state(NOON) is ArticleState.SCHEDULED
        assert "23 November 2026, 13:10 WAT" in visit(client, answer.headers["Location"]).text(".desk-flash")
        assert app.test_client().get("/2026/11/later/").status_code == 404
    assert article.is_visible(datetime(2026, 11, 23, 12, 11, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        ("2026-11-23", "12:59", "has passed"),
        ("", "", "Say on which day"),
        ("2026-11-24", "", "Say on which day"),
        ("soon", "9", "Not a valid"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(
    client: FlaskClient, world: World, day: str, hour: str, words: str
) -> None:
    enter(client, world.ben)
    with at(NOON):
        answer = send(
            client,
            NEW,
            "schedule",
            headline="L",
            body="B",
            category=str(world.news.id),
            publish_on=day,
            publish_at=hour,
        )
    page = read(answer, 422)
    assert words in page.html
    assert page.text("#headline").strip() == "L"


def test_saving_a_scheduled_one_keeps_its_time_and_unpublishing_makes_it_a_draft(
    client: FlaskClient, world: World
) -> None:
    enter(client, world.ben)
    with at(NOON):
        article = world.article("Later", published=datetime(2026, 11, 25, tzinfo=UTC))
        saved = article_of(send(client, edit_url(article), headline="Later still"))
        assert saved.published_at == datetime(2026, 11, 25, tzinfo=UTC)
        page = visit(client, f"/desk/articles/{article.id}/unpublish/")
        client.post(
            f"/desk/articles/{article.id}/unpublish/",
            data={"csrf_token": page.one("[name=csrf_token][id]").get("value")},
        )
        assert stored(article.id).state(NOON) is ArticleState.DRAFT
