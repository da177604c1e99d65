"""make bench: pages from memory against pages made anew, and the digest against a bare SMTP session."""

from bench import digest, pages

pages.measure()
digest.measure()
