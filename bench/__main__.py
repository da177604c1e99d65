"""make bench: pages, sending and lists, each against its like. By hand: `python -m bench sending …`, `… kills …`, and
`python -m bench 1000000`, which reads long lists alone."""

import sys

from bench import kills, listing, pages, sending

FEW = 20_000
BY_HAND = {"sending": sending.measure, "kills": kills.measure}

match sys.argv[1:]:
    case []:
        pages.measure()
        sending.measure()
        listing.measure(FEW)
    case [name, *more] if name in BY_HAND:
        BY_HAND[name](*(int(word) if word.isdigit() else word for word in more))
    case [count]:
        listing.measure(int(count))
