"""What people paste and type: made harmless, kept whole, or refused in words."""

import pytest
from flask.testing import FlaskClient

from tests.newsroom.writing import NEW, all_articles, article_of, enter, send
from tests.visiting import read
from tests.world import World


@pytest.fixture(autouse=True)
def ben_writes(client: FlaskClient, world: World) -> None:
    enter(client, world.ben)
    assert world.news.id


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<p hx-get="/desk/" data-hx-post="/x" hx-on:click="alert(1)">a</p>',
        '<a href="javascript:alert(1)">a</a>',
        "<svg><animate onbegin=alert(1) attributeName=x></svg>",
        '<p style="position:fixed" onclick="alert(1)" id="main">a</p>',
        "<iframe src=https://evil.example></iframe><form action=/x><input></form>",
        '<math><mtext></p><style><img src="</style><img src=x onerror=alert(1)>">',
        '<img src="https://evil.example/pixel.gif">',
    ],
)
def test_no_attack_survives_in_a_body(client: FlaskClient, world: World, attack: str) -> None:
    body = f"<p>Before.</p>{attack}<p>After.</p>"
    saved = article_of(send(client, NEW, headline="Attack", category=str(world.news.id), body=body)).body.lower()
    for sign in (
        "<script",
        "onerror",
        "hx-",
        "javascript:",
        "<svg",
        "style",
        "onclick",
        "<iframe",
        "<form",
        "evil",
        "id=",
    ):
        assert sign not in saved
    assert "before." in saved


@pytest.mark.parametrize(
    "text", ["Goal! 🎉👩🏾‍🚀", "اختبار «النص»", "Ọ̀ṣun ń ṣàn", "ሰላም", 'Tom & "Jerry" <3', "%s {{ 7*7 }} {% x %}"]
)
def test_every_script_and_sign_is_kept(client: FlaskClient, world: World, text: str) -> None:
    answer = send(
        client, NEW, "publish", headline=text, standfirst=text, body=f"x {text}", category=str(world.news.id), tags=text
    )
    article = article_of(answer)
    assert (article.headline, article.standfirst) == (text, text)
    page = read(client.get(answer.headers["Location"]))
    assert page.text("#headline").strip() == text


def test_nul_is_refused_in_words(client: FlaskClient, world: World) -> None:
    for field in ("headline", "body", "tags", "slug", "country", "picture_alt"):
        page = read(send(client, NEW, **{"headline": "N", "category": str(world.news.id), field: "a\0b"}), 422)
        assert "cannot be kept" in page.html, field
    assert all_articles() == []


def test_a_long_body_is_taken_and_a_monstrous_one_refused(client: FlaskClient, world: World) -> None:
    long = "<p>" + "word " * 60_000 + "</p>"
    assert article_of(send(client, NEW, headline="Long", category=str(world.news.id), body=long)).words == 60_000
    answer = send(client, NEW, headline="Longer", category=str(world.news.id), body="x" * 1_000_001)
    assert "longer than a million characters" in read(answer, 422).html
    assert [article.headline for article in all_articles()] == ["Long"]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/v",
        "javascript:alert(1)",
        "https://",
        "ftp://example.org",
        "youtube.com/watch",
        "https://a b.org/",
    ],
)
def test_a_video_has_a_whole_https_address(client: FlaskClient, world: World, address: str) -> None:
    page = read(send(client, NEW, headline="V", category=str(world.news.id), video_url=address), 422)
    assert "beginning with https://" in page.html


def test_strange_values_are_answered_not_broken_by(client: FlaskClient, world: World) -> None:
    for changes in (
        {"category": "x"},
        {"category": "99999"},
        {"language": "zz"},
        {"kept_picture": "x"},
        {"form_key": "<>"},
    ):
        answer = send(client, NEW, **{"headline": "S", "category": str(world.news.id), **changes})
        assert answer.status_code == 422, changes
    assert all_articles() == []


def test_too_many_tags_are_refused(client: FlaskClient, world: World) -> None:
    tags = ",".join(f"tag {number}" for number in range(21))
    assert "At most 20 tags" in read(send(client, NEW, headline="T", category=str(world.news.id), tags=tags), 422).html
