"""The checks in front of every view, and the headers behind it."""

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from blueprints.news.addresses import url_of
from tests.conftest import KEY
from tests.world import World

PATHS = ["/robots.txt", "/nowhere/", "/healthz", "/media/../x", "/sign-in/"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Resource-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    if headers["Content-Type"].startswith("text/html"):
        assert headers["Permissions-Policy"]
        assert headers["Referrer-Policy"]
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"


def test_what_is_no_document_carries_no_headers_of_one(client: FlaskClient) -> None:
    for headers in (
        client.get("/robots.txt").headers,
        client.post("/sign-in/", headers={"HX-Request": "true"}).headers,
    ):
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert "Permissions-Policy" not in headers
    asked = client.get("/sign-in/", headers={"HX-Request": "true"}).headers
    assert asked["Permissions-Policy"]


def rules_of(answer: TestResponse) -> dict[str, str]:
    return dict(rule.strip().split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split(";"))


def test_only_three_players_may_ever_be_framed(client: FlaskClient, world: World) -> None:
    video = '<figure class="embed video"><a href="https://www.youtube.com/watch?v=x">A video</a></figure>'
    article = world.article(body=f"<p>See it.</p>{video}")
    assert "frame-src" not in rules_of(client.get("/"))
    rules = rules_of(client.get(url_of(article)))
    hosts = ("www.youtube-nocookie.com", "player.vimeo.com", "geo.dailymotion.com")
    assert rules["frame-src"] == " ".join(f"https://{host}" for host in hosts)
    assert rules["frame-ancestors"] == "'none'" and rules["connect-src"] == "'self'"


def test_it_answers_only_under_its_own_name(client: FlaskClient) -> None:
    assert client.get("/robots.txt", headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/robots.txt", headers={"X-Forwarded-Host": "evil.example"}).status_code == 200
    assert "evil" not in client.get("/robots.txt", headers={"X-Forwarded-Host": "evil.example"}).text


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "null"}, False),
        ({"Origin": "http://localhost.evil.example"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
    ],
)
def test_a_change_must_come_from_our_own_pages(client: FlaskClient, headers: dict[str, str], allowed: bool) -> None:
    status = client.post("/newsletter/subscribe/", data={"email": "eve@example.org"}, headers=headers).status_code
    assert (status != 403) is allowed


def test_without_an_origin_a_signed_in_browser_is_refused(client: FlaskClient) -> None:
    client.set_cookie("desk", "anything")
    assert client.post("/newsletter/subscribe/", data={"email": "eve@example.org"}).status_code == 403


def test_a_huge_form_is_refused_before_it_is_read(client: FlaskClient) -> None:
    assert client.post("/newsletter/subscribe/", data={"email": "x" * 300_000}).status_code == 413


def test_https_sites_ask_for_https_for_two_years(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = str(tmp_path_factory.mktemp("https"))
    secure = create_app(
        INSTANCE_PATH=folder, SECRET_KEY=KEY, SITE_URL="https://example.org", DATABASE_URL=app.config["DATABASE_URL"]
    )
    answer = secure.test_client().get("/healthz")
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]
    assert secure.config["SESSION_COOKIE_NAME"].startswith("__Host-")


@pytest.mark.parametrize(("hops", "address"), [("0", "127.0.0.1"), ("1", "10.0.0.9"), ("2", "203.0.113.7")])
def test_the_readers_address_is_counted_from_the_right(
    app: Flask, tmp_path_factory: pytest.TempPathFactory, hops: str, address: str
) -> None:
    proxied = create_app(
        INSTANCE_PATH=str(tmp_path_factory.mktemp("hops")),
        SECRET_KEY=KEY,
        SITE_URL="http://localhost",
        DATABASE_URL=app.config["DATABASE_URL"],
        TRUSTED_PROXIES=hops,
    )
    seen: list[str | None] = []

    @proxied.before_request
    def note() -> None:
        seen.append(request.remote_addr)

    proxied.test_client().get("/healthz", headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7, 10.0.0.9"})
    assert seen == [address]


def test_a_page_by_https_is_kept_apart_from_the_same_by_http(
    app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    proxied = create_app(
        INSTANCE_PATH=str(tmp_path_factory.mktemp("schemes")),
        SECRET_KEY=KEY,
        SITE_URL="http://localhost",
        DATABASE_URL=app.config["DATABASE_URL"],
        TRUSTED_PROXIES="1",
    ).test_client()
    for scheme, told in (("http", False), ("https", True), ("http", False)):
        headers = proxied.get("/latest/", headers={"X-Forwarded-Proto": scheme}).headers
        assert ("Strict-Transport-Security" in headers) is told
