"""Search: words folded the same way when they are kept and when they are asked for, on both databases; docs/search.md.

`folding` says how words are written once spelling makes no difference, `texts` and `keeping` put them into the index,
`asking` reads a query, `matching`, `ranking` and `finding` answer it.
"""

from blueprints.news.search.folding import fold
from blueprints.news.search.keeping import index_article
from blueprints.news.search.lost import lost_words

__all__ = ["fold", "index_article", "lost_words"]
