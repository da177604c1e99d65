"""Mails as the common mail servers send them back, in their shape: made up for tests, with nobody's real words."""

from itertools import count

_numbers = count(1)
DATE = "Wed, 25 Nov 2026 06:10:00 +0000"


def original(sender: str, token: str = "", *, reader: str = "dan@example.org", number: str = "digest-1-1") -> str:
    """The headers of a copy of ours, as the reader's server kept them; none of a sender or a link that is empty."""
    lines = [
        f"Return-Path: <{sender}>" if sender else "X-Cut: yes",
        "Received: from mail.example.com (mail.example.com [192.0.2.7]) by mx.example.net; " + DATE,
        "From: AAN TV <desk@example.org>",
        f"To: {reader}",
        "Subject: Port opens",
        f"Message-ID: <{number}@localhost>",
    ]
    if token:
        lines += [
            f"List-Unsubscribe: <http://localhost/newsletter/unsubscribe/{token}/>,",
            f" <mailto:desk@example.org?subject=unsubscribe%20{token}>",
        ]
    return "\r\n".join([*lines, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "", "The port opened."])


def postfix(
    to: str, status: str, diagnostic: str, *, action: str = "failed", reader: str = "dan@example.org", back: str = ""
) -> bytes:
    """A bounce of Postfix: notice, report and the mail."""
    return _mail(
        [
            "Return-Path: <>",
            f"Delivered-To: {to}",
            "From: MAILER-DAEMON@mail.example.com (Mail Delivery System)",
            "Subject: Undelivered Mail Returned to Sender",
            f"To: {to}",
            "Auto-Submitted: auto-replied",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="8A1C2.1732/mail.example.com"',
        ],
        "8A1C2.1732/mail.example.com",
        ("text/plain; charset=us-ascii", f"The mail for <{reader}> could not be handed over:\r\n{diagnostic}"),
        (
            "message/delivery-status",
            "Reporting-MTA: dns; mail.example.com\r\nX-Postfix-Queue-ID: 8A1C2\r\n"
            f"Arrival-Date: {DATE}\r\n\r\n"
            f"Final-Recipient: rfc822; {reader}\r\nOriginal-Recipient: rfc822;{reader}\r\nAction: {action}\r\n"
            f"Status: {status}\r\nRemote-MTA: dns; mx.example.net\r\nDiagnostic-Code: smtp; {diagnostic}",
        ),
        ("message/rfc822", back or original(to)),
    )


def gmail(to: str) -> bytes:
    """What Gmail's senders send: a related text, and the status in several lines of the diagnostic."""
    return _mail(
        [
            f"Delivered-To: {to}",
            "Return-Path: <>",
            "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
            f"To: {to}",
            "Auto-Submitted: auto-replied",
            "Subject: Delivery Status Notification (Failure)",
            "X-Failed-Recipients: dan@gmail.com",
            'Content-Type: multipart/report; boundary="000000000000a1b2"; report-type=delivery-status',
        ],
        "000000000000a1b2",
        ("text/html; charset=UTF-8", "<p>Dan&#39;s mailbox was not found.</p>"),
        (
            "message/delivery-status",
            "Reporting-MTA: dns; googlemail.com\r\nReceived-From-MTA: dns; desk@example.org\r\n"
            f"Arrival-Date: {DATE}\r\n\r\nFinal-Recipient: rfc822; dan@gmail.com\r\nAction: failed\r\n"
            "Status: 5.1.1\r\nDiagnostic-Code: smtp; 550-5.1.1 There is no account of this name here. Look for\r\n"
            " 550-5.1.1 slips of the pen in the address.\r\n 550 5.1.1 a1-20020a05si.12 - gsmtp",
        ),
        ("message/rfc822", original(to)),
    )


def exim(to: str) -> bytes:
    """Exim without a report: the failed stand in a header, and words with the mail below them."""
    return _plain(
        [
            "Return-path: <>",
            f"Envelope-to: {to}",
            "X-Failed-Recipients: dan@example.net",
            "Auto-Submitted: auto-replied",
            "From: Mail Delivery System <Mailer-Daemon@host.example.net>",
            f"To: {to}",
            "Subject: Mail delivery failed: returning message to sender",
        ],
        "Made by the mail software of host.example.net.\r\n\r\nThese addresses failed for good:\r\n\r\n"
        "  dan@example.net\r\n    host mx.example.net [192.0.2.9]\r\n"
        "    SMTP error after RCPT TO:<dan@example.net>:\r\n"
        "    550 No such user here\r\n\r\n"
        f"------ This is a copy of the message, including all the headers. ------\r\n\r\n{original(to)}",
    )


def exchange(to: str) -> bytes:
    """Exchange: a report inside of a mixed mail, a status of three figures, and words of its own machine."""
    return _mail(
        [
            "From: Microsoft Exchange <postmaster@example.net>",
            f"To: <{to}>",
            "Content-Language: en-US",
            "Subject: Undeliverable: Port opens",
            "Auto-Submitted: auto-replied",
            "X-MS-Exchange-Message-Is-Ndr:",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="_6f1a_"',
        ],
        "_6f1a_",
        ("text/plain; charset=utf-8", "Delivery has failed to: dan@example.net"),
        (
            "message/delivery-status",
            "Reporting-MTA: dns;EX01.example.net\r\nReceived-From-MTA: dns;mail.example.com\r\n"
            f"Arrival-Date: {DATE}\r\n\r\nFinal-Recipient: rfc822;dan@example.net\r\nAction: failed\r\n"
            "Status: 5.1.10\r\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not\r\n"
            " found by SMTP address lookup",
        ),
        ("text/rfc822-headers", original(to)),
    )


def outlook(to: str) -> bytes:
    """Outlook.com: a status that says little, and words that say more."""
    return postfix(to, "5.5.0", "550 5.5.0 Requested action not taken: mailbox unavailable (S201).")


def qmail(to: str, reason: str = "Sorry, no mailbox here by that name. (#5.1.1)") -> bytes:
    """Older than reports: a greeting, the address and the reason, the mail below a line."""
    return _plain(
        [
            "Return-Path: <>",
            f"Delivered-To: {to}",
            "From: MAILER-DAEMON@qmail.example.net",
            f"To: {to}",
            "Subject: failure notice",
        ],
        "Hi. This is the qmail-send program at qmail.example.net.\r\nYour message could not be handed on.\r\n\r\n"
        f"<dan@example.net>:\r\n{reason}\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n{original(to)}",
    )


def yahoo_complaint(sender: str, token: str = "", *, kind: str = "abuse") -> bytes:
    """Yahoo's feedback loop (RFC 5965): no reader is named but by what we wrote ourselves."""
    return _mail(
        [
            "Return-Path: <feedback@arf.mail.yahoo.com>",
            "From: Yahoo! Mail AntiSpam Feedback <feedback@arf.mail.yahoo.com>",
            "To: complaints@example.org",
            "Subject: FW:Port opens",
            'Content-Type: multipart/report; report-type=feedback-report; boundary="ymail-8"',
        ],
        "ymail-8",
        ("text/plain", "A reader marked this mail as spam."),
        (
            "message/feedback-report",
            f"Feedback-Type: {kind}\r\nUser-Agent: Yahoo!-Mail-Feedback/2.0\r\nVersion: 0.1\r\n"
            + (f"Original-Mail-From: <{sender}>\r\n" if sender else "")
            + f"Original-Rcpt-To: redacted@yahoo.com\r\nReceived-Date: {DATE}\r\nReported-Domain: example.org",
        ),
        ("message/rfc822", original("", token)),
    )


def microsoft_complaint(token: str) -> bytes:
    """Microsoft's junk mail reporting: no report, only the mail, with the reader in a header that they add."""
    back = f"X-HmXmrOriginalRecipient: dan@hotmail.com\r\n{original('', token, reader='dan@hotmail.com')}"
    return _mail(
        [
            "From: staff@hotmail.com",
            "To: complaints@example.org",
            "Subject: complaint about message from 192.0.2.7",
            'Content-Type: multipart/mixed; boundary="jmrp"',
        ],
        "jmrp",
        ("message/rfc822", back),
    )


def leave_mail(token: str, *, subject: str = "unsubscribe {token}", number: str = "") -> bytes:
    """What a mail program sends when somebody presses its button."""
    return _plain(
        ["From: Dan <dan@example.org>", "To: desk@example.org", f"Subject: {subject.format(token=token)}"],
        "",
        number=number,
    )


def vacation(to: str) -> bytes:
    """Somebody is away, and their server says so to the return path (RFC 3834)."""
    return _plain(
        [
            "Return-Path: <>",
            "From: Dan <dan@example.org>",
            f"To: {to}",
            "Subject: Away: Port opens",
            "Auto-Submitted: auto-replied (vacation)",
        ],
        "I am away until Monday; 550 things wait for me. Ask Eve.",
    )


def letter(to: str = "desk@example.org") -> bytes:
    """A person writes."""
    return _plain(["From: Eve <eve@example.org>", f"To: {to}", "Subject: Re: Port opens"], "What a fine port.")


def _plain(headers: list[str], text: str, *, number: str = "") -> bytes:
    number = number or f"<{next(_numbers)}@returned.test>"
    lines = [*headers, f"Date: {DATE}", f"Message-ID: {number}", "Content-Type: text/plain; charset=utf-8", "", text]
    return "\r\n".join(lines).encode()


def _mail(headers: list[str], boundary: str, *parts: tuple[str, str]) -> bytes:
    written = [f"--{boundary}\r\nContent-Type: {kind}\r\n\r\n{text}\r\n" for kind, text in parts]
    lines = [*headers, f"Date: {DATE}", f"Message-ID: <{next(_numbers)}@returned.test>", "MIME-Version: 1.0", "", ""]
    return ("\r\n".join(lines) + "".join(written) + f"--{boundary}--\r\n").encode()
