"""`python -m bench.mails FOLDER`: every kind of letter, in the hardest cases, read by programs that are not ours.

The letters are written to the folder. `fast-mail-parser` (in Rust; installed by hand, nothing else needs it) reads them
where it is there, SpamAssassin judges them by its local rules. Splicing is timed besides.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from blueprints.core.clock import now
from blueprints.core.config import ROOT
from blueprints.core.database import db
from blueprints.news.models import Article, Correction
from blueprints.newsletter.messages.letter import Letter, Words
from blueprints.newsletter.messages.making import packed, words_of
from blueprints.newsletter.messages.splicing import splice
from blueprints.newsletter.models import Form, Issue, Kind
from blueprints.newsletter.queries import told
from tests.world import World

AMHARIC = "የአዲስ አበባ ዕለታዊ ዜና እና ትንታኔ አገልግሎት የኢትዮጵያ እና የአፍሪካ ቀንድ ሕዝብ ድምፅ ማሰራጫ ድርጅት ዋና መሥሪያ ቤት"
HEADLINES = {
    "en": "Port opens\r\nBcc: eve@example.org\r\n\r\nafter three years",
    "ar": "فتح ميناء النهر أمام السفن بعد ثلاثة أعوام من الأشغال",
    "am": "የወንዙ ወደብ ከሦስት ዓመት ሥራ በኋላ ለመርከቦች ተከፈተ",
    "fr": "« Patience » : trois jours sur le fleuve, à bord d’une pinasse",
}
BODY = "<h2>.\n..two</h2><p>From the quay = 100 %.</p><blockquote><p>From here.</p></blockquote>"
KEY = "7.12.AbCdEfGhIjKlMnOpQrStUv"
COPIES = 20_000
MOST = 1.0  # SpamAssassin's points


def letters(app: Flask) -> Iterator[tuple[str, Letter]]:
    """Each kind in each form and language, with a name."""
    world = World(db.session)
    for language, headline in HEADLINES.items():
        ids = [
            world.article(f"{headline} {n}", language=language, standfirst=headline, body=BODY).id for n in range(12)
        ]
        for form in Form:
            found: list[Article] = list(db.session.scalars(told(ids, form, now() + timedelta(hours=1))))
            for kind in Kind:
                correction = Correction(text=headline, corrected_at=now()) if kind is Kind.CORRECTION else None
                stories = found if kind in (Kind.DAILY, Kind.WEEKLY, Kind.MANUAL) else found[:1]
                issue = Issue(id=12, kind=kind, language=language, slot="x", body=BODY, note=headline)
                yield f"{kind}-{form}-{language}", Letter(issue, form, stories, now(), 3, correction)


def faults(name: str, content: bytes, words: Words) -> Iterator[str]:
    """What is wrong with a copy, by itself and in the eyes of others."""
    # An address cannot be folded (RFC 5322 §2.2.3).
    unfoldable = (b"List-Unsubscribe: <", b" <mailto:")
    long = [line for line in content.split(b"\r\n") if len(line) > 78 and not line.startswith(unfoldable)]
    if long or not content.isascii() or re.search(rb"\r(?!\n)|(?<!\r)\n", content):
        yield f"lines: {long}"
    try:
        mail = import_module("fast_mail_parser").parse_email(content.decode("ascii"))
    except ImportError:
        return
    read = [mail.subject, mail.headers["From"][0].rpartition(" <")[0].strip('"'), *mail.text_plain, *mail.text_html]
    meant = [words.subject, AMHARIC, words.text, *([words.html] if words.html else [])]
    for one, other in zip(read, meant, strict=True):
        if one.split() != other.replace("KEY", KEY).split():
            yield f"read {one[:80]!r}, meant {other[:80]!r}"
    if mail.headers.get("Bcc") or mail.warnings:
        yield f"headers: {mail.warnings}"


def score(content: bytes) -> float:
    """SpamAssassin's points by its local rules."""
    judged = subprocess.run(["spamassassin", "-L", "-t"], input=content, capture_output=True, check=True).stdout
    found = re.search(rb"X-Spam-Status:.*?score=(-?[\d.]+)", judged, re.DOTALL)
    if found is None:
        raise SystemExit("SpamAssassin gave no points")
    return float(found.group(1))


def main(folder: Path) -> None:
    """Write, read, judge, time."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as instance:
        app = create_app(
            INSTANCE_PATH=instance, SITE_URL="https://news.example", SITE_NAME=AMHARIC, POSTAL_ADDRESS="1 Marina, Lagos"
        )
        with app.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            worst, count, wrong = -10.0, 0, 0
            for name, letter in letters(app):
                words = words_of(letter, "KEY")
                template = packed(letter, words, "KEY")
                content = splice(template, "dan@example.org", "digest-12-7", KEY)
                (folder / f"{name}.eml").write_bytes(content)
                count += 1
                for fault in faults(name, content, words):
                    wrong += 1
                    print(f"{name}: {fault}")
                if shutil.which("spamassassin") and letter.form is not Form.FULL:
                    worst = max(worst, score(content))
            print(f"{count} letters, {wrong} faults, at most {worst} points of SpamAssassin (must stay below {MOST})")
            started = time.perf_counter()
            for number in range(COPIES):
                splice(template, "dan@example.org", f"digest-12-{number}", KEY)
            print(f"spliced {COPIES / (time.perf_counter() - started):,.0f}/s, {len(template):,} bytes each")
            db.session.remove()
            db.engine.dispose()
    if wrong or worst >= MOST:
        raise SystemExit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
