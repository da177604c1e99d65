"""What the desk calls kinds, states and reasons of the newsletter before people."""

from blueprints.core.languages import language_name
from blueprints.core.wording import gettext, lazy_gettext
from blueprints.newsletter.models import DIGESTS, Cadence, DeliveryState, FeedbackKind, Form, Issue, IssueState, Kind
from blueprints.newsletter.models import SubscriberState as State

KIND_NAMES = {
    Kind.DAILY: lazy_gettext("Daily digest"),
    Kind.WEEKLY: lazy_gettext("Weekly digest"),
    Kind.BREAKING: lazy_gettext("Breaking news"),
    Kind.CORRECTION: lazy_gettext("A correction"),
    Kind.MANUAL: lazy_gettext("Letter"),
}
ISSUE_STATES = {
    IssueState.PLANNED: lazy_gettext("Planned"),
    IssueState.FILLING: lazy_gettext("Being made"),
    IssueState.SENDING: lazy_gettext("Going out"),
    IssueState.HALTED: lazy_gettext("Halted"),
    IssueState.DONE: lazy_gettext("Sent"),
    IssueState.CANCELLED: lazy_gettext("Ended"),
}
STATE_NAMES = {
    DeliveryState.WAITING: lazy_gettext("Waiting"),
    DeliveryState.CLAIMED: lazy_gettext("In hand"),
    DeliveryState.INFLIGHT: lazy_gettext("On the wire"),
    DeliveryState.SENT: lazy_gettext("Sent"),
    DeliveryState.DEFERRED: lazy_gettext("Put off"),
    DeliveryState.FAILED: lazy_gettext("Failed"),
    DeliveryState.UNCERTAIN: lazy_gettext("Uncertain"),
    DeliveryState.HELD: lazy_gettext("Held for you"),
    DeliveryState.SKIPPED: lazy_gettext("Left out"),
}
READER_STATES = {
    State.ACTIVE: lazy_gettext("Active"),
    State.PENDING: lazy_gettext("Not confirmed"),
    State.UNSUBSCRIBED: lazy_gettext("Left"),
    State.SUSPENDED: lazy_gettext("Suspended"),
    State.COMPLAINED: lazy_gettext("Complained"),
}
CADENCE_NAMES = {
    Cadence.DAILY: lazy_gettext("Once a day"),
    Cadence.WEEKLY: lazy_gettext("Once a week"),
    Cadence.BREAKING: lazy_gettext("Only when news breaks"),
}
FORM_NAMES = {
    Form.NORMAL: lazy_gettext("Headlines with a picture"),
    Form.FULL: lazy_gettext("Whole articles"),
    Form.TEXT: lazy_gettext("Words only"),
}
RETURNED_NAMES = {
    FeedbackKind.HARD: lazy_gettext("Bounced for good"),
    FeedbackKind.SOFT: lazy_gettext("Bounced for now"),
    FeedbackKind.POLICY: lazy_gettext("Refused for what it says or who sends it"),
    FeedbackKind.COMPLAINT: lazy_gettext("Complaints"),
    FeedbackKind.LEAVE: lazy_gettext("Asked to leave by mail"),
}
EVENT_NAMES = {
    "asked": lazy_gettext("Asked for it"),
    "confirmed": lazy_gettext("Confirmed"),
    "changed": lazy_gettext("Changed their wishes"),
    "moved": lazy_gettext("Moved to another address"),
    "paused": lazy_gettext("Paused"),
    "left": lazy_gettext("Left"),
    "suspended": lazy_gettext("Suspended"),
    "complained": lazy_gettext("Complained"),
    "imported": lazy_gettext("Imported"),
}
SUPPRESSED_FOR = {
    "hard": lazy_gettext("Their mail came back for good"),
    "complaint": lazy_gettext("They complained"),
    "desk": lazy_gettext("The desk said so"),
}


def issue_name(issue: Issue) -> str:
    """What an issue is called in a list: what stands on its envelope, or what it is."""
    kind = str(KIND_NAMES[Kind(issue.kind)])
    return issue.title or issue.subject or (f"{kind} {issue.slot}" if issue.kind in DIGESTS else kind)


def audience_name(language: str) -> str:
    """Whom a letter goes to."""
    return language_name(language) if language else gettext("Everybody")
