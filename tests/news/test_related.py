"""What stands around an article: the like ones inside it, the worthwhile ones under it."""

from datetime import timedelta

import pytest

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news import queries
from blueprints.news.likeness import sharing_tags, sharing_words, telling_words
from blueprints.news.models import Article, Category, ViewDay
from blueprints.news.related import Neighbours, neighbours_of
from tests.world import World

EDGE = timedelta(days=3, hours=12)


def around(article: Article, shown: tuple[int, ...] = ()) -> Neighbours:
    db.session.expunge_all()
    whole = db.session.scalars(queries.whole_article(article.slug)).one()
    return neighbours_of(db.session, whole, now(), shown)


def related(article: Article) -> list[str]:
    return [each.headline for each in around(article).related]


def elsewhere(world: World) -> Category:
    return world.category("Sport", position=2)


@pytest.fixture
def crowd(world: World) -> World:
    """One article about nothing in particular on each of twelve days, so that what is alike is not next by date."""
    for number in range(12):
        world.article(f"Crowd {number}", published=now() - timedelta(days=number, minutes=1), tags=("Everything",))
    return world


def test_a_rare_tag_weighs_more_than_one_that_all_bear(crowd: World) -> None:
    sport = elsewhere(crowd)
    crowd.article("Shares the rare one", tags=("Osun",), category=sport, published=now() - timedelta(days=200))
    article = crowd.article("Here", tags=("Everything", "Osun"), published=now() - EDGE)
    assert related(article)[0] == "Shares the rare one"


def test_the_words_of_headline_and_standfirst_find_what_no_tag_does(crowd: World) -> None:
    sport = elsewhere(crowd)
    crowd.article(
        "Gbàdàgì", body="<p>The cocoa growers of Ọ̀ṣun met buyers.</p>", category=sport, published=now() - 2 * EDGE
    )
    article = crowd.article("Cocoa growers stop", standfirst="In Osun they want more.", published=now() - EDGE)
    assert related(article)[0] == "Gbàdàgì"


def test_the_same_language_and_time_are_preferred(crowd: World) -> None:
    crowd.article("En français", language="fr", tags=("Mali",), published=now() - 2 * EDGE)
    crowd.article("Long ago", tags=("Mali",), published=now() - timedelta(days=400))
    crowd.article("Of that time", tags=("Mali",), published=now() - 2 * EDGE)
    article = crowd.article("Here", tags=("Mali",), published=now() - EDGE)
    assert related(article) == ["Of that time", "Long ago"]


def test_telling_words_are_folded_and_no_idle_ones(world: World) -> None:
    article = world.article("The Ọ̀ṣun is out of cocoa", standfirst="Cocoa! And “DROP TABLE” * 12345")
    assert telling_words(article) == ["osun", "cocoa", "drop", "table", "12345"]
    assert telling_words(world.article("المدينة على البحر", language="ar")) == ["المدينه", "البحر"]
    assert telling_words(world.article("?", slug="none")) == []


def test_signs_of_the_index_are_plain_text(world: World) -> None:
    article = world.article('"OR" NEAR( a* NOT ^x :y \' -- {z} AND 🙂 ﷽', standfirst='") OR (1=1')
    assert isinstance(sharing_words(db.session, article), dict)
    whole = db.session.scalars(queries.whole_article(article.slug)).one()
    assert sharing_tags(db.session, whole, now()) == {}


def test_drafts_and_the_withdrawn_are_not_near(world: World) -> None:
    article = world.article("Cocoa", tags=("Cocoa",))
    world.article("Cocoa draft", draft=True, tags=("Cocoa",))
    world.article("Cocoa later", published=now() + timedelta(days=1), tags=("Cocoa",))
    gone = world.session.merge(world.article("Cocoa gone", tags=("Cocoa",)))
    gone.unpublish(now())
    world.session.commit()
    found = around(article)
    assert (found.related, found.recommended) == ([], [])


def view(article: Article, views: int, days_ago: int = 0) -> None:
    day = now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    db.session.add(ViewDay(day=day, article_id=article.id, views=views))
    db.session.commit()


def test_what_is_read_or_picked_in_other_sections_is_recommended_before_what_is_new(crowd: World) -> None:
    sport, long_ago = elsewhere(crowd), now() - timedelta(days=90)
    read, picked = crowd.article("Read", category=sport, published=long_ago), crowd.article("Picked", category=sport)
    forgotten = crowd.article("Read last month", category=sport, published=long_ago)
    view(read, 50, days_ago=2)
    view(forgotten, 900, days_ago=20)
    crowd.pick(picked)
    article = crowd.article("Here", published=now() - EDGE)
    found = [each.headline for each in around(article).recommended]
    assert set(found[:2]) == {"Picked", "Read"} and "Read last month" not in found and len(found) == 4
    crowd.session.query(type(crowd.pick(forgotten))).update({"until": now() - timedelta(hours=1)})
    crowd.session.commit()
    assert "Read last month" not in [each.headline for each in around(article).recommended]


def test_nothing_stands_on_the_page_twice(crowd: World) -> None:
    article = crowd.article("Here", published=now() - EDGE)
    newest = db.session.scalars(queries.newest(now()).limit(5)).all()
    found = around(article, tuple(each.id for each in newest))
    beside = [found.previous, found.next, *found.related]
    ids = [each.id for each in (*found.recommended, *newest)]
    assert len(set(ids)) == 9
    assert not {each.id for each in beside if each} & {each.id for each in found.recommended}
