"""Marks in old titles arrive as fields of the article."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.models import Byline
from tests.news.wordpress.moving import article, export_with, move_in

OLD = "<title>The night ferry is back</title>"


def test_marks_of_an_old_title_arrive_and_have_ended(app: Flask, tmp_path: Path) -> None:
    title = "<title>BREAKING: Nigeria: (VIDEO) LIVE: The night ferry is back – Dr. Musa Bello</title>"
    result = move_in(app, export_with(tmp_path, (OLD, title)))
    ferry = article("The night ferry is back")
    assert (ferry.country, ferry.is_video, ferry.is_opinion, ferry.live_at) == ("Nigeria", True, True, None)
    assert ferry.published_at and ferry.breaking_until == ferry.published_at + timedelta(hours=6)
    assert not ferry.is_breaking(now())
    byline = db.session.scalars(select(Byline).where(Byline.article_id == ferry.id)).one()
    assert (byline.account_id, byline.guest, byline.published_at) == (None, "Dr. Musa Bello", ferry.published_at)
    for said in ("'Breaking' in its title became a label", "the country before its title", "Names taken from titles"):
        assert said in result.output
