"""What stands above a headline, and the figure beside it, as one value: written into an article, or compared."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from blueprints.news.models import Article

NEARLY = timedelta(minutes=10)


@dataclass(frozen=True)
class Labels:
    """`breaking` and `live` are None where the person may not decide them.

    `hours` is how long BREAKING lasts from now, or from when the article comes out; None leaves an end that is set,
    and otherwise takes `usual_hours`.
    """

    breaking: bool | None = None
    hours: int | None = None
    usual_hours: int = 6
    live: bool | None = None
    developing: bool = False
    video: bool = False
    opinion: bool = False
    figure: str = ""
    figure_caption: str = ""

    def are_on(self, article: Article, moment: datetime) -> bool:
        """Whether the article bears all these already; the hours count from when the form was sent first."""
        return (
            self.breaking in (None, article.is_breaking(moment))
            and self._lasts_as_long(article, moment)
            and self.live in (None, article.live_at is not None)
            and self.developing == (article.developing_at is not None)
            and (self.video, self.opinion) == (article.is_video, article.is_opinion)
            and (self.figure, self.figure_caption) == (article.figure, article.figure_caption)
        )

    def _lasts_as_long(self, article: Article, moment: datetime) -> bool:
        if not self.breaking or not self.hours or article.breaking_until is None:
            return True
        start = max(moment, article.published_at or moment)
        return abs(article.breaking_until - start - timedelta(hours=self.hours)) < NEARLY

    def write(self, article: Article, moment: datetime, out_at: datetime | None) -> None:
        """Put them on the article; `out_at` is from when readers see it, as far as that is known."""
        self._break(article, moment, max(moment, out_at or moment))
        if self.live is not None and self.live != (article.live_at is not None):
            article.live_at = moment if self.live else None
        if self.developing != (article.developing_at is not None):
            article.developing_at = moment if self.developing else None
        article.is_video, article.is_opinion = self.video, self.opinion
        article.figure, article.figure_caption = self.figure, self.figure_caption

    def _break(self, article: Article, moment: datetime, start: datetime) -> None:
        if self.breaking is False:
            article.breaking_until = None if article.is_breaking(moment) else article.breaking_until
        elif self.breaking and (self.hours or not article.is_breaking(moment)):
            article.breaking_until = start + timedelta(hours=self.hours or self.usual_hours)
