"""Moving in: everything comes in once, in its state, at an address that its old links lead to."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from blueprints.auth.models import Account, Role
from blueprints.core.clock import now
from blueprints.core.database import db
from blueprints.news.models import Article, ArticleCounter, ArticleState, Category, Comment, Page, Pick, Tag
from blueprints.news.wordpress.importer import Importer
from tests.news.wordpress.moving import EXPORT, article, everything, export_with, move_in
from tests.world import World


def names(model: type[Account] | type[Category] | type[Tag]) -> set[str]:
    return set(db.session.scalars(db.select(model.name)))


def test_it_accounts_for_everything(app: Flask) -> None:
    result = move_in(app)
    assert result.exit_code == 0, result.output
    table = {
        line.split()[0]: line.split()[-4:]
        for line in result.output.splitlines()
        if line[:6].strip() and line[-1:].isdigit()
    }
    assert table["article"] == ["7", "0", "4", "1"]
    assert table["page"][0] == "3"
    assert table["comment"] == ["6", "0", "3", "2"]
    assert "articles draft: 2, articles published: 4, articles scheduled: 1, pages published: 3." in result.output
    for reason in (
        "article: in trash",
        "article: protected by a password: became a draft",
        "comment: a pingback of another site",
        "comment: in spam",
        "menu entry: the menu here",
        "other: of the kind 'event'",
        "field: a custom field",
        "text: shortcode [contact-form-7]",
        "text: block 'latest-posts'",
    ):
        assert reason in result.output


def test_articles_keep_their_state_and_dates(app: Flask) -> None:
    move_in(app)
    states = {each.headline: each.state(now()) for each in db.session.scalars(db.select(Article))}
    assert states["Tomorrow's tide"] is ArticleState.SCHEDULED
    assert states["Half an idea"] is states["Behind a password"] is ArticleState.DRAFT
    assert "Thrown away" not in states
    ferry = article("The night ferry is back")
    assert ferry.published_at == datetime(2024, 3, 5, 20, 30, tzinfo=UTC)
    assert ferry.edited_at == datetime(2024, 3, 6, 8, 0, tzinfo=UTC)
    assert ferry.standfirst == "After two years, boats cross the lagoon after dark."
    assert db.session.scalar(select(Pick.position).where(Pick.article_id == ferry.id)) == 0
    assert ferry.comments_closed_at is None
    assert ferry.language == "en"
    db.session.remove()


def test_a_post_without_a_title_takes_its_first_words(app: Flask) -> None:
    move_in(app)
    assert article("عادت العبّارة الليلية إلى العمل 🚢.").body == '<p dir="rtl">عادت العبّارة الليلية إلى العمل 🚢.</p>'


def test_categories_and_tags_find_their_places(app: Flask) -> None:
    move_in(app)
    assert names(Category) == {"Ferries & boats", "Transport", "News", "Bridges"}
    assert names(Tag) == {"Harbour", "بحر", "Only here"}
    ferries = db.session.scalars(db.select(Category).where(Category.slug == "ferries")).one()
    transport = db.session.scalars(db.select(Category).where(Category.slug == "transport")).one()
    assert ferries.parent_id == transport.id
    assert article("The night ferry is back").category_id == ferries.id
    assert transport.position is not None and ferries.position is None


def test_second_categories_become_tags(app: Flask, tmp_path: Path) -> None:
    other = '<category domain="category" nicename="bridges"><![CDATA[Bridges]]></category>'
    two = '<category domain="category" nicename="ferries"><![CDATA[Ferries &amp; boats]]></category>'
    result = move_in(app, export_with(tmp_path, (other, other + two)))
    assert "the first stays, the others became tags" in result.output
    assert "Ferries & boats" in names(Tag)


def test_authors_are_bylines_that_cannot_sign_in(app: Flask) -> None:
    move_in(app)
    people = {each.name: each for each in db.session.scalars(db.select(Account))}
    assert set(people) == {"Ngozi Eze-Malik", "Sadia Warsame", "nobody-in-the-list"}
    assert not any(each.may_sign_in for each in people.values())
    assert all(each.role == Role.AUTHOR for each in people.values())
    db.session.remove()


def test_an_author_who_is_here_already_is_the_same_person(app: Flask, world: World, tmp_path: Path) -> None:
    ada = world.ada
    result = move_in(app, export_with(tmp_path, ("ngozi@lagoonpost.example", "Ada-Okoro@Example.org")))
    assert "author: was here already, by the email address" in result.output
    assert article("The night ferry is back").author_id == ada.id
    assert db.session.get_one(Account, ada.id).may_sign_in


def test_comments_keep_their_threads_and_state(app: Flask) -> None:
    move_in(app)
    comments = {each.name: each for each in db.session.scalars(db.select(Comment))}
    assert set(comments) == {"Amina", "Baba Tunde", "Waiting", "Replier", "Impatient"}
    assert comments["Baba Tunde"].parent_id == comments["Amina"].id
    assert comments["Replier"].parent_id is comments["Impatient"].parent_id is None
    assert comments["Waiting"].is_held and comments["Amina"].is_visible
    assert comments["Amina"].text == "At last! Timetable here (https://ferries.example/times).\n\nGood < bad & all."
    counter = db.session.get_one(ArticleCounter, comments["Amina"].article_id)
    assert counter.comments == 4
    assert comments["Amina"].posted_at == datetime(2024, 3, 5, 21, 0, tzinfo=UTC)
    db.session.remove()


def test_pages_stand_below_their_parents(app: Flask) -> None:
    move_in(app)
    pages = {each.path: each for each in db.session.scalars(db.select(Page))}
    assert set(pages) == {"about", "about/team", "search-2"}
    assert "Greetings to the team" in pages["about/team"].body
    assert pages["about"].position == 1 and pages["about/team"].position == 0
    db.session.remove()


PUBLIC = (
    "/2024/03/the-night-ferry-is-back/",
    "/2023/01/three-bridges-one-river/",
    "/2024/05/three-bridges-one-river-2/",
    "/about/",
    "/about/team/",
    "/search-2/",
    "/category/ferries/",
    "/category/transport/",
    "/category/bridges/",
    "/tag/harbour/",
    "/tag/only-here/",
    "/author/ngozi-eze-malik/",
    "/author/sadia-warsame/",
)


def test_what_was_public_can_be_read(app: Flask, client: FlaskClient) -> None:
    move_in(app)
    assert {path: client.get(path).status_code for path in PUBLIC} == dict.fromkeys(PUBLIC, 200)


OLD = {
    "/2024/03/05/the-night-ferry-is-back/": "/2024/03/the-night-ferry-is-back/",
    "/2024/03/05/the-night-ferry-is-back": "/2024/03/the-night-ferry-is-back/",
    "/2024/03/05/night-ferry/": "/2024/03/the-night-ferry-is-back/",
    "/2024/03/05/the-night-ferry-is-back/ferry/": "/2024/03/the-night-ferry-is-back/",
    "/?p=101": "/2024/03/the-night-ferry-is-back/",
    "/?page_id=302": "/about/team/",
    "/?attachment_id=203": "/2023/01/three-bridges-one-river/",
    "/2024/05/05/three-bridges-one-river/": "/2024/05/three-bridges-one-river-2/",
    "/category/transport/ferries/": "/category/ferries/",
    "/category/uncategorized/": "/category/news/",
    "/?cat=2": "/category/transport/",
    "/tag/%D8%A8%D8%AD%D8%B1/": "/tag/bhr/",
    "/author/ngozi/": "/author/ngozi-eze-malik/",
}


def test_old_links_redirect(app: Flask, client: FlaskClient) -> None:
    move_in(app)
    answers = {old: client.get(old) for old in OLD}
    assert {old: answer.status_code for old, answer in answers.items()} == dict.fromkeys(OLD, 301)
    assert {old: answer.headers["Location"] for old, answer in answers.items()} == OLD


def test_running_it_again_changes_nothing(app: Flask) -> None:
    move_in(app)
    before = everything()
    again = move_in(app)
    assert again.exit_code == 0
    assert everything() == before


def test_running_it_again_keeps_what_the_desk_changed(app: Flask) -> None:
    move_in(app)
    ferry = article("The night ferry is back")
    ferry.headline, ferry.body = "Ferry, again", "<p>Rewritten.</p>"
    db.session.commit()
    db.session.execute(db.delete(Article).where(Article.headline == "Half an idea"))
    db.session.commit()
    result = move_in(app)
    assert article("Ferry, again").body == "<p>Rewritten.</p>"
    assert "came in before and was deleted here since" in result.output
    assert db.session.scalar(db.select(Article.id).where(Article.headline == "Half an idea")) is None


def test_a_grown_export_adds_only_what_is_new(app: Flask, tmp_path: Path) -> None:
    move_in(app)
    comment = (
        "<wp:comment><wp:comment_id>8</wp:comment_id><wp:comment_author>Late</wp:comment_author>"
        "<wp:comment_content>Me too</wp:comment_content><wp:comment_approved>1</wp:comment_approved>"
        "<wp:comment_parent>2</wp:comment_parent></wp:comment>"
    )
    post = (
        "<item><title>Brand new</title><dc:creator>ngozi</dc:creator><content:encoded>Text</content:encoded>"
        "<wp:post_id>900</wp:post_id><wp:post_date_gmt>2024-06-06 06:06:06</wp:post_date_gmt>"
        "<wp:post_name>brand-new</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
    )
    first = (
        "\t</item>\n\t<item>\n\t\t<title>Three bridges, one river</title>\n\t\t<link>https://lagoonpost.example/2023"
    )
    before = {name: len(rows) for name, rows in everything().items()}
    result = move_in(
        app, export_with(tmp_path, (first, f"{comment}\n\t</item>{post}{first.removeprefix(chr(9) + '</item>')}"))
    )
    assert result.exit_code == 0, result.output
    after = {name: len(rows) for name, rows in everything().items()}
    assert (after["article"], after["comment"]) == (before["article"] + 1, before["comment"] + 1)
    late = db.session.scalars(db.select(Comment).where(Comment.name == "Late")).one()
    assert late.parent_id == db.session.scalar(db.select(Comment.id).where(Comment.name == "Baba Tunde"))


def test_one_that_was_killed_goes_on_where_it_was(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    move_in(app)
    whole = {name: len(rows) for name, rows in everything().items()}
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    db.session.commit()
    run = Importer.run

    def killed(importer: Importer) -> object:
        for number, step in enumerate(run(importer)):
            if number == 31:
                raise KeyboardInterrupt
            yield step

    with monkeypatch.context() as patch:
        patch.setattr("blueprints.news.wordpress.importer.BATCH", 2)
        patch.setattr(Importer, "run", killed)
        assert move_in(app).exit_code != 0
    partly = {name: len(rows) for name, rows in everything().items()}
    assert 0 < partly["article"] < whole["article"]
    assert move_in(app).exit_code == 0
    assert {name: len(rows) for name, rows in everything().items()} == whole


def test_a_malformed_file_changes_nothing(app: Flask, tmp_path: Path) -> None:
    before = everything()
    result = move_in(app, export_with(tmp_path, ("</rss>", "</ssr>")))
    assert result.exit_code == 1
    assert len(result.output.strip().splitlines()) == 1
    line = len(EXPORT.read_text(encoding="utf-8").splitlines())
    assert f"line {line}, column" in result.output and "Nothing was changed." in result.output
    assert everything() == before


def test_what_cannot_be_meant_gets_one_plain_line(app: Flask, tmp_path: Path) -> None:
    nowhere = move_in(app, tmp_path / "nowhere.xml")
    assert (nowhere.exit_code, nowhere.output.count("\n")) == (1, 1)
    assert "cannot be read: No such file or directory" in nowhere.output
    no_folder = move_in(app, EXPORT, "--media", str(EXPORT))
    assert (no_folder.exit_code, no_folder.output.count("\n")) == (1, 1)
    assert "is not a folder" in no_folder.output


def test_the_front_page_of_a_moved_site_can_be_read(app: Flask, client: FlaskClient) -> None:
    move_in(app)
    page = client.get("/").get_data(as_text=True)
    assert "The night ferry is back" in page and "Half an idea" not in page and "Tomorrow" not in page
