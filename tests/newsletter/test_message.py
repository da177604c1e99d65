"""The bytes of a digest, read by the parser of the standard library and by hand."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from flask import Flask
from PIL import Image

from blueprints.core.clock import now
from blueprints.core.storage import store_image
from tests.newsletter.readers import Readers, body, parsed
from tests.smtp_sink import Sink
from tests.world import World

EMAIL = "dan@example.org"
AMHARIC = "የአዲስ አበባ ዕለታዊ ዜና እና ትንታኔ አገልግሎት የኢትዮጵያ እና የአፍሪካ ቀንድ ሕዝብ ድምፅ ማሰራጫ ድርጅት ዋና መሥሪያ ቤት"
ARABIC = "فتح ميناء النهر أمام السفن بعد ثلاثة أعوام من الأشغال"


def sent(readers: Readers, sink: Sink) -> bytes:
    """One copy."""
    readers.add(EMAIL, choices='{"languages":["ar","en"]}')
    assert readers.send() == {"sent": 1}
    return sink.accepted[0].content


def sender_of(content: bytes) -> tuple[str, str]:
    """Name and address. Python's newer parser keeps the folds inside a name, which RFC 2047 §6.2 drops; its older one
    does not."""
    name, address = parseaddr(message_from_bytes(content)["From"])
    return str(make_header(decode_header(name))), address


def test_it_says_what_mail_programs_ask_for(world: World, readers: Readers, sink: Sink) -> None:
    world.article("Port opens")
    message = parsed(sent(readers, sink))
    assert message["From"] == "AAN TV <desk@example.org>"
    assert message["To"] == EMAIL
    assert message["Subject"] == "Port opens"
    assert message["Message-ID"] == "<digest-1-1@localhost>"
    assert message["List-Id"] == "<newsletter.localhost>"
    key = readers.key(EMAIL, 1)
    https, mailto = (
        f"http://localhost/newsletter/unsubscribe/{key}/",
        f"mailto:desk@example.org?subject=unsubscribe%20{key}",
    )
    assert message["List-Unsubscribe"] == f"<{https}>, <{mailto}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated" and message["Precedence"] == "bulk"
    assert message["Date"].datetime.tzinfo is not None
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_every_line_is_short_and_ends_in_crlf(app: Flask, world: World, readers: Readers, sink: Sink) -> None:
    app.config["SITE_NAME"] = AMHARIC
    world.article(ARABIC, language="ar", standfirst=f"{ARABIC}. " * 8)
    world.article("A very long headline " * 12, standfirst="x" * 400)
    content = sent(readers, sink)
    assert b"\n" not in content.replace(b"\r\n", b"") and b"\r" not in content.replace(b"\r\n", b"")
    # An address cannot be folded; everything else is (RFC 5322 §2.1.1).
    assert {line.split(b":")[0] for line in content.split(b"\r\n") if len(line) > 78} <= {b"List-Unsubscribe"}
    assert content.isascii()
    message = parsed(content)
    assert sender_of(content) == (AMHARIC, "desk@example.org")
    assert ARABIC in body(message, "plain") and ARABIC in body(message, "html")
    assert all(len(word) <= 75 for word in re.findall(rb"=\?utf-8\?\S+\?=", content))


def test_line_breaks_in_a_headline_make_no_header(world: World, readers: Readers, sink: Sink) -> None:
    world.article("Port opens\r\nBcc: eve@example.org\r\n\r\n<script>alert(1)</script>")
    message = parsed(sent(readers, sink))
    assert message["Bcc"] is None
    assert message["Subject"].startswith("Port opens Bcc:")
    assert "<script" not in body(message, "html")


def test_dots_and_equal_signs_arrive_as_they_were(world: World, readers: Readers, sink: Sink) -> None:
    world.article("Dots", standfirst=".\n..two\n. three = 3 =20 =\n" + "é" * 60)
    assert ".\n..two\n. three = 3 =20 =\n" in body(parsed(sent(readers, sink)), "plain").replace("\r\n", "\n")


def test_text_and_html_say_the_same_and_link_to_the_reader(world: World, readers: Readers, sink: Sink) -> None:
    world.article("Port opens", standfirst="Ships wait no more.")
    world.article(ARABIC, language="ar")
    message = parsed(sent(readers, sink))
    key = readers.key(EMAIL, 1)
    for kind in ("plain", "html"):
        said = body(message, kind)
        for words in ("Port opens", "Ships wait no more.", ARABIC, "/newsletter/issues/1/"):
            assert words in said
        assert f"http://localhost/newsletter/manage/{key}/" in said
        assert f"http://localhost/newsletter/unsubscribe/{key}/" in said
    html = body(message, "html")
    assert 'lang="ar" dir="rtl"' in html
    assert re.search(r"<h2[^>]* style=", html)


def test_the_first_picture_comes_from_our_own_site_with_its_description(
    world: World, readers: Readers, sink: Sink
) -> None:
    picture = store_image(Image.new("RGB", (900, 600), "green"), "ab" * 32, alt="A ship at the quay")
    world.article("Port opens", lead_picture=picture)
    html = body(parsed(sent(readers, sink)), "html")
    images = re.findall(r"<img[^>]*>", html)
    assert len(images) == 1
    assert 'src="http://localhost/media/ab/' in images[0] and 'alt="A ship at the quay"' in images[0]


def test_the_largest_digest_is_not_clipped(world: World, readers: Readers, sink: Sink) -> None:
    for number in range(14):
        world.article(f"{number} <&> {'ዜ' * 400}", standfirst="<&>ጤ" * 500)
    assert len(body(parsed(sent(readers, sink)), "html").encode()) < 100_000


@pytest.mark.parametrize("name", ['Bad, "News"', "Très bien", "A" * 120])
def test_any_name_of_a_site_can_send(app: Flask, world: World, readers: Readers, sink: Sink, name: str) -> None:
    app.config["SITE_NAME"] = name
    world.article()
    assert sender_of(sent(readers, sink)) == (name, "desk@example.org")


def test_letters_say_what_breaks(world: World, readers: Readers, sink: Sink) -> None:
    world.article("Dam holds", breaking_until=now() + timedelta(hours=1))
    readers.add("dan@example.org")
    assert readers.send() == {"sent": 1}
    message = parsed(sink.accepted[0].content)
    assert message["Subject"] == "Breaking: Dam holds"
    assert "Breaking: Dam holds" in body(message, "plain")
    shown = body(message, "html").partition("<body")[2]
    assert "Breaking</strong>" in shown and "Breaking: " not in shown


def test_letters_say_so_no_longer_when_it_is_over(world: World, readers: Readers, sink: Sink) -> None:
    world.article("Dam holds", breaking_until=now() - timedelta(minutes=1))
    readers.add("dan@example.org")
    assert readers.send() == {"sent": 1}
    assert b"Breaking" not in sink.accepted[0].content
