"""make bench: pages from memory and made anew, the digest, and lists; `python -m bench 1000000` fills so many for lists."""

import sys

from bench import digest, listing, pages

FEW = 20_000

if len(sys.argv) > 1:
    listing.measure(int(sys.argv[1]))
else:
    pages.measure()
    digest.measure()
    listing.measure(FEW)
