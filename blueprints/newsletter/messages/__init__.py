"""Messages: what a mail says, and the bytes it is made of."""
