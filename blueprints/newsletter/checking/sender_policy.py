"""SPF: whether a domain says which servers may send for it, and whether ours is among them (RFC 7208)."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from blueprints.newsletter.checking.findings import Finding, bad, good, unknown, weak
from blueprints.newsletter.checking.names import Names

WHAT = "SPF"
MOST_LOOKUPS = 10  # §4.6.4
RESULTS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}


class PolicyError(Exception):
    """The record cannot be followed; why."""


def check_policy(names: Names, domain: str, sending_address: str) -> Finding:
    """The finding for the domain of the return path; without a sending address only the record is looked at."""
    records = _records(names, domain)
    wanted = f'{domain} TXT "v=spf1 {_mechanism(sending_address)} -all"'
    if not records:
        return bad(WHAT, f"{domain} does not say who may send for it", f"write {wanted}")
    if len(records) > 1:
        return bad(WHAT, f"{domain} has {len(records)} SPF records, so none counts", "put them together into one")
    try:
        result = _Following(names, sending_address).result(domain)
    except PolicyError as trouble:
        return bad(WHAT, f"{domain}: {trouble}", f"a record that works: {wanted}")
    return _judged(domain, records[0], sending_address, result)


def _judged(domain: str, record: str, sending_address: str, result: str) -> Finding:
    if {"all", "+all"} & set(record.lower().split()):
        return weak(WHAT, f"{domain} lets anybody send for it", "end the record with -all")
    if not sending_address:
        advice = "tell --ip, the address that receivers see, to check whether it may send"
        return unknown(WHAT, f"{domain} has “{record}”", advice)
    if result == "pass":
        return good(WHAT, f"{sending_address} may send for {domain}")
    advice = f"add {_mechanism(sending_address)} to “{record}”"
    return bad(WHAT, f"{sending_address} may not send for {domain} ({result})", advice)


@dataclass
class _Following:
    """One evaluation; `lookups` counts the mechanisms that ask DNS."""

    names: Names
    sending_address: str
    lookups: int = 0

    def result(self, domain: str) -> str:
        """What the record of a domain says of the address: pass, fail, softfail or neutral (§4.6)."""
        records = _records(self.names, domain)
        if len(records) != 1:
            raise PolicyError(f"{domain}, which it includes, has {len(records) or 'no'} SPF record")
        redirect = ""
        for term in records[0].split()[1:]:
            if term.startswith("redirect="):
                redirect = term.removeprefix("redirect=")
                continue
            sign, mechanism = (term[0], term[1:]) if term[0] in RESULTS else ("+", term)
            if "=" not in mechanism.partition(":")[0] and self._matches(mechanism, domain):
                return RESULTS[sign]
        if redirect:
            self._count()
            return self.result(redirect)
        return "neutral"

    def _matches(self, mechanism: str, domain: str) -> bool:
        kind, _, value = mechanism.partition(":")
        kind, _, length = kind.partition("/")
        if kind in ("ip4", "ip6"):
            return self._within([value])
        if kind == "all":
            return True
        if kind not in ("a", "mx", "include", "exists", "ptr"):
            raise PolicyError(f"“{mechanism}” is no mechanism of SPF")
        self._count()
        if kind == "include":
            return self.result(value) == "pass"
        host, _, after = (value or domain).partition("/")
        hosts = self.names.exchangers(host) if kind == "mx" else [host] if kind == "a" else []
        addresses = [address for each in hosts if each for address in self.names.addresses(each)]
        length = after or length
        return self._within(
            [f"{address}/{length}" if length and "/" not in length else address for address in addresses]
        )

    def _within(self, networks: list[str]) -> bool:
        try:
            spans = [ip_network(network, strict=False) for network in networks]
        except ValueError as trouble:
            raise PolicyError(str(trouble)) from trouble
        return bool(self.sending_address) and any(ip_address(self.sending_address) in span for span in spans)

    def _count(self) -> None:
        self.lookups += 1
        if self.lookups > MOST_LOOKUPS:
            raise PolicyError(f"following it asks DNS more than {MOST_LOOKUPS} times, and receivers give up")


def _records(names: Names, domain: str) -> list[str]:
    return [text for text in names.texts(domain) if text.lower().split(" ")[0] == "v=spf1"]


def _mechanism(address: str) -> str:
    if not address:
        return "mx"
    return f"ip{ip_address(address).version}:{address}"
