"""Labels and names as readers meet them, everywhere that an article stands."""

from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import delete

from blueprints.auth.models import Account
from blueprints.core.clock import at, now
from blueprints.core.database import db
from blueprints.news.addresses import url_of
from blueprints.news.models import Article, Byline
from tests.news.reading import picture
from tests.visiting import visit
from tests.world import World


def sign(article: Article, *names: Account | str) -> None:
    """Put these names above an article."""
    db.session.execute(delete(Byline).where(Byline.article_id == article.id))
    for place, name in enumerate(names):
        byline = Byline(article_id=article.id, position=place, published_at=article.published_at)
        if isinstance(name, str):
            byline.guest = name
        else:
            byline.account_id = name.id
        db.session.add(byline)
    db.session.commit()
    db.session.expunge_all()


def test_labels_stand_by_weight_and_two_raise_an_alarm(client: FlaskClient, world: World) -> None:
    moment = now()
    until = moment + timedelta(hours=1)
    fields = {"live_at": moment, "developing_at": moment, "is_video": True, "is_opinion": True, "country": "Mali"}
    article = world.article("Dam holds", breaking_until=until, **fields)
    page = visit(client, url_of(article))
    assert page.text(".article-head .kicker") == "Breaking Live Developing Video Opinion Mali"
    assert [label.text for label in page.all(".article-head .alarm")] == ["Breaking", "Live"]


def test_titles_for_machines_follow_when_breaking_ends(client: FlaskClient, world: World) -> None:
    start = now()
    article = world.article("Dam holds", breaking_until=start + timedelta(hours=1))
    with at(start + timedelta(minutes=59)):
        page = visit(client, url_of(article))
        assert page.text("title").startswith("Breaking: Dam holds ·")
        for name in ("[property='og:title']", "[name='twitter:title']"):
            assert page.one(name).get("content") == "Breaking: Dam holds"
        assert page.text("h1") == "Dam holds"
    for url in (url_of(article), "/"):
        with at(start + timedelta(hours=1)):
            answer = client.get(f"{url}?later")
        assert "Breaking" not in answer.text


def test_in_a_rail_only_alarms_stand_before_the_headline(client: FlaskClient, world: World) -> None:
    for number in range(13):
        world.article(f"Story {number}", live_at=now(), is_opinion=True)
    rail = visit(client, "/").text(".front-rail")
    assert "Live" in rail and "Opinion" not in rail


def test_a_section_and_a_label_of_one_name_stand_once(client: FlaskClient, world: World) -> None:
    opinion = world.category("Opinion", names={"sw": "Maoni"})
    world.article(category=opinion, is_opinion=True)
    world.article(category=opinion, is_opinion=True, language="sw")
    assert visit(client, "/").text("main .kicker") == "Opinion"
    assert visit(client, "/sw/").text("main .kicker") == "Maoni"


def test_several_names_and_guests_stand_above_an_article(client: FlaskClient, world: World) -> None:
    article, ada = world.article("Shared"), world.ada
    face = picture()
    db.session.get_one(Account, ada.id).picture_id = face.id
    db.session.commit()
    sign(article, world.ben, "Zainab <b>Ọ̀ṣun</b>", ada)
    page = visit(client, url_of(article))
    assert page.text(".byline-words p").startswith("By Ben Diallo, Zainab <b>Ọ̀ṣun</b> and Ada Okoro in")
    assert [link.get("href") for link in page.all(".byline a[rel=author]")] == [
        "/author/ben-diallo/",
        "/author/ada-okoro/",
    ]
    assert len(page.all(".byline img.face")) == 1
    assert page.one("[name=author]").get("content") == "Ben Diallo, Zainab <b>Ọ̀ṣun</b>, Ada Okoro"
    assert len(page.all("[property='article:author']")) == 2
    for slug in ("ben-diallo", "ada-okoro"):
        assert "Shared" in visit(client, f"/author/{slug}/").text("main")


def test_only_a_guest_wrote_it(client: FlaskClient, world: World) -> None:
    article = world.article("From outside")
    sign(article, "مريم العلي")
    page = visit(client, url_of(article))
    assert page.text(".byline-words p").startswith("By مريم العلي") and not page.all(".byline a[rel=author]")
    assert "From outside" not in visit(client, "/author/ben-diallo/").text("main")


def test_an_opinion_names_all_who_hold_it(client: FlaskClient, world: World) -> None:
    opinion = world.category("Opinion", position=2, form="faces")
    for number in range(24):
        article = world.article(f"View {number}", category=opinion)
        sign(article, world.ben, "Zainab Musa")
    assert "Ben Diallo, Zainab Musa" in visit(client, "/").text(".faces")
