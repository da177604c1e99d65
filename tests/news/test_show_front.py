"""The front page: a lead, an editor's picks, bands, and no article twice."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.core.clock import at, now
from blueprints.core.database import db
from blueprints.news.models import ArticleCounter, Category, ViewHour
from tests.news.reading import counted_questions, headlines, picture, places, walk, walk_with_htmx
from tests.newsroom.writing import NEW, article_of, edit_url, enter, send
from tests.visiting import visit
from tests.world import World

FORMS = {"Opinion": "faces", "Beautiful Cities": "wall"}
SECTIONS = ("News", "Politics", "Sports", "Opinion", "Beautiful Cities", "Weather", "Travel")


def edition(world: World, count: int = 60) -> None:
    """So many articles, an hour apart, over all arrangements of a band."""
    others = [
        world.category(name, position=place, form=FORMS.get(name, "list")) for place, name in enumerate(SECTIONS[1:], 2)
    ]
    categories = [world.news, *others]
    for number in range(count):
        # Few in Weather and Travel, so that small sections stand there too.
        category = categories[number % 5] if number > 5 else categories[5 + number % 2]
        world.article(f"Story {number:02}", category=category, published=now() - timedelta(hours=number + 1))


def test_an_empty_site_says_so(client: FlaskClient) -> None:
    page = visit(client, "/")
    assert "Nothing has been published yet." in page.text("main")
    assert page.all("main section:not(.newsletter-band)") == []


def test_one_article_is_a_front_page(client: FlaskClient, world: World) -> None:
    world.article("Alone")
    assert headlines(visit(client, "/")) == ["Alone"]


def test_the_newest_with_a_picture_leads(client: FlaskClient, world: World) -> None:
    world.article("Older", lead_picture_id=picture().id, published=now() - timedelta(hours=5))
    world.article("Newer")
    page = visit(client, "/")
    assert page.text(".front-lead h2") == "Older"
    image = page.one(".front-lead img")
    assert image.get("fetchpriority") == "high" and image.get("loading") is None and image.get("srcset")


def test_picks_come_first_in_their_order_while_they_last(client: FlaskClient, world: World) -> None:
    edition(world, 20)
    moment = now()
    for place, (name, until) in enumerate((("Lead", None), ("Over", moment), ("Next", moment + timedelta(hours=1)))):
        world.pick(world.article(name, published=moment - timedelta(days=9)), place, until=until)
    page = visit(client, "/")
    assert page.text(".front-lead h2") == "Lead"
    assert headlines(page)[:4] == ["Lead", "Next", "Story 00", "Story 01"]


def test_picks_of_a_band_stand_first_there_and_nowhere_else(client: FlaskClient, world: World) -> None:
    edition(world)
    politics = db.session.scalars(select(Category).where(Category.slug == "politics")).one()
    db.session.expunge_all()
    newest = world.article("Newest of all", published=now() - timedelta(minutes=1))
    world.pick(world.article("Old but chosen", published=now() - timedelta(days=90)), 0, category=politics)
    world.pick(newest, 1, category=politics)
    world.pick(world.article("Ended", published=now() - timedelta(days=91)), 2, category=politics, until=now())
    page = visit(client, "/")
    band = page.one("section[aria-labelledby=band-politics]")
    titles = ["".join(link.itertext()) for link in band.cssselect(".card-headline a")]
    assert titles[:2] == ["Old but chosen", "Newest of all"] and "Ended" not in titles and len(titles) == 5
    assert len(set(places(page))) == len(places(page))


def test_what_is_picked_twice_stands_at_the_top_only(client: FlaskClient, world: World) -> None:
    chosen = world.article("Chosen", published=now() - timedelta(days=2))
    for number in range(8):
        world.article(f"Other {number}")
    world.pick(chosen, category=world.news)
    world.pick(chosen)
    page = visit(client, "/")
    assert page.text(".front-lead h2") == "Chosen" and headlines(page).count("Chosen") == 1


def test_a_band_takes_the_form_of_its_section(client: FlaskClient, world: World) -> None:
    figures = world.category("Info-data", position=2, form="figures")
    weather = world.category("Weather", position=3, form="places")
    for number in range(20):
        world.article(f"New {number}")
    for number in range(2):
        old = now() - timedelta(days=9 + number)
        facts = {"figure": f"{number + 61} %", "figure_caption": "of the bridge"}
        world.article(f"Count {number}", category=figures, published=old, **facts)
        world.article(f"Sky {number}", category=weather, published=old, country="Lomé")
    page = visit(client, "/")
    assert page.text(".figure-card .figure") == "61 %" and page.text(".figure-card .card-headline") == "Count 0"
    assert page.text(".place-row .place") == "Lomé" and page.text(".place-row .card-headline") == "Sky 0"


def test_no_article_stands_twice_even_where_many_are_read(client: FlaskClient, world: World) -> None:
    edition(world)
    hour = now().replace(minute=0, second=0, microsecond=0)
    db.session.add_all(ViewHour(hour=hour, article_id=number, views=90 - number) for number in (1, 9, 20, 30, 40, 50))
    db.session.commit()
    page = visit(client, "/")
    assert len(page.all(".numerals li")) == 5
    assert len(places(page)) > 35 and len(set(places(page))) == len(places(page))


def test_every_band_shows_its_own_and_leads_to_its_category(client: FlaskClient, world: World) -> None:
    edition(world)
    page = visit(client, "/")
    ends = {link.get("href") for link in page.all(".band-end a")}
    assert ends == {f"/category/{name.lower().replace(' ', '-')}/" for name in SECTIONS[:5]} | ends
    assert page.all(".band-large") and page.all(".band-strip") and page.all(".band-faces .face")
    assert [title for title in page.all(".band-title") if not "".join(title.itertext()).strip()] == []


def test_the_rest_goes_on_to_the_very_last(client: FlaskClient, world: World) -> None:
    edition(world)
    top = places(visit(client, "/"))
    earlier = headlines(visit(client, "/"))
    everything = walk_with_htmx(client, "/")
    rail = [link for link in top if link not in earlier]
    assert rail and len(set(everything)) == len(everything)
    by_rail = {link.text for link in visit(client, "/").all(".headlines a, .numerals a")}
    assert {*everything, *by_rail} == {f"Story {number:02}" for number in range(60)}
    assert not set(everything) & by_rail


def test_the_plain_link_for_more_leads_to_the_same_articles(client: FlaskClient, world: World) -> None:
    edition(world)
    page = visit(client, "/")
    more = page.one(".load-more a")
    assert more.get("href").startswith("/latest/?after=")
    last = headlines(page)[-1]
    following = walk(client, more.get("href"))
    assert last not in following and following == sorted(following)


def test_breaking_ends_by_itself(client: FlaskClient, world: World) -> None:
    world.article("Dam holds", breaking_until=now() + timedelta(hours=1))
    assert "Breaking" in visit(client, "/").text("main")
    with at(now() + timedelta(hours=2)):
        page = visit(client, "/?later")
    assert headlines(page) == ["Dam holds"] and "Breaking" not in page.text("main")


def test_nothing_counts_zero(client: FlaskClient, world: World) -> None:
    world.article("Unread")
    read = world.article("Read")
    db.session.get_one(ArticleCounter, read.id).comments = 1
    db.session.commit()
    text = visit(client, "/").text("main")
    assert "1 comment" in text and "1 comments" not in text
    assert not any(f"0 {what}" in text for what in ("comments", "views", "shares"))


def test_what_is_not_out_is_not_seen_and_comes_by_itself(client: FlaskClient, world: World) -> None:
    world.article("Out")
    world.article("Idea", draft=True)
    world.article("Tomorrow", published=now() + timedelta(hours=20))
    world.pick(world.article("Picked draft", draft=True))
    assert headlines(visit(client, "/")) == ["Out"]
    db.session.rollback()
    with at(now() + timedelta(hours=21)):
        assert sorted(headlines(visit(client, "/?tomorrow"))) == ["Out", "Tomorrow"]


def test_a_withdrawn_one_is_gone(client: FlaskClient, world: World) -> None:
    article = world.article("Gone")
    article = db.session.merge(article)
    article.unpublish(now())
    db.session.commit()
    assert "Gone" not in visit(client, "/").text("main")


def test_uncategorized_is_never_named(client: FlaskClient, world: World) -> None:
    filler = world.category("Uncategorized")
    article = world.article("Filed under nothing", category=filler)
    world.article("Filed")
    places = ["/", "/latest/", "/category/uncategorized/", "/search/?q=filed", "/author/ben-diallo/"]
    for place in [*places, f"/{now():%Y/%m}/{article.slug}/"]:
        page = visit(client, place)
        assert "Filed under nothing" in page.html and "Uncategorized" not in page.html
    assert "Uncategorized" not in client.get("/feed/").text + client.get("/sitemap-sections.xml").text


def test_what_is_published_shows_at_once_and_what_is_withdrawn_goes_at_once(
    app: Flask, client: FlaskClient, world: World
) -> None:
    author = app.test_client()
    enter(author, world.ben)
    world.article("There before")
    assert headlines(visit(client, "/")) == ["There before"]
    saved = article_of(
        send(author, NEW, "publish", headline="Bridge opens", body="Today.", category=str(world.news.id))
    )
    assert headlines(visit(client, "/"))[0] == "Bridge opens"
    send(author, edit_url(saved), headline="Bridge is open")
    assert headlines(visit(client, "/"))[0] == "Bridge is open"
    form = visit(author, f"/desk/articles/{saved.id}/unpublish/")
    token = form.one("main input[name=csrf_token]").get("value")
    assert author.post(f"/desk/articles/{saved.id}/unpublish/", data={"csrf_token": token}).status_code == 303
    assert headlines(visit(client, "/")) == ["There before"]


def test_a_foreign_headline_says_its_language(client: FlaskClient, world: World) -> None:
    world.article("المدينة تفتح أبوابها", language="ar", slug="madina")
    card = visit(client, "/").one(".front-lead .card")
    assert (card.get("lang"), card.get("dir")) == ("ar", "rtl")


def test_the_database_is_asked_as_often_whatever_the_number_of_articles(client: FlaskClient, world: World) -> None:
    edition(world, 12)
    with counted_questions() as few:
        visit(client, "/?few")
    for number in range(40):
        world.article(f"More {number}", tags=("port",))
    with counted_questions() as many:
        visit(client, "/?many")
    assert len(many) <= len(few) + 1, "\n".join(many)


def test_it_is_the_same_for_everybody(client: FlaskClient, world: World) -> None:
    world.article()
    answer = client.get("/")
    assert "Set-Cookie" not in answer.headers and answer.headers["Cache-Control"].startswith("public")
    assert answer.headers["Vary"] in ("Save-Data", "Accept-Encoding, Save-Data")
    assert client.get("/", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
