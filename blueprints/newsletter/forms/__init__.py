"""The forms of subscribers; none needs a token, for their links are secrets or the page is the same for everybody."""

from blueprints.newsletter.forms.leaving import LeavingForm, ReturnForm, Why
from blueprints.newsletter.forms.preferences import PreferencesForm
from blueprints.newsletter.forms.resting import PauseForm
from blueprints.newsletter.forms.signing_up import AddressForm, JoinForm, SubscribeForm

__all__ = [
    "AddressForm",
    "JoinForm",
    "LeavingForm",
    "PauseForm",
    "PreferencesForm",
    "ReturnForm",
    "SubscribeForm",
    "Why",
]
