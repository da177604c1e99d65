"""Checking: whether other mail servers have reason to believe our letters, and how one looks when it comes."""
