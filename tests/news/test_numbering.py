"""Numbers of what is published: once each, in the order of commits, whoever asks at the same time."""

import threading
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from blueprints.core import clock
from blueprints.core.clock import now
from blueprints.core.cron import run_due
from blueprints.core.database import db, writing
from blueprints.core.models import Purge
from blueprints.news.models import Article
from blueprints.news.numbering import number_published
from tests.world import World


def numbers() -> dict[str, int | None]:
    db.session.rollback()
    return {
        headline: number for headline, number in db.session.execute(select(Article.headline, Article.published_seq))
    }


def number_now() -> list[int]:
    with writing():
        numbered = number_published(db.session, now())
        db.session.commit()
    return numbered


def test_visible_articles_are_numbered_by_date_and_others_not(world: World) -> None:
    world.article("Second", published=now() - timedelta(hours=1))
    world.article("First", published=now() - timedelta(hours=2))
    world.article("Draft", draft=True)
    world.article("Later", published=now() + timedelta(hours=1))
    gone = world.article("Gone")
    db.session.execute(update(Article).where(Article.id == gone.id).values(withdrawn_at=now()))
    db.session.commit()
    assert len(number_now()) == 2
    assert numbers() == {"Second": 2, "First": 1, "Draft": None, "Later": None, "Gone": None}


def test_a_number_stays_and_the_next_is_higher_whatever_its_date(world: World) -> None:
    world.article("Monday")
    number_now()
    world.article("Backdated", published=now() - timedelta(days=30))
    number_now()
    assert number_now() == []
    assert numbers() == {"Monday": 1, "Backdated": 2}


def test_numbering_leaves_the_version_that_an_author_edits(world: World) -> None:
    article = world.article()
    number_now()
    assert db.session.get_one(Article, article.id).version == article.version


def test_two_at_once_give_each_number_once(app: Flask, world: World) -> None:
    for count in range(6):
        world.article(f"Story {count}")
    db.session.remove()
    start = threading.Barrier(3)

    def number() -> None:
        with app.app_context():
            start.wait()
            number_now()

    threads = [threading.Thread(target=number) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(number or 0 for number in numbers().values()) == [1, 2, 3, 4, 5, 6]


def test_cron_shows_what_became_visible_by_its_date(world: World) -> None:
    article = world.article("Later", published=now() + timedelta(hours=1), tags=("port",))
    db.session.execute(Purge.__table__.delete())
    db.session.commit()
    run_due()
    assert "front" not in db.session.scalars(select(Purge.tag)).all()
    db.session.rollback()
    with clock.at(now() + timedelta(hours=2)):
        run_due()
    tags = set(db.session.scalars(select(Purge.tag)))
    assert {"front", "feed", f"article:{article.id}", f"category:{article.category_id}"} <= tags


def test_a_whole_import_makes_every_page_stale_in_one_line(world: World) -> None:
    first = world.article("Story")
    kept = {"category_id": first.category_id, "author_id": first.author_id, "published_at": first.published_at}
    moment = now()
    db.session.add_all(
        Article(slug=f"s{n}", headline=f"S{n}", created_at=moment, edited_at=moment, body_break=0, words=0, **kept)
        for n in range(150)
    )
    db.session.execute(Purge.__table__.delete())
    db.session.commit()
    assert len(number_now()) == 151
    assert db.session.scalars(select(Purge.tag)).all() == ["*"]
