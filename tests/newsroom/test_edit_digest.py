"""The next digest at the desk: reordered, thinned out and addressed before it goes, and seen as its readers would."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from blueprints.core import clock
from blueprints.core.database import db
from blueprints.newsletter.composing.filling import compose_due
from blueprints.newsletter.models import Edition, EditionArticle, Issue, IssueState, Subscriber
from blueprints.newsletter.readers.signing_up import set_turn
from tests.newsletter.readers import Readers, body, parsed
from tests.signing_in import sign_in
from tests.smtp_sink import Sink
from tests.visiting import Visit, visit
from tests.world import World

DIGEST = "/desk/newsletter/digests/daily/en/"


@pytest.fixture
def stories(world: World, readers: Readers) -> dict[str, int]:
    """Four stories that are new to one reader, the last the newest; their ids by their headlines."""
    names = ("One", "Two", "Three", "Four")
    ids = {name: world.article(name, published_seq=number).id for number, name in enumerate(names, 1)}
    subscriber = db.session.get_one(Subscriber, readers.add().id)
    set_turn(subscriber, clock.now())
    db.session.commit()
    db.session.expunge_all()
    return ids


def headlines(page: Visit) -> list[str]:
    return [link.text or "" for link in page.all(".front-headline a")]


def sent(page: Visit, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the form with these changes."""
    fields: dict[str, Any] = {"article": [each.get("value") for each in page.all("[name=article]")]}
    for field in page.all("form.front-form input, form.front-form textarea"):
        name = field.get("name") or ""
        if name != "article" and field.get("type") != "checkbox":
            fields[name] = field.get("value") or (field.text or "").strip()
    return {**fields, **changes}


def change(client: FlaskClient, **changes: Any) -> TestResponse:
    return client.post(DIGEST, data=sent(visit(client, DIGEST), **changes))


def decided() -> Issue:
    db.session.rollback()
    return db.session.scalars(select(Issue)).one()


def test_a_story_is_moved_to_the_place_that_it_is_given(
    client: FlaskClient, world: World, stories: dict[str, int]
) -> None:
    sign_in(client, world.ada)
    assert headlines(visit(client, DIGEST)) == ["Four", "Three", "Two", "One"]
    assert change(client, **{f"a{stories['One']}-position": "1"}).status_code == 303
    assert headlines(visit(client, DIGEST)) == ["One", "Four", "Three", "Two"]
    assert decided().picks == [stories["One"]]
    assert change(client, **{f"a{stories['One']}-position": "3"}).status_code == 303
    assert headlines(visit(client, DIGEST)) == ["Four", "Three", "One", "Two"]


def test_what_comes_out_later_finds_its_place_behind_what_was_moved(
    client: FlaskClient, world: World, stories: dict[str, int]
) -> None:
    sign_in(client, world.ada)
    change(client, **{f"a{stories['One']}-position": "1"})
    world.article("Five", published_seq=5)
    assert headlines(visit(client, DIGEST)) == ["One", "Five", "Four", "Three", "Two"]


def test_a_story_is_left_out_and_taken_back(client: FlaskClient, world: World, stories: dict[str, int]) -> None:
    sign_in(client, world.ada)
    change(client, **{f"a{stories['Three']}-out": "y"})
    page = visit(client, DIGEST)
    assert headlines(page) == ["Four", "Two", "One"] and "Take back: Three" in page.html
    assert decided().dropped == [stories["Three"]]
    change(client, back=str(stories["Three"]))
    assert headlines(visit(client, DIGEST)) == ["Four", "Three", "Two", "One"]
    assert decided().dropped == []


def test_what_was_left_out_comes_back_by_its_address_too(
    client: FlaskClient, world: World, stories: dict[str, int]
) -> None:
    sign_in(client, world.ada)
    change(client, **{f"a{stories['Three']}-out": "y"})
    address = visit(client, DIGEST).one("#recent option:nth-child(2)").get("value")
    assert change(client, **{"more-add": address, "more-position": "1"}).status_code == 303
    assert headlines(visit(client, DIGEST)) == ["Three", "Four", "Two", "One"]


def test_a_digest_that_was_ended_says_so(client: FlaskClient, world: World, stories: dict[str, int]) -> None:
    token = sign_in(client, world.ada)
    change(client, subject="Never mind")
    client.post(f"/desk/newsletter/issues/{decided().id}/cancel/", data={"csrf_token": token})
    assert "was ended at the desk" in visit(client, DIGEST).text("main")


def test_readers_get_what_was_decided(
    client: FlaskClient, world: World, readers: Readers, stories: dict[str, int], sink: Sink
) -> None:
    sign_in(client, world.ada)
    words = {"subject": "Read this 🌍", "preheader": "Before tea", "note": "Dear you,\n\nenjoy."}
    change(client, **{f"a{stories['One']}-position": "1", f"a{stories['Two']}-out": "y"}, **words)
    due_at = db.session.scalars(select(Subscriber.next_at)).one()
    assert due_at is not None
    with clock.at(due_at):
        assert compose_due() == 1
    issue = decided()
    assert issue.state == IssueState.SENDING and issue.title == "Read this 🌍"
    edition = db.session.scalars(select(Edition)).one()
    held = select(EditionArticle.article_id).order_by(EditionArticle.position)
    assert db.session.scalars(held).all() == [stories["One"], stories["Four"], stories["Three"]]
    assert b"Subject: =?utf-8?" in edition.message
    assert visit(client, DIGEST.replace("digests/daily/en", f"issues/{issue.id}")).text("h1") == "Read this 🌍"


def test_an_earlier_tab_does_not_overwrite_a_later_one_unseen(
    client: FlaskClient, world: World, stories: dict[str, int]
) -> None:
    sign_in(client, world.ada)
    early = visit(client, DIGEST)
    change(client, subject="The later one")
    answer = client.post(DIGEST, data=sent(early, subject="The earlier one"))
    assert answer.status_code == 422 and "somebody else changed this digest" in answer.text
    assert decided().subject == "The later one"
    again = Visit(answer)
    assert client.post(DIGEST, data=sent(again)).status_code == 303
    assert decided().subject == "The earlier one"


def test_the_same_sent_twice_is_no_conflict(client: FlaskClient, world: World, stories: dict[str, int]) -> None:
    sign_in(client, world.ada)
    form = sent(visit(client, DIGEST), subject="Once")
    assert client.post(DIGEST, data=form).status_code == client.post(DIGEST, data=form).status_code == 303


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/2020/01/nothing/", "No article of ours has this address."),
        ("https://[x", "No article of ours has this address."),
        ("Two", "It stands in this list already."),
        ("Alt", "This is not new to those who get this digest"),
    ],
)
def test_an_article_that_cannot_be_added_is_refused(
    client: FlaskClient, world: World, stories: dict[str, int], typed: str, words: str
) -> None:
    world.article("Alt", language="fr", slug="alt", published_seq=9)
    sign_in(client, world.ada)
    typed = {"Two": f"/2026/11/{typed.lower()}/", "Alt": "/2026/11/alt/"}.get(typed, typed)
    answer = change(client, **{"more-add": typed})
    assert answer.status_code == 422 and words in answer.text


def test_placeholders_say_what_is_written_when_nothing_is(
    client: FlaskClient, world: World, stories: dict[str, int]
) -> None:
    sign_in(client, world.ada)
    page = visit(client, DIGEST)
    assert page.one("#subject").get("placeholder") == "Four, and 3 more"
    assert page.one("#preheader").get("placeholder") == "Three · Two"


def test_it_is_seen_in_frames_that_nobody_else_may_show(
    client: FlaskClient, world: World, stories: dict[str, int]
) -> None:
    sign_in(client, world.ada)
    page = visit(client, f"{DIGEST}preview/")
    assert "frame-src 'self'" in page.answer.headers["Content-Security-Policy"]
    assert page.answer.headers["X-Frame-Options"] == "DENY"
    frames = [frame.get("src") or "" for frame in page.all("iframe[sandbox]")]
    assert len(frames) == 4
    for path in frames:
        letter = client.get(path)
        policy = letter.headers["Content-Security-Policy"]
        assert letter.status_code == 200 and letter.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "script-src" not in policy and "default-src 'none'" in policy and "sandbox" in policy
        assert "Four" in letter.text
        assert ("@media all" in letter.text) == ("dark" in path) and "prefers-color-scheme" not in letter.text
    assert client.get(f"{DIGEST}preview/pink/normal/").status_code == 404
    assert "frame-src" not in visit(client, DIGEST).answer.headers["Content-Security-Policy"]


def test_as_words_only_it_needs_no_frame(client: FlaskClient, world: World, stories: dict[str, int]) -> None:
    sign_in(client, world.ada)
    page = visit(client, f"{DIGEST}preview/?form=text")
    assert not page.all("iframe") and "Four" in page.text("pre")
    assert "/newsletter/unsubscribe/preview/" in page.text("pre")


def test_a_test_goes_to_whoever_asks(client: FlaskClient, world: World, stories: dict[str, int], sink: Sink) -> None:
    token = sign_in(client, world.ada)
    answer = client.post(f"{DIGEST}test/", data={"csrf_token": token, "form": "normal"})
    assert answer.status_code == 303
    assert "on its way to ada-okoro@example.org" in visit(client, answer.headers["Location"]).text(".desk-flash")
    message = parsed(sink.accepted[0].content)
    assert message["To"] == "ada-okoro@example.org" and message["Subject"] == "Test: Four, and 3 more"
    assert "Three" in body(message, "plain")
    assert not db.session.scalars(select(Issue)).all()


def test_a_server_that_is_away_is_told(client: FlaskClient, world: World, stories: dict[str, int]) -> None:
    client.application.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    token = sign_in(client, world.ada)
    answer = client.post(f"{DIGEST}test/", data={"csrf_token": token})
    assert "did not answer" in visit(client, answer.headers["Location"]).text(".desk-flash.alarm")


def test_a_digest_that_nobody_waits_for_is_none(client: FlaskClient, world: World, stories: dict[str, int]) -> None:
    sign_in(client, world.ada)
    for path in ("daily/fr", "weekly/en", "breaking/en", "x/y"):
        assert client.get(f"/desk/newsletter/digests/{path}/").status_code == 404


def test_it_is_for_editors_with_a_token(client: FlaskClient, world: World, stories: dict[str, int]) -> None:
    sign_in(client, world.ada)
    form = sent(visit(client, DIGEST), subject="Mine")
    assert client.post(DIGEST, data={**form, "csrf_token": "x"}).status_code == 422
    assert "Mine" in client.post(DIGEST, data={**form, "csrf_token": "x"}).text
    token = sign_in(client, world.ben)
    for path in ("", "preview/", "preview/light/normal/"):
        assert client.get(DIGEST + path).status_code == 403
    assert client.post(DIGEST, data={**form, "csrf_token": token}).status_code == 403
    assert client.post(f"{DIGEST}test/", data={"csrf_token": token}).status_code == 403
    assert not db.session.scalars(select(Issue)).all()
