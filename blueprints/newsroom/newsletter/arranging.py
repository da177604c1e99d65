"""The articles of a letter as rows of a form: their order, what stays out, and one more by its address."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from blueprints.core.database import LARGEST_ID, AnySession
from blueprints.core.wording import gettext
from blueprints.news.models import Article
from blueprints.newsroom.curation import named_article
from blueprints.newsroom.forms.digest import ArticlesForm, PlaceInLetterForm

MOST_ROWS = 40


@dataclass
class ArticleRow:
    """An article in the form, and in which place it was shown."""

    article: Article
    form: PlaceInLetterForm
    place: int


@dataclass
class Arrangement:
    """All rows, and the field for one more."""

    rows: list[ArticleRow] = field(default_factory=list)
    form: ArticlesForm = field(default_factory=lambda: ArticlesForm(prefix="more-"))
    added: Article | None = None

    @classmethod
    def showing(cls, articles: Sequence[Article]) -> "Arrangement":
        """As it stands."""
        numbered = enumerate(articles, 1)
        return cls([ArticleRow(each, PlaceInLetterForm(prefix=_prefix(each), position=n), n) for n, each in numbered])

    @classmethod
    def sent(cls, articles: Sequence[Article], sent: MultiDict[str, str]) -> "Arrangement":
        """As a browser sent it, of these articles."""
        numbered = enumerate(articles, 1)
        rows = [ArticleRow(each, PlaceInLetterForm(sent, prefix=_prefix(each)), n) for n, each in numbered]
        return cls(rows, ArticlesForm(sent, prefix="more-"))

    def is_sound(self, session: AnySession) -> bool:
        """Whether everything in it can be meant; the errors stand in the forms."""
        rows = [row.form.validate() for row in self.rows if not row.form.out.data]
        well = self.form.validate()
        if well and self.form.add.data:
            self.added = named_article(session, self.form.add.data)
            self._judge(self.added)
        return all(rows) and well and not self.form.errors

    def refuse(self, words: str) -> None:
        """Say why the added article cannot be taken."""
        self.form.add.errors, self.added = (*self.form.add.errors, words), None

    @property
    def has_errors(self) -> bool:
        """Whether something in it could not be meant."""
        return bool(self.form.errors or self.form.add.errors or any(row.form.errors for row in self.rows))

    @property
    def order(self) -> list[int]:
        """Ids in the order that was asked for. Of two with one number, the one that was moved there counts."""
        stay = [row for row in self.rows if not row.form.out.data]
        keyed = [(row.form.position.data or 0, _moved(row), row.place, row.article.id) for row in stay]
        if self.added is not None:
            keyed.append((self.form.position.data or len(self.rows) + 100, -2, 0, self.added.id))
        return [number for *_, number in sorted(keyed)]

    @property
    def left_out(self) -> list[int]:
        """Ids of those that should not be in it."""
        return [row.article.id for row in self.rows if row.form.out.data]

    def _judge(self, article: Article | None) -> None:
        if article is None:
            self.refuse(gettext("No article of ours has this address."))
        elif article.published_at is None or article.withdrawn_at is not None:
            self.refuse(gettext("Readers cannot see this article: publish it first."))
        elif any(row.article.id == article.id and not row.form.out.data for row in self.rows):
            self.refuse(gettext("It stands in this list already."))


def sent_ids(sent: Iterable[str]) -> list[int]:
    """The ids that a browser sent, whatever else it did."""
    numbers = [int(each) for each in sent if each.isascii() and each.isdigit() and len(each) < 11]
    return list(dict.fromkeys(number for number in numbers if 0 < number <= LARGEST_ID))[:MOST_ROWS]


def _prefix(article: Article) -> str:
    return f"a{article.id}-"


def _moved(row: ArticleRow) -> int:
    """-1 where it was moved up, 0 where it stayed, 1 where it was moved down."""
    position = row.form.position.data or 0
    return (position > row.place) - (position < row.place)
