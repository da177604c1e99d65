"""A letter sent to somebody who wants to see it as it comes: through the real way out, and in no ledger."""

import secrets
from dataclasses import replace

from blueprints.core.languages import speaking
from blueprints.core.wording import gettext
from blueprints.newsletter.messages.letter import Letter, Words
from blueprints.newsletter.messages.making import packed, words_of
from blueprints.newsletter.messages.previewing import NOBODYS_KEY
from blueprints.newsletter.messages.splicing import splice
from blueprints.newsletter.sending.delivering import own_transport


def send_test(letter: Letter, address: str) -> str:
    """Send it as it would go out, marked as a test in its subject; its links act for nobody. What the server said.

    `address` is in ASCII. Raises what a transport raises: CopyRefusedError, SettingsRefusedError, UnansweredError and
    MailServerAway. The caller should hold no transaction meanwhile.
    """
    mark = f"key{secrets.token_hex(12)}"
    template = packed(letter, _marked(letter, words_of(letter, mark)), mark)
    number = f"test-{secrets.token_hex(8)}"
    transport = own_transport()
    try:
        transport.offer(address, number)
        return transport.hand_over(splice(template, address, number, NOBODYS_KEY))
    finally:
        transport.close()


def _marked(letter: Letter, words: Words) -> Words:
    with speaking(letter.issue.language):
        return replace(words, subject=gettext("Test: %(subject)s", subject=words.subject))
