"""Numbers that no row can have and words that are none: refused by every address and field, with no fault of ours."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.auth.models import Role
from tests.newsroom.writing import NEW, values
from tests.signing_in import sign_in
from tests.visiting import visit
from tests.world import World

IMPOSSIBLE = (2**31, 2**63, 10**25)


@pytest.mark.parametrize("number", IMPOSSIBLE)
def test_every_address_with_a_number_refuses_it(client: FlaskClient, app: Flask, world: World, number: int) -> None:
    token = sign_in(client, world.account("Root", Role.ADMIN))
    for rule in app.url_map.iter_rules():
        if "<int:" not in rule.rule:
            continue
        path = re.sub(r"<[^>]+>", "x", re.sub(r"<int:[^>]+>", str(number), rule.rule))
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = client.open(path, method=method, data={"csrf_token": token} if method == "POST" else None)
            assert answer.status_code == 404, path


@pytest.mark.parametrize(
    "path", ["/", "/latest/", "/category/news/", "/author/ben-diallo/", "/search/?q=port", "/desk/"]
)
def test_every_list_refuses_a_place_behind_such_a_number(client: FlaskClient, world: World, path: str) -> None:
    world.article()
    sign_in(client, world.ada)
    sign = "&" if "?" in path else "?"
    for number in (2**31, 10**17):
        assert client.get(f"{path}{sign}after=1.{number}").status_code == 404


@pytest.mark.parametrize("number", IMPOSSIBLE)
def test_fields_and_tokens_refuse_it(client: FlaskClient, world: World, number: int) -> None:
    assert client.get(f"/newsletter/manage/{number}.{'A' * 22}/").status_code == 404
    sent = {"email": "dan@example.org", "article": str(number)}
    assert client.post("/newsletter/subscribe/", data=sent).status_code == 422
    assert client.get(f"/sitemap-articles-{2**31 - 1}.xml").status_code == 404
    sign_in(client, world.ben)
    form = {**values(visit(client, NEW)), "headline": "Port", "category": str(world.news.id)}
    assert client.post(NEW, data={**form, "kept_picture": str(number)}).status_code == 303


@pytest.mark.parametrize("address", ["https://[x", "https://example.org]/", "https://[::1"])
def test_a_broken_address_of_a_video_is_refused(client: FlaskClient, world: World, address: str) -> None:
    sign_in(client, world.ben)
    form = {**values(visit(client, NEW)), "headline": "Port", "category": str(world.news.id)}
    assert client.post(NEW, data={**form, "video_url": address}).status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_time_is_refused(client: FlaskClient, world: World, day: str) -> None:
    sign_in(client, world.ben)
    form = {**values(visit(client, NEW)), "headline": "Port", "body": "Open.", "category": str(world.news.id)}
    when = {"action": "schedule", "publish_on": day, "publish_at": "00:00"}
    assert client.post(NEW, data={**form, **when}).status_code == 422


def test_a_broken_link_in_one_article_does_not_end_the_feed(client: FlaskClient, world: World) -> None:
    world.article(body='<p>See <a href="//[x">this</a>.</p>')
    assert client.get("/feed/").status_code == 200
