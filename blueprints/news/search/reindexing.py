"""Making the index anew, in short transactions, while the site answers; and what cron finds missing in it."""

from collections.abc import Iterator
from datetime import timedelta

import click
from sqlalchemy import func, select

from blueprints.core.command_errors import OperatorCommand
from blueprints.core.cron import job
from blueprints.core.database import AnySession, db, writing
from blueprints.news import bp
from blueprints.news.models import NOT_WITHDRAWN, Article, SearchEntry
from blueprints.news.search.keeping import index_articles

BATCH = 25
MOST_AT_ONCE = 1000


def batches(session: AnySession, below: int | None = None) -> Iterator[list[int]]:
    """The ids of all articles below this one, the newest first, a batch at a time."""
    while True:
        ids = select(Article.id).order_by(Article.id.desc()).limit(BATCH)
        found = list(session.scalars(ids if below is None else ids.where(Article.id < below)))
        session.rollback()
        if not found:
            return
        yield found
        below = found[-1]


def index_batch(session: AnySession, ids: list[int]) -> None:
    """Index these in a transaction of its own, for which others who write wait about a tenth of a second."""
    with writing():
        index_articles(session, ids)
        session.commit()


@bp.cli.command("reindex", cls=OperatorCommand)
@click.option("--below", type=click.IntRange(1), help="Go on with the articles whose id is lower than this.")
def reindex_command(below: int | None) -> None:
    """Make the search index anew, the latest articles first. The site answers meanwhile; Ctrl-C keeps what is done."""
    counting = select(func.count()).select_from(Article)
    total = db.session.scalar(counting if below is None else counting.where(Article.id < below)) or 0
    done = 0
    with click.progressbar(length=total, label=f"Indexing {total} articles") as bar:
        try:
            for ids in batches(db.session, below):
                index_batch(db.session, ids)
                below, done = ids[-1], done + len(ids)
                bar.update(len(ids))
        except KeyboardInterrupt:
            db.session.rollback()
            on = f" --below {below}" if below else ""
            raise click.ClickException(f"Stopped after {done}. Go on with: flask news reindex{on}") from None
    click.echo(f"{done} articles indexed.")


@job("search", every=timedelta(minutes=5))
def _index_missing() -> str:
    """What is out and not in the index, as after a migration, comes in, some thousand at a time."""
    missing = (
        select(Article.id)
        .outerjoin(SearchEntry, SearchEntry.article_id == Article.id)
        .where(Article.published_at.is_not(None), NOT_WITHDRAWN, SearchEntry.article_id.is_(None))
        .order_by(Article.published_at.desc())
        .limit(MOST_AT_ONCE)
    )
    ids = list(db.session.scalars(missing))
    db.session.rollback()
    for start in range(0, len(ids), BATCH):
        index_batch(db.session, ids[start : start + BATCH])
    return f"{len(ids)} were missing"
