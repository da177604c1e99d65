"""`flask news import-wordpress`: checks first, then brings in, then accounts for all of it."""

import sys
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from blueprints.core.command_errors import OperatorCommand, is_unready
from blueprints.core.database import db, writing
from blueprints.core.locks import exclusive
from blueprints.news import bp
from blueprints.news.wordpress import sources, wxr
from blueprints.news.wordpress.importer import Circumstances, Importer
from blueprints.news.wordpress.library import Library
from blueprints.news.wordpress.markup.surroundings import own_hosts
from blueprints.news.wordpress.records import Site, Survey
from blueprints.news.wordpress.report import lines

MISSING_LIST = "import-missing-files.txt"


@bp.cli.command("import-wordpress", cls=OperatorCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--media", type=click.Path(path_type=Path), help="A copy of the old site's wp-content/uploads folder.")
@click.option("--fetch-media", is_flag=True, help="Ask the old site for the pictures that --media does not have.")
def import_wordpress_command(file: Path, media: Path | None, fetch_media: bool) -> None:
    """Bring in a WordPress export FILE (WXR, .xml or .xml.gz). Running it again adds only what is new."""
    if media is not None and not media.is_dir():
        raise click.ClickException(f"{media} is not a folder. Nothing was changed.")
    try:
        survey = wxr.survey(file)
    except wxr.UnreadableExport as refused:
        raise click.ClickException(f"{file}: {refused}. Nothing was changed.") from refused
    with exclusive(db.engine, Path(current_app.instance_path), "import-wordpress") as mine:
        if not mine:
            raise click.ClickException("Another import is running. Nothing was changed.")
        importer = Importer(file, survey, _circumstances(survey.site, media, fetch_media))
        _run(importer, survey)
        for line in lines(importer.report):
            click.echo(line)
        _list_missing(importer.library, Path(current_app.instance_path) / MISSING_LIST)


def _circumstances(site: Site, media: Path | None, fetch_media: bool) -> Circumstances:
    chosen = [sources.from_folder(media)] if media else []
    if fetch_media:
        chosen.append(sources.from_network(site.address, own_hosts(site.address)))
    return Circumstances(
        session=db.session,
        zone=ZoneInfo(current_app.config["TIMEZONE"]),
        language=current_app.config["LANGUAGE"],
        is_free=_has_no_route(),
        source=sources.first_of(*chosen) if chosen else sources.nowhere,
        breaking_hours=current_app.config["BREAKING_HOURS"],
    )


def _run(importer: Importer, survey: Survey) -> None:
    click.echo(f"{survey.site.title or 'A site without a name'} ({survey.site.address}): {survey.item_count:,} items.")
    on_terminal = sys.stdout.isatty()
    progress = click.progressbar(importer.run(), length=importer.steps, label="Moving in", hidden=not on_terminal)
    try:
        with writing(), progress as bar:
            for _ in bar:
                pass
    except (SQLAlchemyError, OSError) as error:
        db.session.rollback()
        if is_unready(error):
            raise
        reason = str(getattr(error, "orig", error)).splitlines()[0]
        raise click.ClickException(f"{reason}. Run it again to go on from here.") from error


def _list_missing(library: Library, path: Path) -> None:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for kind, address in library.missing():
            file.write(f"{kind}\t{address}\n")
            count += 1
    library.close()
    if count:
        click.echo(f"\n{count:,} files are still at the old site only; their addresses are in {path}.")
    else:
        path.unlink()


def _has_no_route() -> Callable[[str], bool]:
    """Whether a path is left to the pages of the newsroom, and not taken by something that the site itself shows."""
    routes = current_app.url_map.bind("localhost")

    def is_free(path: str) -> bool:
        try:
            endpoint, _ = routes.match(f"/{path}/", method="GET")
        except MethodNotAllowed:
            return False
        except HTTPException:
            return True
        return bool(endpoint == "news.show_page")

    return is_free
