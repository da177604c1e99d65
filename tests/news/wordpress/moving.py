"""The command as an operator runs it, on the small export or on one that differs from it."""

import io
from pathlib import Path

from click.testing import Result
from flask import Flask
from PIL import Image

from blueprints.core.database import Base, db
from blueprints.news.models import Article

EXPORT = Path(__file__).parent / "exports" / "lagoon-post.xml"
PASSING = ("purge", "article_search")


def move_in(app: Flask, export: Path = EXPORT, *options: str) -> Result:
    """Run the command; the session is fresh before and after."""
    db.session.remove()
    result = app.test_cli_runner().invoke(args=["news", "import-wordpress", str(export), *options])
    db.session.remove()
    return result


def export_with(folder: Path, *changes: tuple[str, str]) -> Path:
    """The small export with some of its words replaced."""
    text = EXPORT.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "changed.xml"
    path.write_text(text, encoding="utf-8")
    return path


def article(headline: str) -> Article:
    """The one article with this headline."""
    return db.session.scalars(db.select(Article).where(Article.headline == headline)).one()


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for what only passes through."""
    tables = [table for name, table in Base.metadata.tables.items() if name not in PASSING]
    rows = {table.name: sorted(map(tuple, db.session.execute(db.select(table))), key=repr) for table in tables}
    db.session.remove()
    return rows


def uploads(folder: Path) -> Path:
    """A copy of the old site's uploads folder, with the two pictures of the small export."""
    for name, colour in (("2024/03/ferry.jpg", "white"), ("2022/12/bridge.png", "brown")):
        path = folder / "uploads" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(picture(colour, "JPEG" if name.endswith("jpg") else "PNG"))
    return folder / "uploads"


def picture(colour: str, kind: str = "JPEG") -> bytes:
    """A plain picture as a file."""
    file = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(file, kind)
    return file.getvalue()
