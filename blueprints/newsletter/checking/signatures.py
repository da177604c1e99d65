"""DKIM and DMARC: whether a key stands in DNS, and what receivers are told to do with what is not signed."""

import base64
import binascii

from blueprints.newsletter.checking.findings import Finding, bad, good, unknown, weak
from blueprints.newsletter.checking.names import Names

SHORT_KEY = 256  # bytes of a public key below which an RSA key has fewer than 2048 bits


def check_key(names: Names, domain: str, selector: str) -> Finding:
    """Whether the key of a signature is there (RFC 6376 §3.6.1)."""
    what = "DKIM"
    if not selector:
        return unknown(
            what, "the selector is not known", "tell --selector, as the mail server is set (opendkim: Selector)"
        )
    name = f"{selector}._domainkey.{domain}"
    records = [tags_of(text) for text in names.texts(name)]
    keys = [tags for tags in records if "p" in tags]
    if not keys:
        return bad(what, f"{name} holds no key", f'write {name} TXT "v=DKIM1; k=rsa; p=…", as opendkim-genkey put it')
    key = keys[0]["p"].replace(" ", "")
    if not key:
        return bad(what, f"the key of {name} was withdrawn (p= is empty)", "sign with a selector whose key is there")
    try:
        size = len(base64.b64decode(key, validate=True))
    except binascii.Error:
        return bad(what, f"the key of {name} cannot be read", "copy it again, whole, without line breaks")
    if keys[0].get("k", "rsa") == "rsa" and size < SHORT_KEY:
        return weak(what, f"the key of {name} has fewer than 2048 bits", "make one: opendkim-genkey -b 2048")
    return good(what, f"{name} holds a key")


def check_dmarc(names: Names, domain: str, return_domain: str) -> list[Finding]:
    """The policy of a domain or of one above it, and whether the return path belongs to it (RFC 7489 §3.1, §6.6.3)."""
    what = "DMARC"
    found = _policy(names, domain)
    if found is None:
        advice = f'write _dmarc.{domain} TXT "v=DMARC1; p=none; rua=mailto:postmaster@{domain}", and p=quarantine later'
        return [bad(what, f"{domain} has no policy, which Gmail and Yahoo ask of whoever sends in bulk", advice)]
    head, tags = found
    policy = tags.get("p", "").lower()
    if policy not in ("none", "quarantine", "reject"):
        first = bad(what, f"_dmarc.{head} has no policy that counts", f'write _dmarc.{head} TXT "v=DMARC1; p=none"')
    elif policy == "none":
        first = weak(what, f"_dmarc.{head} says p=none", "once all mails pass, write p=quarantine")
    else:
        first = good(what, f"_dmarc.{head} says p={policy}")
    return [first, _alignment(domain, return_domain, head, tags)]


def belongs(domain: str, other: str, head: str, *, strict: bool) -> bool:
    """Whether a domain is aligned with another; `head` is where their policy stands."""
    if strict or domain == other:
        return domain == other
    return all(each == head or each.endswith(f".{head}") for each in (domain, other))


def tags_of(record: str) -> dict[str, str]:
    """`v=DMARC1; p=none` as a mapping."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, equals, value in pairs if equals}


def _policy(names: Names, domain: str) -> tuple[str, dict[str, str]] | None:
    """Where the nearest policy stands, going up, and its tags."""
    labels = domain.split(".")
    for start in range(max(1, len(labels) - 1)):
        head = ".".join(labels[start:])
        records = [text for text in names.texts(f"_dmarc.{head}") if text.lower().startswith("v=dmarc1")]
        if len(records) == 1:
            return head, tags_of(records[0])
    return None


def _alignment(domain: str, return_domain: str, head: str, tags: dict[str, str]) -> Finding:
    strict = tags.get("aspf", "r").lower() == "s"
    if belongs(return_domain, domain, head, strict=strict):
        return good("Alignment", f"bounces to {return_domain} belong to mails from {domain}")
    advice = f"let BOUNCE_ADDRESS be at {domain} or below {head}, or rely on DKIM alone"
    return weak("Alignment", f"bounces go to {return_domain}, which is foreign to {domain}", advice)
