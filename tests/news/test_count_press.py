"""Sharing: a press counts once and leads to the network, with the headline as it is."""

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.security import SHARE_HOSTS
from blueprints.news.addresses import url_of
from blueprints.news.models import ArticleCounter
from tests.news.commenting import HTMX
from tests.visiting import read, visit
from tests.world import World


def shares(number: int) -> int:
    db.session.rollback()
    return db.session.get_one(ArticleCounter, number, populate_existing=True).shares


@pytest.mark.parametrize("network", ["whatsapp", "facebook", "x", "telegram"])
def test_a_press_counts_and_opens_the_network(client: FlaskClient, world: World, network: str) -> None:
    article = world.article("Salt & light: سلام 👋🏾 #1?")
    answer = client.post(f"/articles/{article.id}/shares/{network}/")
    assert answer.status_code == 303
    parts = urlsplit(answer.location)
    assert f"https://{parts.netloc}" in SHARE_HOSTS.split()
    told = " ".join(value for values in parse_qs(parts.query, strict_parsing=True).values() for value in values)
    assert "http://localhost/s/1/" in told
    assert network == "facebook" or article.headline in told
    assert shares(article.id) == 1


@pytest.mark.parametrize("network", ["copy", "device", "email"])
def test_what_the_device_does_is_counted_too(client: FlaskClient, world: World, network: str) -> None:
    article = world.article()
    answer = client.post(f"/articles/{article.id}/shares/{network}/", headers=HTMX)
    assert read(answer, fragment=True).text(".counters") == "1 share"
    plain = client.post(f"/articles/{article.id}/shares/{network}/")
    assert (plain.status_code, plain.location) == (303, "http://localhost/s/1/")


def test_pressing_without_end_still_opens_but_counts_no_more(client: FlaskClient, world: World) -> None:
    article = world.article()
    phones = [{"User-Agent": f"Phone {number}"} for number in range(25)]
    answers = {client.post(f"/articles/{article.id}/shares/x/", headers=phone).status_code for phone in phones}
    assert answers == {303}
    assert shares(article.id) == 20


def test_a_double_tap_is_one_press(client: FlaskClient, world: World) -> None:
    article = world.article()
    for network in ("whatsapp", "whatsapp", "x", "whatsapp"):
        assert client.post(f"/articles/{article.id}/shares/{network}/").status_code == 303
    assert shares(article.id) == 2
    client.post(f"/articles/{article.id}/shares/whatsapp/", headers={"User-Agent": "Another phone"})
    assert shares(article.id) == 3
    time.sleep(2.1)
    client.post(f"/articles/{article.id}/shares/whatsapp/")
    assert shares(article.id) == 4


def test_whatsapp_gets_the_headline_in_bold_with_its_labels(client: FlaskClient, world: World) -> None:
    article = world.article(
        "Five * six *stars*", standfirst="A night out.", breaking_until=now() + timedelta(hours=1), share_version=3
    )
    told = parse_qs(urlsplit(client.post(f"/articles/{article.id}/shares/whatsapp/").location).query)["text"][0]
    assert told == "BREAKING: *Five ∗ six ∗stars∗*\n\nA night out.\n\nhttp://localhost/s/1-3/"


def test_every_way_of_sharing_has_the_short_link(client: FlaskClient, world: World) -> None:
    page = visit(client, url_of(world.article("Port & bridge", share_version=2, standfirst="Open.")))
    assert page.one(".share-row").get("data-address") == "http://localhost/s/1-2/"
    mail = parse_qs(urlsplit(page.one("[data-share=email]").get("href")).query)
    assert mail == {"subject": ["Port & bridge"], "body": ["Open.\r\n\r\nhttp://localhost/s/1-2/"]}


def test_there_is_no_other_network(client: FlaskClient, world: World) -> None:
    article, draft = world.article(), world.article("Draft", draft=True)
    assert client.post(f"/articles/{article.id}/shares/evil/").status_code == 404
    assert client.post(f"/articles/{draft.id}/shares/x/").status_code == 404
    assert client.get(f"/articles/{article.id}/shares/x/").status_code == 404
