"""The plain form of another site."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.core.database import db
from blueprints.core.extensions import limiter
from blueprints.newsletter.models import Subscriber, SubscriptionWish
from tests.newsletter.asking import answered, ask
from tests.signing_in import sign_in
from tests.smtp_sink import Sink
from tests.visiting import read, visit
from tests.world import World

PATH = "/newsletter/join/"
FOREIGN = {"Origin": "https://village.example", "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}


@pytest.fixture(autouse=True)
def _unlimited(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "enabled", False)


def test_the_lines_to_copy_work_as_they_stand(client: FlaskClient, sink: Sink) -> None:
    page = visit(client, "/newsletter/embed/")
    lines = page.one("textarea").text
    assert "class=" not in lines and "<script" not in lines
    action = re.search(r'action="http://localhost(/[^"]+)" method="post"', lines)
    name = re.search(r'type="email" name="(\w+)"', lines)
    assert action and name
    answer = client.post(html.unescape(action.group(1)), data={name.group(1): "dan@example.org"}, headers=FOREIGN)
    answered(client)
    assert read(answer).text("h1") == "Look into your inbox"
    assert "Set-Cookie" not in answer.headers
    assert sink.copies() == {"dan@example.org": 1}
    assert db.session.scalars(select(Subscriber.source)).all() == ["embed"]


def test_its_language_is_that_of_the_page_it_was_copied_from(client: FlaskClient, sink: Sink) -> None:
    assert "/fr/newsletter/join/" in visit(client, "/fr/newsletter/embed/").one("textarea").text
    ask(client, "awa@example.org", path="/fr/newsletter/join/", headers=FOREIGN)
    assert db.session.scalars(select(Subscriber.language)).all() == ["fr"]


def test_a_refused_address_can_be_mended_on_our_own_page(client: FlaskClient) -> None:
    page = read(client.post(PATH, data={"email": "dan"}, headers=FOREIGN), 422)
    assert page.one("main form").get("action") == "/newsletter/subscribe/"
    assert page.one("main input[name=place]").get("value") == "embed"
    assert client.post(PATH, data={}, headers=FOREIGN).status_code == 422


def test_what_a_script_of_another_site_sends_is_refused(client: FlaskClient) -> None:
    for mode in ("no-cors", "cors"):
        headers = {**FOREIGN, "Sec-Fetch-Mode": mode}
        assert client.post(PATH, data={"email": "dan@example.org"}, headers=headers).status_code == 403
    assert db.session.scalars(select(SubscriptionWish)).all() == []


def test_who_is_signed_in_is_not_looked_at(client: FlaskClient, world: World, sink: Sink) -> None:
    stranger = ask(client, "dan@example.org", path=PATH, headers=FOREIGN)
    sign_in(client, world.ada)
    again = ask(client, "eve@example.org", path=PATH, headers=FOREIGN)
    assert again.data == stranger.data


def test_no_other_form_takes_a_foreign_post(client: FlaskClient) -> None:
    for path in ("/newsletter/subscribe/", "/sign-in/", "/newsletter/again/x/", "/newsletter/manage/x/"):
        assert client.post(path, data={"email": "dan@example.org"}, headers=FOREIGN).status_code == 403, path


def test_a_page_that_only_looks_is_led_to_the_invitation(client: FlaskClient) -> None:
    assert client.get(PATH).headers["Location"] == "/newsletter/"
