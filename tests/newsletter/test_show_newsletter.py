"""What one gets, and what leads here."""

import pytest
from flask.testing import FlaskClient

from tests.newsletter.readers import Readers
from tests.visiting import visit
from tests.world import World


def test_it_invites_and_lists_the_latest_issues(client: FlaskClient, world: World, readers: Readers) -> None:
    assert visit(client, "/newsletter/").all(".issue-list") == []
    readers.add()
    world.article("Port opens")
    readers.compose()
    page = visit(client, "/newsletter/?again")
    assert page.text(".issue-list a") == "Port opens"
    assert page.one(".issue-list a").get("href") == "/newsletter/issues/1/"
    assert [link.get("href") for link in page.all("main a") if link.text == "Read a letter first"] == [
        "/newsletter/issues/1/"
    ]
    assert page.answer.headers["Cache-Control"].startswith("public")


def test_how_often_can_be_chosen_at_once(client: FlaskClient) -> None:
    page = visit(client, "/newsletter/")
    assert [box.get("value") for box in page.all("main input[name=cadence]")] == ["daily", "weekly", "breaking"]
    assert [box.get("value") for box in page.all("main input[checked]")] == ["daily"]


def test_who_comes_by_a_friends_letter_can_read_it(client: FlaskClient, world: World, readers: Readers) -> None:
    readers.add()
    world.article("Port opens")
    readers.compose()
    page = visit(client, "/newsletter/?from=1")
    assert "A friend passed this letter on" in page.text(".notice")
    assert page.one(".notice a").get("href") == "/newsletter/issues/1/"
    assert page.one("main input[name=place]").get("value") == "friend"
    assert page.answer.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("sender", ["2", "0", "-1", "9" * 30, "1.5", "<script>", "%00", "👋", "x" * 9000])
def test_what_names_no_issue_is_just_the_page(client: FlaskClient, sender: str) -> None:
    page = visit(client, f"/newsletter/?from={sender}")
    assert page.all("main .notice") == []
    assert page.one("main input[name=place]").get("value") == "page"
