"""The picture that a shared link shows: a cut of the lead picture, or the headline set in the site's type."""
