"""All checks together, in the order in which one sets things up."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import current_app

from blueprints.newsletter.checking.findings import Finding, bad, good
from blueprints.newsletter.checking.names import Names
from blueprints.newsletter.checking.received import Received
from blueprints.newsletter.checking.sender_policy import check_policy
from blueprints.newsletter.checking.servers import check_connection, check_reverse, check_way_back
from blueprints.newsletter.checking.signatures import check_dmarc, check_key


def check_all(names: Names, selector: str, sending_address: str, received: Received | None) -> Iterator[Finding]:
    """Every finding, as soon as it is known. Raises NamesAway."""
    domain = _domain_of(current_app.config["MAIL_FROM"])
    return_domain = _domain_of(current_app.config["BOUNCE_ADDRESS"]) or domain
    if received is not None:
        selector, sending_address = (
            selector or received.selector_for(domain),
            sending_address or received.sending_address,
        )
    yield check_connection(current_app.config["SMTP_URL"])
    yield check_policy(names, return_domain, sending_address)
    yield check_key(names, domain, selector)
    yield from check_dmarc(names, domain, return_domain)
    yield check_way_back(names, "Answers", domain)
    if return_domain != domain:
        yield check_way_back(names, "Bounces", return_domain)
    yield check_reverse(names, sending_address)
    yield _one_click(current_app.config["SITE_URL"])
    if received is not None:
        yield from received.findings(domain)


def _domain_of(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _one_click(site_url: str) -> Finding:
    if urlsplit(site_url).scheme == "https":
        return good("Leaving", "the one-click link is https")
    return bad("Leaving", f"{site_url} is not https, and one click needs it (RFC 8058 §3.1)", "serve the site by https")
