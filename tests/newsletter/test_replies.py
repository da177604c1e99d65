"""What the replies of the large providers and of the common mail servers mean."""

from datetime import UTC, datetime, timedelta

import pytest

from blueprints.newsletter.models import DeliveryState
from blueprints.newsletter.sending.replies import WAITS, Stage, Verdict, classify, wait, what_follows

MOMENT = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
HOURS = timedelta(hours=1)

# verdict, then (stage, reply) of each server
KNOWN = {
    Verdict.OK: [
        ("connect", "220 mail.example.org ESMTP Postfix"),
        ("rcpt", "250 2.1.5 Ok"),
        ("data", "354 End data with <CR><LF>.<CR><LF>"),
        ("dot", "250 2.0.0 Ok: queued as 4F2K1z0abc"),
        ("dot", "250 2.0.0 OK  1764096000 d9443c01a7336-29b5b1a2c3dsi1234567 - gsmtp"),
        ("rcpt", "251 2.1.5 User not local; will forward"),
    ],
    Verdict.TROUBLE: [
        ("connect", "421 4.3.2 Service not available"),
        ("connect", "-1 "),
        ("tls", "454 4.7.0 TLS not available due to local problem"),
        ("auth", "454 4.7.0 Temporary authentication failure: Connection lost to authentication server"),
        ("auth", "454 4.7.0 Too many login attempts, please try again later."),
        ("mail", "451 4.3.0 Error: queue file write error"),
        ("mail", "452 4.3.1 Insufficient system storage"),
        ("mail", "421 4.4.2 mail.example.org Error: timeout exceeded"),
        ("rcpt", "421 4.3.2 System shutting down"),
        ("rcpt", "421 4.7.0 mail.example.org Error: too many errors"),
        ("data", "452 4.3.1 Insufficient system storage"),
        ("data", "503 5.5.1 Error: need RCPT command"),
        ("rcpt", "502 5.5.2 Error: command not recognized"),
        ("rcpt", "0 "),
    ],
    Verdict.CONFIGURATION: [
        ("connect", "554 5.7.1 Service unavailable; client host [192.0.2.7] blocked using zen.example"),
        ("connect", "554 mail.example.org Bad DNS PTR resource record"),
        ("tls", "554 5.7.3 Unable to initialize security subsystem"),
        ("auth", "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6"),
        ("auth", "535 5.7.8 Username and Password not accepted - gsmtp"),
        ("auth", "534 5.7.9 Application-specific password required"),
        ("mail", "530 5.7.0 Must issue a STARTTLS command first"),
        ("mail", "530 5.7.1 Authentication required"),
        ("mail", "550 5.7.60 SMTP; Client does not have permissions to send as this sender"),
        ("mail", "553 5.7.1 <desk@example.org>: Sender address rejected: not owned by user desk"),
        ("mail", "550 5.1.8 <desk@example.invalid>: Sender address rejected: Domain not found"),
        ("mail", "552 5.3.4 Message size exceeds fixed limit"),
        ("rcpt", "554 5.7.1 <ada@gmail.com>: Relay access denied"),
        ("rcpt", "550 relay not permitted"),
        ("rcpt", "550 5.7.1 Relaying denied. Proper authentication required."),
        ("rcpt", "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"),
        ("rcpt", "530 5.7.0 Authentication Required - gsmtp"),
    ],
    Verdict.DEFER: [
        ("rcpt", "450 4.2.0 <ada@example.org>: Recipient address rejected: Greylisted, see https://example.org/why"),
        ("rcpt", "451 4.7.1 Greylisting in action, please come back in 00:05:00"),
        ("rcpt", "450 4.7.1 <ada@example.org>: Recipient address rejected: Policy: greylisted"),
        ("rcpt", "451 Temporary local problem - please try later"),
        ("rcpt", "450 4.1.2 <ada@example.org>: Recipient address rejected: Domain not found"),
        ("rcpt", "450 4.1.1 <ada@example.org>: Recipient address rejected: unverified address: mail is slow"),
        ("rcpt", "451 4.4.4 Mail received as unauthenticated, incoming to a recipient domain configured in a tenant"),
        ("rcpt", "450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents more"),
        ("rcpt", "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents more"),
        ("rcpt", "450 4.2.1 The user you are trying to contact is receiving mail too quickly"),
        ("rcpt", "451 4.3.0 <ada@example.org>: Temporary lookup failure"),
        ("dot", "451 4.3.0 Error: queue file write error"),
        ("dot", "421 4.4.2 Connection dropped"),
        ("dot", "450 4.7.0 try again"),
        ("dot", "451 4.7.1 Service unavailable - try again later"),
    ],
    Verdict.THROTTLE: [
        ("dot", "421-4.7.28 Gmail has detected an unusual rate of mail originating from your IP\n421 4.7.28 address."),
        ("rcpt", "421 4.7.0 [IP] Our system has detected an unusual rate of unsolicited mail"),
        ("mail", "421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred due to unexpected volume"),
        ("rcpt", "421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred due to user complaints - 4.16.55.1"),
        ("rcpt", "421 RP-001 Unfortunately, some messages weren't sent. You have exceeded the rate limit"),
        ("rcpt", "451 4.7.650 The mail server [192.0.2.7] has been temporarily rate limited due to IP reputation."),
        ("rcpt", "451 4.7.500 Server busy. Please try again later from [192.0.2.7]. (S77719)"),
        ("dot", "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"),
        ("rcpt", "450 4.7.1 Error: too much mail from 192.0.2.7"),
        ("mail", "450 4.7.1 Error: too much mail from 192.0.2.7"),
        ("rcpt", "452 4.5.3 Error: too many recipients"),
        ("rcpt", "451 Too many messages, slow down"),
        ("rcpt", "421 too many concurrent SMTP connections; please try again later."),
        ("dot", "550 5.4.5 Daily user sending limit exceeded - gsmtp"),
        ("rcpt", "550 Domain example.org has exceeded the max emails per hour (500/500) allowed."),
    ],
    Verdict.HARD: [
        ("rcpt", "550-5.1.1 The email account that you tried to reach does not exist.\n550 5.1.1 gsmtp"),
        ("rcpt", "550 5.2.1 The email account that you tried to reach is inactive."),
        ("rcpt", "550 5.1.1 <spam@example.org>: Recipient address rejected: User unknown in local recipient table"),
        ("rcpt", "550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown in virtual mailbox table"),
        ("rcpt", "550 5.1.1 <a@a.example>: Recipient address rejected: undeliverable address: unknown user: a"),
        ("rcpt", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup"),
        ("rcpt", "550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [mail.protection.outlook.com]"),
        ("rcpt", "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)."),
        ("rcpt", "550 Requested action not taken: mailbox unavailable"),
        ("dot", "554 delivery error: dd This user doesn't have a yahoo.com account (ada@yahoo.com) [0]"),
        ("rcpt", "554 30 Sorry, your message to ada@aol.com cannot be delivered. This mailbox is disabled (554.30)."),
        ("rcpt", "550 No Such User Here"),
        ("rcpt", "550 Unrouteable address"),
        ("rcpt", "550 5.1.1 <ada@example.org>... User unknown"),
        ("rcpt", "553 5.1.2 <ada@nowhere.example>... Host unknown (Name server: nowhere.example: host not found)"),
        ("rcpt", "550 5.4.310 DNS domain nowhere.example does not exist"),
        ("rcpt", "550 Message was not accepted -- invalid mailbox.  Local mailbox ada@mail.example is unavailable"),
        ("rcpt", "501 5.1.3 Bad recipient address syntax"),
        ("rcpt", "550 5.1.6 Recipient no longer on server"),
        ("rcpt", "550 5.1.1 unknown or illegal alias: ada@icloud.example"),
        ("rcpt", "511 sorry, no mailbox here by that name (#5.1.1)"),
    ],
    Verdict.FULL: [
        ("rcpt", "452 4.2.2 The email account that you tried to reach is over quota and inactive."),
        ("rcpt", "552 5.2.2 The email account that you tried to reach is over quota."),
        ("dot", "552 5.2.2 Mailbox size limit exceeded"),
        ("rcpt", "552 1 Requested mail action aborted, mailbox full"),
        ("rcpt", "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException"),
        ("rcpt", "452 4.2.2 <ada@example.org>: user is over quota"),
        ("rcpt", "550 Mailbox quota exceeded"),
        ("rcpt", "452 4.2.2 The mailbox has exceeded its storage limit"),
    ],
    Verdict.POLICY: [
        ("dot", "550-5.7.1 Our system has detected that this message is likely unsolicited mail.\n550 5.7.1 gsmtp"),
        ("dot", "550-5.7.26 Unauthenticated email from example.org is not accepted due to domain's DMARC policy."),
        ("dot", "421-4.7.26 Your email has been rate limited because it is unauthenticated.\n421 4.7.26 SPF, DKIM"),
        ("dot", "421 4.7.32 Your email has been rate limited because the From: header is not aligned"),
        ("dot", "421 4.7.27 This message has been rate limited because SPF does not pass"),
        ("dot", "554 5.7.9 Message not accepted for policy reasons. See https://postmaster.example/error-codes"),
        ("rcpt", "553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.7, because the ip is in a block list"),
        ("rcpt", "421 4.7.1 [TS03] All messages will be permanently deferred; Retrying will NOT succeed."),
        ("rcpt", "550 5.7.1 Unfortunately, messages from [192.0.2.7] weren't sent. It is on our block list (S3140)."),
        ("rcpt", "550 5.7.606 Access denied, banned sending IP [192.0.2.7]"),
        ("rcpt", "550 5.7.511 Access denied, banned sender"),
        ("dot", "550 5.7.515 Access denied, sending domain does not meet the required authentication level"),
        ("dot", "550 5.7.350 Remote server returned message detected as spam"),
        ("rcpt", "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using bl.example; see https://bl.example"),
        ("rcpt", "550 5.1.1 <ada@example.org> rejected: 192.0.2.7 is listed at Spamhaus"),
        ("rcpt", "550 5.1.8 <bounces@example.org>: Sender address rejected: Domain not found"),
        ("dot", "554 5.6.0 Reject, id=123 - SPAM"),
        ("dot", "554 Transaction failed"),
        ("dot", "550 Administrative prohibition"),
        ("dot", "550 spam message rejected. Please visit https://help.example/notspam"),
        ("dot", "571 Message rejected: contains malware"),
        ("dot", "552 5.3.4 Message size exceeds fixed limit"),
        ("dot", "550 High probability of spam"),
        ("rcpt", "550 5.7.1 [CS01] Message rejected due to local policy."),
        ("rcpt", "550 Rejected"),
        ("rcpt", "550 5.1.1 <a@a.example>: undeliverable address: host mx said: 554 Relay access denied"),
        ("dot", "550 5.7.0 no such user"),
        ("rcpt", "450 4.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.7]"),
        ("dot", "451 4.7.1 Message blocked: suspicious link"),
    ],
    Verdict.UNCERTAIN: [("dot", "-1 "), ("dot", "0 "), ("dot", "999 what")],
}  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "stage", "reply"), [(verdict, *each) for verdict, replies in KNOWN.items() for each in replies]
)
def test_a_reply_means(verdict: Verdict, stage: str, reply: str) -> None:
    code, _, words = reply.partition(" ") if reply[3:4] != "-" else (reply[:3], "-", reply[4:])
    assert classify(Stage(stage), int(code), words).verdict is verdict


def test_the_status_is_found_after_the_code_and_is_of_its_class() -> None:
    assert classify(Stage.RCPT, 550, "5.1.1 unknown").status == "5.1.1"
    assert classify(Stage.RCPT, 550, "see 4.2.1 in the manual").status == ""
    assert classify(Stage.RCPT, 550, "host 5.1.1.9 refused").status == ""


def test_several_lines_are_read_as_one() -> None:
    reply = classify(Stage.DOT, 550, "5.7.1 Our system\r\n5.7.1 says no")
    assert str(reply) == "550 5.7.1 Our system 5.7.1 says no"


def test_replies_are_alike_whatever_number_or_name_stands_in_them() -> None:
    one = classify(Stage.DOT, 554, "Refused <ada@example.org> by filter 8f31, score 7.2")
    other = classify(Stage.DOT, 554, "Refused <ben@example.com> by filter 91aa, score 11")
    assert one.alike == other.alike
    assert one.alike != classify(Stage.DOT, 554, "Refused by another filter").alike


def test_a_throttle_of_our_own_relay_is_for_the_whole_site() -> None:
    assert classify(Stage.MAIL, 450, "4.7.1 Error: too much mail from 192.0.2.7").is_for_all
    assert classify(Stage.RCPT, 450, "4.7.1 Error: too much mail from 192.0.2.7").is_for_all
    assert not classify(Stage.RCPT, 421, "4.7.28 unusual rate").is_for_all


def test_a_copy_deferred_waits_longer_each_time_and_then_has_failed() -> None:
    greylisted = classify(Stage.RCPT, 450, "4.2.0 Greylisted")
    fates = [what_follows(greylisted, attempts, 7, MOMENT) for attempts in range(len(WAITS) + 1)]
    assert [fate.state for fate in fates] == [DeliveryState.DEFERRED] * 5 + [DeliveryState.FAILED]
    for base, fate in zip(WAITS, fates, strict=False):
        assert fate.not_before is not None
        assert base <= fate.not_before - MOMENT <= base * 1.2 + timedelta(minutes=1)


def test_those_refused_together_do_not_come_back_together() -> None:
    minutes = {int(wait(1, reader).total_seconds() // 20) for reader in range(1, 500)}
    assert len(minutes) >= 5
    assert wait(1, 7) == wait(1, 7)


def test_trouble_and_throttles_are_nobodys_try() -> None:
    for words in ("4.3.2 closing", "4.7.28 unusual rate"):
        fate = what_follows(classify(Stage.RCPT, 421, words), 5, 7, MOMENT)
        assert fate.state is DeliveryState.WAITING
        assert not fate.counts


@pytest.mark.parametrize("words", ["5.1.1 unknown", "5.2.2 full", "5.7.1 spam"])
def test_what_is_for_good_is_not_tried_again(words: str) -> None:
    assert what_follows(classify(Stage.RCPT, 550, words), 0, 7, MOMENT).state is DeliveryState.FAILED
