"""make bench: pages, the digest and lists, each against its like; `python -m bench 1000000` reads long lists alone."""

import sys

from bench import digest, listing, pages

FEW = 20_000

if len(sys.argv) > 1:
    listing.measure(int(sys.argv[1]))
else:
    pages.measure()
    digest.measure()
    listing.measure(FEW)
