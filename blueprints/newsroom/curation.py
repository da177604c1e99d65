"""Curating the front page: what editors picked for each place, as a form shows it and as rows keep it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from urllib.parse import urlsplit

from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from wtforms import ValidationError

from blueprints.core.database import LARGEST_ID, AnySession
from blueprints.core.purging import purge
from blueprints.core.wording import gettext
from blueprints.news.addresses import forwarding
from blueprints.news.models import Article, Category, Pick
from blueprints.newsroom import queries
from blueprints.newsroom.forms import PickForm, PlaceForm
from blueprints.newsroom.local_time import TimeRefusedError, moment_at

TOP = "top"
MOST_ROWS = 40
Chosen = tuple[int | None, int, datetime | None]  # category or none, article, until


@dataclass
class Row:
    """One pick in the form; `kept` is its row, when it has one already."""

    article: Article
    form: PickForm
    kept: Pick | None
    ended: bool = False


@dataclass
class Place:
    """The top or a section's band, with its picks and the field for one more."""

    key: str
    name: str
    category_id: int | None
    form: PlaceForm
    rows: list[Row] = field(default_factory=list)


def version_of(picks: Sequence[Pick]) -> str:
    """A digest of everything that is picked, to tell whether somebody else changed it."""
    told = [f"{pick.category_id}:{pick.article_id}:{pick.position}:{pick.until}" for pick in picks]
    return hashlib.blake2b("\n".join(told).encode(), digest_size=16).hexdigest()


@dataclass
class Curation:
    """The front page's form over all places, empty, as kept, or as sent."""

    session: AnySession
    picks: Sequence[Pick]
    zone: str
    moment: datetime
    places: list[Place] = field(default_factory=list)

    def show(self, categories: Sequence[Category], local: Mapping[int, datetime], add: str = "") -> None:
        """What is kept now; `local` gives the end of each pick on the desk's clocks, `add` fills the top's field."""
        for key, name, category_id in _places(categories):
            form = PlaceForm(prefix=f"{key}-", add=add if key == TOP else "")
            place = Place(key, name, category_id, form)
            kept = {pick.article_id: pick for pick in self.picks if pick.category_id == category_id}
            for number, pick in enumerate(kept.values(), 1):
                until = local.get(pick.id)
                day, hour = (until.date(), until.time()) if until else (None, None)
                prefix = f"{key}-{pick.article_id}-"
                form_of = PickForm(prefix=prefix, position=number, until_on=day, until_at=hour)
                place.rows.append(Row(pick.article, form_of, pick, pick.is_over(self.moment)))
            self.places.append(place)

    def take(self, categories: Sequence[Category], sent: MultiDict[str, str]) -> None:
        """What a browser sent, whatever has become of the rows meanwhile."""
        wanted = {key: _ids(sent.getlist(f"{key}-article")) for key, _, _ in _places(categories)}
        everything = {article_id for ids in wanted.values() for article_id in ids}
        articles = {each.id: each for each in self.session.scalars(queries.articles_to_pick(everything))}
        kept = {(pick.category_id, pick.article_id): pick for pick in self.picks}
        for key, name, category_id in _places(categories):
            place = Place(key, name, category_id, PlaceForm(sent, prefix=f"{key}-"))
            for article_id in wanted[key]:
                if article_id in articles:
                    form = PickForm(sent, prefix=f"{key}-{article_id}-")
                    place.rows.append(Row(articles[article_id], form, kept.get((category_id, article_id))))
            self.places.append(place)

    def chosen(self) -> list[Chosen] | None:
        """What the form wants, each place in its order; None when something in it is wrong, which it then says."""
        sound, all_chosen = True, list[Chosen]()
        for place in self.places:
            ordered: list[tuple[int, int, int, Chosen]] = []
            for number, row in enumerate(place.rows):
                if row.form.remove.data:
                    continue
                well = row.form.validate()
                until = self._until(row)
                sound = sound and well and not row.form.errors
                row.ended = until is not None and until <= self.moment
                if well and not row.ended:
                    chosen = (place.category_id, row.article.id, until)
                    ordered.append((row.form.position.data or 0, 1, number, chosen))
            added = self._added(place)
            sound = sound and not place.form.errors
            if added is not None:
                at = place.form.position.data or len(place.rows) + 100
                ordered.append((at, 0, 0, (place.category_id, added.id, None)))
            all_chosen += [chosen for *_, chosen in sorted(ordered, key=lambda each: each[:3])]
        return all_chosen if sound else None

    def write(self, chosen: Sequence[Chosen], editor_id: int) -> None:
        """Keep exactly these picks, in this order; who picked what stays first known. The caller commits."""
        kept = {(pick.category_id, pick.article_id): pick for pick in self.picks}
        staying: set[Pick] = set()
        for position, (category_id, article_id, until) in enumerate(chosen):
            pick = kept.get((category_id, article_id))
            if pick is None:
                pick = Pick(
                    category_id=category_id, article_id=article_id, picked_at=self.moment, picked_by_id=editor_id
                )
                self.session.add(pick)
            pick.position, pick.until = position, until
            staying.add(pick)
        for pick in self.picks:
            if pick not in staying:
                self.session.delete(pick)
        self.session.flush()
        purge(self.session, "front")

    def is_kept(self, chosen: Sequence[Chosen] | None) -> bool:
        """Whether this is what stands there already."""
        lasting = [pick for pick in self.picks if not pick.is_over(self.moment)]
        places = [place.category_id for place in self.places]
        mine = [(pick.category_id, pick.article_id, pick.until) for pick in lasting if pick.category_id in places]
        return chosen is not None and sorted(mine, key=lambda each: places.index(each[0])) == list(chosen)

    def _until(self, row: Row) -> datetime | None:
        day, hour = row.form.until_on.data, row.form.until_at.data
        if day is None:
            if hour is not None:
                _complain(row.form, "until_on", gettext("Say on which day."))
            return None
        try:
            until = moment_at(day, hour or time(23, 59), self.zone)
        except TimeRefusedError as refused:
            _complain(row.form, "until_on", str(refused))
            return None
        if until <= self.moment and (row.kept is None or _to_the_minute(row.kept.until) != until):
            _complain(row.form, "until_on", gettext("This time has passed."))
        return until

    def _added(self, place: Place) -> Article | None:
        if not place.form.validate() or not place.form.add.data:
            return None
        try:
            return self._pickable(place, place.form.add.data)
        except ValidationError as refused:
            _complain(place.form, "add", str(refused))
            return None

    def _pickable(self, place: Place, typed: str) -> Article:
        article = named_article(self.session, typed)
        if article is None:
            raise ValidationError(gettext("No article of ours has this address."))
        if article.published_at is None or article.withdrawn_at is not None:
            raise ValidationError(gettext("Readers cannot see this article: publish it first."))
        if any(row.article.id == article.id and not row.form.remove.data for row in place.rows):
            raise ValidationError(gettext("It stands in this list already."))
        return article


def named_article(session: AnySession, typed: str) -> Article | None:
    """The article whose address this is, or was once."""
    try:
        parts = urlsplit(typed)
    except ValueError:  # a bracket that does not close
        return None
    slug = parts.path.strip("/").rpartition("/")[2]
    found = session.scalars(queries.article_to_pick(slug)).first()
    if found is None and parts.path:
        leads_to = forwarding(session, parts.path, parts.query) or ""
        found = session.scalars(queries.article_to_pick(leads_to.strip("/").rpartition("/")[2])).first()
    return found


def all_picks(session: AnySession) -> Sequence[Pick]:
    """Everything that is picked, ended or not, in its order, with the articles."""
    return session.scalars(queries.picks()).all()


def address_of(session: AnySession, article_id: int) -> Article | None:
    """The article that a link asks to add."""
    return session.scalar(select(Article).where(Article.id == article_id)) if 0 < article_id <= LARGEST_ID else None


def _places(categories: Sequence[Category]) -> list[tuple[str, str, int | None]]:
    return [(TOP, gettext("Top of the page"), None), *((f"c{each.id}", each.name, each.id) for each in categories)]


def _ids(sent: Sequence[str]) -> list[int]:
    numbers = [int(each) for each in sent if each.isascii() and each.isdigit() and len(each) < 11]
    return list(dict.fromkeys(number for number in numbers if number <= LARGEST_ID))[:MOST_ROWS]


def _to_the_minute(moment: datetime | None) -> datetime | None:
    return moment.replace(second=0, microsecond=0) if moment else None


def _complain(form: PickForm | PlaceForm, name: str, words: str) -> None:
    form[name].errors = [*form[name].errors, words]
