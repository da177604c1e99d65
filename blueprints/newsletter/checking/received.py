"""A mail that came: what its receiver said of it, and whether the one-click header is under the signature."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address

from blueprints.newsletter.checking.findings import Finding, bad, good, unknown
from blueprints.newsletter.checking.signatures import tags_of

ONE_CLICK = ("list-unsubscribe", "list-unsubscribe-post")
IN_BRACKETS = re.compile(r"\[(?:IPv6:)?([0-9a-fA-F.:]+)\]")
SIGN_THEM = "write into opendkim.conf: SignHeaders *,+List-Unsubscribe,+List-Unsubscribe-Post"


class Received:
    """A test mail, as it lies in the mailbox that it came to."""

    def __init__(self, content: bytes) -> None:
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self._message = message
        lines = [str(line) for line in message.get_all("DKIM-Signature", [])]
        self._signatures = [tags_of("".join(line.split())) for line in lines]

    @property
    def sending_address(self) -> str:
        """The address that the receiver saw: the topmost Received line is its own (RFC 5321 §4.4)."""
        for line in self._message.get_all("Received", []):
            for found in IN_BRACKETS.findall(str(line)):
                if _is_public(found):
                    return str(found)
        return ""

    def selector_for(self, domain: str) -> str:
        """Whose key signed it, of those that belong to the domain."""
        return next((tags.get("s", "") for tags in self._signatures if _ours(tags, domain)), "")

    def findings(self, domain: str) -> list[Finding]:
        """The signature, what it covers, and the receiver's verdicts."""
        ours = [tags for tags in self._signatures if _ours(tags, domain)]
        if not ours:
            first = bad(
                "Signature", f"no DKIM signature of {domain} is on the mail", "let the mail server sign (opendkim)"
            )
        else:
            signed = {name.lower() for name in ours[0].get("h", "").split(":")}
            missing = [name for name in ONE_CLICK if name not in signed]
            first = (
                bad("One click", f"{' and '.join(missing)} not under the signature (RFC 8058 §4)", SIGN_THEM)
                if missing
                else good("One click", "List-Unsubscribe and List-Unsubscribe-Post are under the signature")
            )
        return [first, *self._verdicts()]

    def _verdicts(self) -> list[Finding]:
        """What the first Authentication-Results line says, which is the receiver's own (RFC 8601 §4)."""
        lines = self._message.get_all("Authentication-Results", [])
        if not lines:
            return [unknown("Receiver", "it says nothing of SPF, DKIM and DMARC", "send a test to Gmail or Yahoo")]
        said = dict(reversed(re.findall(r"\b(spf|dkim|dmarc)=(\w+)", str(lines[0]))))
        return [
            good("Receiver", f"{method}=pass")
            if result == "pass"
            else bad("Receiver", f"{method}={result}", f"see the line on {method.upper()}")
            for method, result in sorted(said.items())
        ]


def _ours(tags: dict[str, str], domain: str) -> bool:
    signer = tags.get("d", "").lower()
    return bool(signer) and (domain == signer or domain.endswith(f".{signer}") or signer.endswith(f".{domain}"))


def _is_public(text: str) -> bool:
    try:
        return ip_address(text).is_global
    except ValueError:
        return False
