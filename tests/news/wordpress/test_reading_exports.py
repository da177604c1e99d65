"""An export is read as a stream of plain records, and a broken one is refused with its place."""

import gzip
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from blueprints.news.wordpress.records import Author, Category, Item, Record, Tag
from blueprints.news.wordpress.wxr import MalformedExport, UnreadableExport, read, survey

EXPORT = Path(__file__).parent / "exports" / "lagoon-post.xml"
LAGOS = ZoneInfo("Africa/Lagos")


def items(path: Path = EXPORT) -> dict[int, Item]:
    return {record.post_id: record for record in read(path, LAGOS) if isinstance(record, Item)}


def of_kind(kind: type[Record]) -> list[Record]:
    return [record for record in read(EXPORT, LAGOS) if isinstance(record, kind)]


def written(folder: Path, content: bytes) -> Path:
    path = folder / "export.xml"
    path.write_bytes(content)
    return path


def test_the_survey_knows_the_site_and_counts_everything() -> None:
    found = survey(EXPORT)
    assert (found.site.title, found.site.address) == ("The Lagoon Post", "https://lagoonpost.example")
    assert (found.site.language, found.site.version) == ("en-US", "1.2")
    assert found.items == {"post": 8, "page": 3, "attachment": 3, "nav_menu_item": 1, "event": 1}
    assert (found.item_count, found.comments) == (16, 8)


def test_authors_are_found_before_and_after_the_articles() -> None:
    assert of_kind(Author) == [
        Author("ngozi", "ngozi@lagoonpost.example", "Ngozi Eze-Malik"),
        Author("sadia", "", "Sadia Warsame"),
    ]


def test_categories_keep_their_parents_and_tags_their_slugs() -> None:
    assert of_kind(Category)[0] == Category(3, "ferries", "Ferries &amp; boats", "transport", "All that floats.")
    assert [tag.name for tag in of_kind(Tag) if isinstance(tag, Tag)] == ["Harbour", "بحر"]


def test_an_item_carries_its_terms_meta_and_comments() -> None:
    ferry = items()[101]
    assert [term.slug for term in ferry.categories] == ["ferries", "transport"]
    assert [term.slug for term in ferry.tags] == ["harbour"]
    assert [term.taxonomy for term in ferry.other_terms] == ["post_format"]
    assert ferry.meta_value("_thumbnail_id") == "201"
    assert ferry.meta_values("_wp_old_slug") == ["night-ferry"]
    assert [(comment.comment_id, comment.parent, comment.approved, comment.kind) for comment in ferry.comments] == [
        (2, 1, "1", "comment"),
        (1, 0, "1", "comment"),
        (3, 0, "0", "comment"),
        (4, 0, "spam", "comment"),
        (5, 0, "1", "pingback"),
        (6, 4, "1", "comment"),
        (9, 3, "1", "comment"),
    ]
    assert ferry.sticky and ferry.comments_open
    assert not items()[102].comments


def test_the_utc_date_is_taken_and_the_local_one_read_in_the_sites_zone() -> None:
    assert items()[101].published_at == datetime(2024, 3, 5, 20, 30, tzinfo=UTC)
    assert items()[105].published_at == datetime(2024, 4, 1, 7, 0, tzinfo=UTC)
    assert items()[401].published_at is None


def test_older_versions_name_terms_twice_and_are_read_once(tmp_path: Path) -> None:
    older = b"""<rss xmlns:wp="http://wordpress.org/export/1.0/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
    <channel><title>Old</title><link>http://old.example</link><wp:wxr_version>1.0</wp:wxr_version>
    <item><title>A</title><wp:post_id>5</wp:post_id><content:encoded>text</content:encoded>
    <category><![CDATA[Sea]]></category><category domain="category" nicename="sea"><![CDATA[Sea]]></category>
    <category domain="tag"><![CDATA[Fish]]></category><category domain="tag" nicename="fish"><![CDATA[Fish]]></category>
    <wp:status>publish</wp:status></item></channel></rss>"""
    item = items(written(tmp_path, older))[5]
    assert ([term.slug for term in item.categories], [term.slug for term in item.tags]) == (["sea"], ["fish"])
    assert (item.kind, item.body) == ("post", "text")


def test_a_compressed_export_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "export.xml.gz"
    path.write_bytes(gzip.compress(EXPORT.read_bytes()))
    assert items(path) == items()


def test_control_characters_become_spaces_and_are_counted(tmp_path: Path) -> None:
    dirty = EXPORT.read_bytes().replace(b"Half an idea", b"Half\x00an\x0bidea")
    path = written(tmp_path, dirty)
    assert survey(path).control_characters == 2
    assert items(path)[105].title == "Half an idea"


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ((b"</item>", b"</itme>"), "mismatched tag"),
        ((b"Half an idea", b"Half & an idea"), "not well-formed (invalid token)"),
        ((b"Half an idea", b"Half&nbsp;an idea"), "undefined entity"),
        ((b"Half an idea", b"Half \xff idea"), "not well-formed (invalid token)"),
    ],
)
def test_malformed_xml_is_refused_with_its_line(tmp_path: Path, damage: tuple[bytes, bytes], reason: str) -> None:
    whole = EXPORT.read_bytes()
    with pytest.raises(MalformedExport) as refused:
        survey(written(tmp_path, whole.replace(*damage, 1)))
    expected = whole[: whole.index(damage[0])].count(b"\n") + 1
    assert (refused.value.line, refused.value.reason) == (expected, reason)
    assert refused.value.column > 1
    assert str(refused.value).startswith(f"line {expected}, column ")


def test_a_file_cut_short_is_malformed(tmp_path: Path) -> None:
    with pytest.raises(MalformedExport, match=r"no element found|unclosed"):
        survey(written(tmp_path, EXPORT.read_bytes()[:9000]))


def test_a_document_type_is_refused_before_any_entity_is_read(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>'
    with pytest.raises(MalformedExport, match="document type"):
        survey(written(tmp_path, bomb))


def test_other_xml_and_no_file_are_refused_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExport, match="not a WordPress export"):
        survey(written(tmp_path, b"<rss><channel><title>News</title></channel></rss>"))
    with pytest.raises(UnreadableExport, match="cannot be read"):
        survey(tmp_path / "nowhere.xml")
    broken = tmp_path / "broken.xml.gz"
    broken.write_bytes(gzip.compress(EXPORT.read_bytes())[:500])
    with pytest.raises(UnreadableExport, match="cannot be read"):
        survey(broken)


def test_memory_stays_flat_in_the_size_of_the_file(tmp_path: Path) -> None:
    head, _, rest = EXPORT.read_bytes().partition(b"<item>")
    item = b"<item>" + rest.partition(b"</item>")[0] + b"</item>"

    def peak(times: int) -> int:
        path = written(tmp_path, head + item * times + b"</channel></rss>")
        tracemalloc.start()
        assert survey(path).item_count == times
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    assert peak(4000) < peak(500) + 2_000_000
