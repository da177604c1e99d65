"""The archive: the issues that went out, to read on the web and in a feed, without a word of who got them."""
