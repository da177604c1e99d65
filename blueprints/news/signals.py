"""What the news tells whoever listens, without knowing them."""

from blinker import Signal

# A reader came to an article (the sender: its id) from a letter (`letter_id`: what the address said, as yet unproved).
came_from_letter = Signal()
