"""What a reader sees in a list of articles, and how they go on to its end, for several tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import event

from blueprints.core.database import db
from blueprints.core.models import Picture
from blueprints.core.storage import store_image
from tests.visiting import Visit, read, visit

BAD_CURSORS = ("", "x", "1", "1.2.3", "1.x", "-.1", "9" * 18 + ".1", "1.\u0661", "%00", "1.1%0A")


def headlines(page: Visit) -> list[str]:
    """The headlines of the cards, in their order."""
    return ["".join(link.itertext()) for link in page.all(".card-headline a")]


def places(page: Visit) -> list[str]:
    """Every article that the page links to, in its order."""
    return [link.get("href") for link in page.all("main a[href^='/20']")]


def walk(client: FlaskClient, url: str) -> list[str]:
    """Every headline from here to the end of the list, by the plain links."""
    page = visit(client, url)
    found = headlines(page)
    while more := page.all(".load-more a"):
        page = visit(client, more[0].get("href"))
        found += headlines(page)
    return found


def walk_with_htmx(client: FlaskClient, url: str) -> list[str]:
    """The same, as a browser with JavaScript does it: each stretch is a fragment that takes the link's place."""
    page = visit(client, url)
    found = headlines(page)
    while more := page.all(".load-more a"):
        answer = client.get(more[0].get("data-hx-get"))
        assert "<html" not in answer.text and "Set-Cookie" not in answer.headers
        page = read(answer, fragment=True)
        found += headlines(page)
    return found


@contextmanager
def counted_questions() -> Iterator[list[str]]:
    """What the database is asked meanwhile, for the pages themselves."""
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *others: object) -> None:
        # The page cache reads the purge log by the clock, in a transaction of its own.
        if statement.lstrip().startswith(("SELECT", "WITH")) and "FROM purge" not in statement:
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def picture(digest: str = "ab" * 32, *, caption: str = "", credit: str = "") -> Picture:
    """A picture that is stored and has an id."""
    made = store_image(
        Image.new("RGB", (1600, 1000), "teal"), digest, alt="A teal cloth", caption=caption, credit=credit
    )
    db.session.add(made)
    db.session.commit()
    db.session.refresh(made)
    return made
