"""A browser at the desk: opens a form, changes some fields, sends it."""

import io
from typing import Any

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from blueprints.auth.models import Account
from blueprints.core.database import db
from blueprints.news.models import Article
from tests.signing_in import sign_in
from tests.visiting import Visit, visit

NEW = "/desk/articles/new/"


def edit_url(article: Article | int) -> str:
    return f"/desk/articles/{article if isinstance(article, int) else article.id}/edit/"


def values(page: Visit) -> dict[str, Any]:
    """What a browser would send of the editor's form if nothing were changed."""
    sent: dict[str, Any] = {}
    for field in page.all("form.desk-editor [name]"):
        name, kind = field.get("name"), field.get("type")
        if field.tag == "button" or kind == "file" or (kind == "checkbox" and field.get("checked") is None):
            continue
        if field.tag == "textarea":
            sent[name] = (field.text or "").removeprefix("\r\n").removeprefix("\n")
        elif field.tag == "select":
            chosen = [option for option in field.iter("option") if option.get("selected") is not None]
            sent[name] = chosen[0].get("value") if chosen else next(field.iter("option")).get("value")
        else:
            sent[name] = field.get("value") or "y"
            if kind != "checkbox":
                sent[name] = field.get("value") or ""
    return sent


def send(client: FlaskClient, url: str, action: str = "save", **changes: Any) -> TestResponse:
    """Open the form at this address, change these fields and press a button."""
    return client.post(url, data={**values(visit(client, url)), "action": action, **changes})


def enter(client: FlaskClient, person: Account) -> None:
    sign_in(client, person)


def article_of(answer: TestResponse) -> Article:
    """The article that a saved form led to, as the database has it."""
    assert answer.status_code == 303, f"{answer.status}: {answer.text[:3000]}"
    return stored(int(answer.headers["Location"].split("/")[3]))


def stored(article_id: int) -> Article:
    db.session.expunge_all()
    return db.session.get_one(Article, article_id)


def all_articles() -> list[Article]:
    db.session.expunge_all()
    return list(db.session.scalars(select(Article).order_by(Article.id)))


def image_file(kind: str = "JPEG", size: tuple[int, int] = (400, 300), mode: str = "RGB", **options: Any) -> io.BytesIO:
    """A picture as a camera would make it."""
    file = io.BytesIO()
    Image.new(mode, size, 0).save(file, kind, **options)
    file.seek(0)
    return file
