"""By which words and statuses the large providers and the common mail servers say what they mean.

Addresses and links are taken out before anything is looked for, so that a reader named `spam@` means nothing.
"""

import re


def _any(*signs: str) -> re.Pattern[str]:
    return re.compile("|".join(signs), re.IGNORECASE)


# Gmail's statuses for mail that does not prove whose it is; they speak of rates, but only DNS helps.
POLICY_FOR_NOW = frozenset(f"4.7.{number}" for number in (23, 24, 25, 26, 27, 29, 30, 31, 32, 40))
FOREVER = _any(r"\[TS03\]", "permanently deferred")

RATE_STATUS = frozenset(
    ("4.7.28", "5.7.28", "4.7.500", "4.7.650", "4.7.651", "4.7.652", "4.4.5", "5.4.5", "4.5.3", "4.7.232")
)
RATE = _any(
    r"too (many|much|fast|quickly|frequent)",
    r"rate.{0,3}limit|limit.{0,12}rate|(exceed|unusual|high|max).{0,40}\brate\b",
    r"throttl|slow(ing)? down|deferred due to (user complaints|unexpected volume)|unusual volume",
    r"\bTSS?0[0-9]\b|\bRP-00[0-9]\b",
    r"(exceed|reach|over).{0,40}(limit|quota of (mails|messages))",
    r"(connection|message|sending|recipient|thread)s? limit",
)
TOO_MANY_ERRORS = _any("too many (errors|unrecognized|invalid commands|syntax|protocol)")
QUOTA_OF_OURS = _any(
    r"(sending|outgoing|outbound|daily).{0,20}(quota|limit)",
    r"(mails|messages) per (hour|day|minute)",
    r"rate.{0,3}limit",
)
OUR_RELAY = _any(
    r"Error: too (many|much) .{0,40}from",
    r"(sending|outgoing|outbound|daily).{0,20}(quota|limit)|(mails|messages) per (hour|day)",
)
ONE_MAILBOX = _any(r"receiving mail (at a rate|too quickly)")  # Gmail: this reader gets too much, from everybody
GREYLIST = _any(r"gr[ea]y-?list", "postgrey", "come back in")

FULL = _any(
    r"(mailbox|mail box|inbox|account|user|recipient).{0,30}\b(is )?(full|over ?quota|over (its|the) (quota|limit))",
    r"quota (is )?exceeded|exceed.{0,20}(storage|quota|disk)|over ?quota|out of storage|insufficient .{0,10}mailbox",
)

POLICY_STATUS = frozenset(("5.1.7", "5.1.8", "5.3.4", "5.2.3", "5.6.0", "5.5.2", "5.5.4"))
POLICY = _any(
    r"\bspam|\bunsolicited|\bbulk mail|\bjunk|\bphish|\bvirus|\bmalware|\bmalicious|\bsuspicious",
    r"block(ed|ing)? ?list|black ?list|deny ?list|\bdnsbl\b|\brbl\b|spamhaus|spamcop|barracuda|proofpoint|sorbs|uribl",
    r"\bblocked\b|\bbanned\b|reputation|\bpolicy\b|polic(ies|y reasons)|\bprohibited|content (was )?rejected",
    r"\bdmarc\b|\bdkim\b|\bspf\b|\bunauthenticated|not authori[sz]ed|reverse (dns|hostname)|\bptr\b",
    r"sender (address )?(was )?(rejected|denied|refused|unknown|verify failed)|sender address rejected",
    r"access (was )?denied|service (is )?refused|not accepted for|message (was )?(rejected|refused)|\bAUP#",
    r"message (size|too (big|large))|too large",
)
NO_RECIPIENT = _any(r"recipient address rejected")  # Exchange Online says so of whom it does not know

GONE_STATUS = frozenset(("5.2.1", "5.4.4", "5.4.310"))
GONE = _any(
    r"(unknown|no such|invalid|non-?existent|illegal|bad) (local )?(user|recipient|mailbox|address|account|alias)",
    r"(user|recipient|mailbox|account|address|alias|addressee)\S* .{0,40}?"
    r"(unknown|not found|n[o']t exist|not known|invalid|disabled|deactivated|inactive|suspended|closed|terminated)",
    r"(doesn'?t|does not|don'?t) (have|handle|exist|like recipient)",
    r"not (a valid|our) (user|mailbox|customer|recipient)",
    r"no (mailbox|account|recipient) (here|by that|with)|not listed in|unknown or illegal alias",
    r"unrouteable address|undeliverable address|(host|domain) (name )?(not found|unknown|does not exist)|unknown host",
    r"user doesn|has moved|no longer (valid|works|available|here|with)|utilisateur inconnu|usuario desconocido",
)
UNAVAILABLE = _any(r"mailbox (is )?(unavailable|not available)|recipient (address )?rejected")

RELAY = _any(
    r"relay(ing)? (access )?(is )?(denied|not (permitted|allowed)|prohibited)",
    r"(unable|not (allowed|permitted)) to relay",
    r"(authentication|auth) (is )?required|must (issue a? ?starttls|authenticate)|we do not relay|not relaying",
)
