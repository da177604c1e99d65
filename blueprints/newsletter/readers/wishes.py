"""Wishes: what readers may choose from, by the names that people write, and back."""

import re
from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select

from blueprints.auth.models import Account
from blueprints.core.database import db
from blueprints.core.languages import offered
from blueprints.news.models import Byline, Category, Tag

PARTED = re.compile(r"\s*[,;|]\s*")


class Wishes:
    """What of some kinds can be chosen; asked of the database once."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self.kinds = kinds
        self._by_name = {kind: _by_name(kind) for kind in kinds}
        self._by_id = {kind: {number: name for name, number in each.items()} for kind, each in self._by_name.items()}

    def meant(self, kind: str, said: str) -> tuple[list[str], list[str]]:
        """The ids behind names or slugs with commas, semicolons or bars between; and the names that nothing has."""
        names = self._by_name[kind]
        asked = [name for name in PARTED.split(said.strip()) if name]
        if said.strip().lower() in names:  # a name that holds a comma
            asked = [said.strip()]
        return (
            [names[name.lower()] for name in asked if name.lower() in names],
            [name for name in asked if name.lower() not in names],
        )

    def told(self, kind: str, ids: Sequence[str]) -> str:
        """The slugs behind ids, as `meant` reads them; what is there no more keeps its number."""
        return ", ".join(self._by_id[kind].get(each, each) for each in ids)


def _by_name(kind: str) -> dict[str, str]:
    """Slugs first, then names, so that a slug is what `told` says."""
    if kind == "languages":
        return {language: language for language in {*offered(), current_app.config["LANGUAGE"]}}
    if kind == "categories":
        return _of_categories()
    slugs, names = (Tag.slug, Tag.name) if kind == "tags" else (Account.slug, Account.name)
    number = Tag.id if kind == "tags" else Account.id
    chosen = select(number, slugs, names)
    if kind == "authors":
        chosen = chosen.where(select(Byline.article_id).where(Byline.account_id == Account.id).exists())
    rows = db.session.execute(chosen).all()
    return {name.lower(): str(each) for each, _, name in rows} | {slug: str(each) for each, slug, _ in rows}


def _of_categories() -> dict[str, str]:
    rows = db.session.execute(select(Category.id, Category.slug, Category.name, Category.names)).all()
    others = {name.lower(): str(number) for number, _, _, names in rows for name in names.values()}
    own = {name.lower(): str(number) for number, _, name, _ in rows}
    return others | own | {slug: str(number) for number, slug, _, _ in rows}
