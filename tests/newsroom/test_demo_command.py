"""The demo edition: in an empty database only, whole or not at all."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.core.models import Purge
from blueprints.core.purging import EVERYTHING
from blueprints.core.setting_checks import SPOKEN
from blueprints.news.addresses import url_of
from blueprints.news.models import Article, ArticleCounter, Category, Comment, ViewDay, ViewHour
from blueprints.newsroom.demo.counts import spread_views
from blueprints.newsroom.demo.filling import Filling, empty, is_empty, orders
from blueprints.newsroom.demo.pictures import Drawn, Order
from blueprints.newsroom.demo.texts import FOLDER, DemoTextError, Edition, read_edition
from tests.visiting import visit
from tests.world import World

TRAIN = "Sahel Light Rail runs its first train across the Osunmi bridge"
LEAD, VERSION = "sahel-light-rail-first-train-osunmi-bridge", "sahel-light-rail-premier-train-osunmi"


@pytest.fixture(scope="module")
def edition() -> Edition:
    return read_edition()


@pytest.fixture
def drawn(edition: Edition) -> dict[Order, Drawn]:
    """Every picture, as if it were drawn; drawing has tests of its own."""
    return {order: Drawn(f"{number:064x}", 1280, 800, (320, 640)) for number, order in enumerate(orders(edition))}


def test_the_whole_edition_goes_in_dated_back_from_now(app: Flask, edition: Edition, drawn: dict[Order, Drawn]) -> None:
    Filling(db.session, edition, drawn).fill()
    db.session.commit()
    db.session.expunge_all()
    assert db.session.scalar(select(func.count(Article.id))) == len(edition.articles) >= 60
    assert set(db.session.scalars(select(Article.language))) == set(SPOKEN)
    assert all(article.is_visible(now()) for article in db.session.scalars(select(Article)))
    assert sum(article.is_breaking(now()) for article in db.session.scalars(select(Article))) == 1
    visible = db.session.scalar(select(func.count(Comment.id)).where(Comment.approved_at.is_not(None)))
    assert db.session.scalar(select(func.sum(ArticleCounter.comments))) == visible
    assert EVERYTHING in db.session.scalars(select(Purge.tag)).all()
    front = visit(app.test_client(), "/")
    assert "".join(front.all("main h2")[0].itertext()).strip() == TRAIN
    assert len(front.all("main img")) > 5
    for category in db.session.scalars(select(Category)):
        assert {*category.names, "en"} == set(SPOKEN), category.slug


def test_versions_are_joined_to_their_source_as_it_stands(
    app: Flask, edition: Edition, drawn: dict[Order, Drawn]
) -> None:
    Filling(db.session, edition, drawn).fill()
    db.session.commit()
    source = db.session.scalars(select(Article).where(Article.slug == LEAD)).one()
    versions = db.session.scalars(select(Article).where(Article.source_id == source.id)).all()
    assert {version.language for version in versions} == {"fr", "ar"}
    assert {version.source_version for version in versions} == {source.version}
    page = visit(app.test_client(), url_of(source))
    assert {link.get("hreflang") for link in page.all("link[hreflang]")} >= {"fr", "ar"}


def test_a_version_has_a_source_that_is_there_and_a_language_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "demo")
    path = tmp_path / "demo" / "articles" / f"{VERSION}.html"
    text = path.read_text(encoding="utf-8")
    for changed, words in (
        (text.replace(LEAD, "nowhere"), "there is no source nowhere"),
        (text.replace('language = "fr"', 'language = "ar"'), "is there in ar already"),
    ):
        path.write_text(changed, encoding="utf-8")
        with pytest.raises(DemoTextError, match=words):
            read_edition(tmp_path / "demo")


def test_filling_after_emptying_leaves_nothing_of_before(
    app: Flask, world: World, edition: Edition, drawn: dict[Order, Drawn]
) -> None:
    world.article("Before")
    assert not is_empty(db.session)
    empty(db.session)
    Filling(db.session, edition, drawn).fill()
    db.session.commit()
    assert db.session.scalar(select(Article.id).where(Article.headline == "Before")) is None


def test_the_command_refuses_a_database_with_something_in_it(app: Flask, world: World) -> None:
    world.article("Precious")
    run = app.test_cli_runner().invoke
    refused = run(args=["demo"])
    assert refused.exit_code == 1
    assert refused.stderr == "Error: This database is not empty. `flask demo --reset` empties it and fills it again.\n"
    assert run(args=["demo", "--reset"], input="n\n").exit_code == 1
    silent = run(args=["demo", "--if-empty"])
    assert (silent.exit_code, silent.output) == (0, "")
    assert db.session.scalar(select(Article.headline)) == "Precious"


def test_the_first_editor_is_led_in_until_somebody_was(app: Flask, world: World) -> None:
    run = app.test_cli_runner().invoke
    assert world.ada
    shown = run(args=["demo", "--if-empty"]).output
    assert "Sign in as Ada Okoro" in shown
    link = shown.split()[-1].removeprefix("http://localhost")
    client = app.test_client()
    assert client.get(link).status_code == 200
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert client.post(link).status_code == 303
    assert run(args=["demo", "--if-empty"]).output == ""


def test_readings_sum_to_what_was_asked(app: Flask) -> None:
    moment = now()
    rows = spread_views(1, 8421, moment.replace(year=moment.year - 1), moment)
    for kind in (ViewHour, ViewDay):
        assert sum(row.views for row in rows if isinstance(row, kind)) == 8421
    assert all(row.hour <= moment for row in rows if isinstance(row, ViewHour))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no front matter", "bad.html: expected"),
        ("+++\nheadline = \n+++\n<p>x</p>", "bad.html:"),
        ('+++\nheadlin = "x"\n+++\n<p>x</p>', "bad.html: there is no headlin"),
        ('+++\nheadline = "x"\n+++\n<p>x</p>', "bad.html:"),
    ],
)
def test_a_fault_in_a_text_names_its_file(tmp_path: Path, text: str, words: str) -> None:
    for name in ("people", "categories", "comments"):
        (tmp_path / f"{name}.toml").write_text("", encoding="utf-8")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bad.html").write_text(text, encoding="utf-8")
    with pytest.raises(DemoTextError, match=words):
        read_edition(tmp_path)
