"""WebSub: a change is told to the hub, a real one on this machine, until it has heard."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest
from flask import Flask
from sqlalchemy import select

from blueprints.core.clock import at, now
from blueprints.core.cron import JOBS, run_due
from blueprints.core.database import db
from blueprints.news import websub
from blueprints.news.editing import refresh_article
from blueprints.news.models import Byline, HubPing
from blueprints.news.numbering import number_published
from tests.newsroom.writing import edit_url, enter, send
from tests.world import World

SITE = ["/feed/", "/feed/atom/", "/feed/json/"]


class Hub(ThreadingHTTPServer):
    """Keeps what it is told, and answers with a status, or not at all."""

    status, heard, seconds = 204, [], 0.0
    release = threading.Event()

    def topics(self) -> list[str]:
        """The paths that it heard of since last asked, in order."""
        heard, self.heard = self.heard, []
        return sorted(heard)


class Ear(BaseHTTPRequestHandler):
    """One message to the hub."""

    server: Hub

    def do_POST(self) -> None:
        told = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        assert self.path == "/publish?key=1" and told["hub.mode"] == ["publish"]
        if self.server.status == 0:
            self.server.release.wait(10)
            return
        self.server.heard.append(told["hub.url"][0].removeprefix("http://localhost"))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def hub(app: Flask) -> Iterator[Hub]:
    server = Hub(("127.0.0.1", 0), Ear)
    server.heard = []
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    app.config["WEBSUB_HUB"] = f"http://127.0.0.1:{server.server_port}/publish?key=1"
    yield server
    server.release.set()
    server.shutdown()
    server.server_close()


@contextmanager
def later(minutes: float) -> Iterator[None]:
    with at(now() + timedelta(minutes=minutes)):
        yield


def cron() -> dict[str, bool]:
    return {name: well for name, _, well in run_due()}


def waiting() -> list[str]:
    db.session.rollback()
    return sorted(db.session.scalars(select(HubPing.topic)))


def test_publishing_is_told_of_each_feed_once(hub: Hub, world: World) -> None:
    sport = world.category("Sport")
    world.article("Cup", category=world.category("Football", parent=sport), tags=("cup", "खेल"), author=world.ada)
    assert len(waiting()) == 3 * 6
    assert cron()["hub"]
    pages = ("/author/ada-okoro/", "/category/football/", "/category/sport/", "/tag/cup/", "/tag/khel/", "/")
    heard = hub.topics()
    assert heard == sorted(f"{page}feed/{form}" for page in pages for form in ("", "atom/", "json/"))
    with later(2):
        cron()
    assert (waiting(), hub.topics()) == ([], [])


def test_sections_far_above_hear_too(hub: Hub, world: World) -> None:
    football = world.category("Football", parent=world.category("Sport"))
    world.article("Final", category=world.category("Cup", parent=football), author=world.ada)
    assert {topic for topic in waiting() if topic.endswith("/feed/")} == {
        "/feed/",
        "/author/ada-okoro/feed/",
        *(f"/category/{name}/feed/" for name in ("cup", "football", "sport")),
    }


def test_a_change_that_rolled_back_is_told_to_nobody(hub: Hub, world: World) -> None:
    draft = db.session.merge(world.article(draft=True, tags=("a",)))
    assert waiting() == []
    draft.publish(now())
    db.session.refresh(draft, ["tags", "bylines"])
    refresh_article(db.session, draft)
    db.session.rollback()
    assert waiting() == []


def test_a_scheduled_article_is_told_when_its_time_comes(hub: Hub, world: World) -> None:
    world.article("Later", published=now() + timedelta(minutes=30))
    cron()
    assert hub.topics() == []
    with later(31):
        cron()
        assert set(SITE) <= set(hub.topics())


def test_the_desk_tells_of_publishing_changing_and_withdrawing(app: Flask, hub: Hub, world: World) -> None:
    article, author = world.article(author=world.ada), app.test_client()
    cron()
    hub.topics()
    enter(author, world.ada)
    assert send(author, edit_url(article), headline="Port opens at last").status_code == 303
    with later(2):
        cron()
    assert set(SITE) <= set(hub.topics())


def test_without_a_hub_nothing_is_queued(app: Flask, world: World) -> None:
    world.article()
    assert waiting() == []
    assert cron()["hub"]


def test_a_refusal_is_tried_again_and_given_up_in_the_end(hub: Hub, world: World) -> None:
    hub.status = 500
    world.article()
    minutes = 0.0
    for wait in (0, 1, 5, 15, 60, 240):
        minutes += wait + 0.1
        with later(minutes):
            cron()
            heard = hub.topics()
            assert set(SITE) <= set(heard), minutes
            cron()
            assert hub.topics() == [], "not before its time"
    assert waiting() == []


def test_what_was_refused_is_heard_when_the_hub_is_well_again(hub: Hub, world: World) -> None:
    hub.status = 503
    world.article()
    cron()
    hub.topics()
    hub.status = 202
    with later(1.1):
        cron()
    assert set(SITE) <= set(hub.topics()) and waiting() == []


def test_a_hub_that_hangs_keeps_nobody_waiting(hub: Hub, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websub, "TIMEOUT", 0.3)
    hub.status = 0
    world.article()
    began = websub.time.monotonic()
    assert cron() == dict.fromkeys((job.name for job in JOBS), True)
    assert websub.time.monotonic() - began < 5
    assert len(waiting()) == 9
    hub.status = 204
    with later(1.1):
        cron()
    assert len(hub.topics()) == 9


def test_a_hub_that_is_not_there_is_no_failure_of_ours(app: Flask, world: World) -> None:
    app.config["WEBSUB_HUB"] = "http://127.0.0.1:9/"
    world.article()
    assert cron()["hub"]
    assert len(waiting()) == 9


def test_a_slow_hub_ends_the_run_but_not_the_queue(hub: Hub, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websub, "LONGEST_RUN", -1.0)
    world.article()
    cron()
    assert hub.topics() == [] and len(waiting()) == 9


def test_what_changed_while_the_hub_heard_is_told_again(hub: Hub, world: World) -> None:
    world.article()
    ping = db.session.scalars(select(HubPing)).first()
    assert ping is not None
    number, before = ping.id, ping.queued_at
    db.session.rollback()
    with later(1):
        world.article("Second")
    websub._forget(number, before)
    assert len(waiting()) == 9


def test_an_import_tells_of_the_whole_sites_feeds_only(hub: Hub, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blueprints.news.announcing.MOST_ARTICLES", 2)
    for number in range(3):
        world.article(f"Story {number}")
    db.session.query(HubPing).delete()
    number_published(db.session, now())
    db.session.commit()
    assert waiting() == SITE


def test_a_guest_has_no_feed(hub: Hub, world: World) -> None:
    article = world.article()
    db.session.add(Byline(article_id=article.id, position=1, guest="Guest"))
    db.session.commit()
    world.article("Second")
    assert len(waiting()) == 9
