"""What is read most: by views within some hours, then what is new."""

from datetime import timedelta

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news import queries
from blueprints.news.counting import count_view
from blueprints.news.models import Article, ArticleCounter
from blueprints.news.popular import most_read
from tests.world import World


def headlines() -> list[str]:
    db.session.rollback()
    return [article.headline for article in db.session.scalars(queries.cards(most_read(db.session, now(), 72)))]


def look(article: Article, times: int, hours_ago: int = 0) -> None:
    db.session.rollback()
    for _ in range(times):
        count_view(db.engine, article.id, now() - timedelta(hours=hours_ago))


def test_views_within_the_hours_come_first(world: World) -> None:
    once, often, long_ago = world.article("Once"), world.article("Often"), world.article("Long ago")
    look(once, 1)
    look(often, 3, hours_ago=70)
    look(long_ago, 9, hours_ago=100)
    assert headlines() == ["Often", "Once", "Long ago"]


def test_without_views_the_newest_come(world: World) -> None:
    world.article("Older", published=now() - timedelta(hours=5))
    world.article("Newer")
    assert headlines() == ["Newer", "Older"]


def test_an_old_article_that_is_read_again_is_in_it(world: World) -> None:
    old = world.article("Old", published=now() - timedelta(days=400))
    for number in range(60):
        world.article(f"Story {number}")
    look(old, 1)
    assert headlines()[0] == "Old"


def test_what_is_hidden_is_not(world: World) -> None:
    gone = world.article("Gone")
    look(gone, 5)
    db.session.get_one(Article, gone.id).unpublish(now())
    db.session.get_one(ArticleCounter, gone.id)
    db.session.commit()
    world.article("Later", published=now() + timedelta(hours=1))
    assert headlines() == []
