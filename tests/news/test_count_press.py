"""Sharing: a press counts once and leads to the network, with the headline as it is."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from blueprints.core.database import db
from blueprints.core.security import SHARE_HOSTS
from blueprints.news.addresses import url_of
from blueprints.news.models import ArticleCounter
from tests.news.commenting import HTMX
from tests.visiting import read
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
    assert f"http://localhost{url_of(article)}" in told
    assert network == "facebook" or article.headline in told
    assert shares(article.id) == 1


@pytest.mark.parametrize("network", ["copy", "device", "email"])
def test_what_the_device_does_is_counted_too(client: FlaskClient, world: World, network: str) -> None:
    article = world.article()
    answer = client.post(f"/articles/{article.id}/shares/{network}/", headers=HTMX)
    assert read(answer, fragment=True).text(".counters") == "1 share"
    plain = client.post(f"/articles/{article.id}/shares/{network}/")
    assert (plain.status_code, plain.location) == (303, f"http://localhost{url_of(article)}")


def test_pressing_without_end_still_opens_but_counts_no_more(client: FlaskClient, world: World) -> None:
    article = world.article()
    answers = {client.post(f"/articles/{article.id}/shares/x/").status_code for _ in range(25)}
    assert answers == {303}
    assert shares(article.id) == 20


def test_there_is_no_other_network(client: FlaskClient, world: World) -> None:
    article, draft = world.article(), world.article("Draft", draft=True)
    assert client.post(f"/articles/{article.id}/shares/evil/").status_code == 404
    assert client.post(f"/articles/{draft.id}/shares/x/").status_code == 404
    assert client.get(f"/articles/{article.id}/shares/x/").status_code == 404
