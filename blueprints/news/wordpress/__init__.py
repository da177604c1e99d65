"""Moving in from WordPress: an export file (WXR) becomes articles, pages, comments, people and pictures."""
